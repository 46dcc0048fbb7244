import type { SampleItem } from '../sample-mailbox.ts';
import { expensesCsv, logoPng } from './files.ts';
import { letter } from './letter.ts';

/** The inbox: what people wrote to Ann in 2015. */
export const inbox: readonly SampleItem[] = [
  letter({
    at: '2015-01-07T08:12:00Z',
    from: 'bob',
    to: ['ann'],
    subject: 'Happy new year',
    textBody: 'Dear Ann,\r\n\r\na good start into 2015! The new badges are at the front desk.\r\n\r\nBob\r\n',
  }),
  letter({
    at: '2015-01-19T14:05:00Z',
    from: 'carla',
    to: ['ann'],
    cc: ['bob'],
    subject: 'Newsletter: what moves us',
    textBody: 'What moves us\r\n\r\nThe new logo is ready.\r\n',
    htmlBody:
      '<html><body><h1>What moves us</h1><p>The new logo is ready: <img src="cid:logo@contoso.example" alt="logo"></p></body></html>',
    attachments: [logoPng],
  }),
  letter({
    at: '2015-02-03T09:30:00Z',
    from: 'juergen',
    to: ['ann'],
    subject: 'Rückfrage zur Rechnung 4711',
    textBody:
      'Guten Tag,\r\n\r\nauf der Rechnung fehlt die Straße. Könnten Sie sie noch einmal schicken?\r\n\r\nGrüße\r\nJürgen\r\n',
  }),
  letter({
    at: '2015-02-03T16:44:00Z',
    from: 'juergen',
    to: ['ann'],
    subject: 'AW: Rückfrage zur Rechnung 4711',
    textBody: 'Danke, jetzt stimmt alles.\r\n\r\nJürgen\r\n',
  }),
  letter({
    at: '2015-02-16T07:58:00Z',
    from: 'travel',
    to: ['ann'],
    subject: 'Your ticket to Vienna',
    textBody: 'Train 21, coach 7, seat 42. Departure 08:27.\r\n',
    htmlBody:
      '<html><body><table><tr><td>Train</td><td>21</td></tr><tr><td>Seat</td><td>7 / 42</td></tr></table></body></html>',
  }),
  letter({
    at: '2015-03-02T10:00:00Z',
    from: 'yuki',
    to: ['ann'],
    subject: 'ご挨拶',
    textBody: 'アンさん\r\n\r\n来週、お会いできるのを楽しみにしています。\r\n\r\n由紀\r\n',
  }),
  letter({
    at: '2015-03-20T11:21:00Z',
    from: 'bob',
    to: ['ann', 'carla'],
    subject: '',
    textBody: 'Sorry, sent too early. Lunch at twelve?\r\n',
  }),
  letter({
    at: '2015-04-09T12:40:00Z',
    from: 'olga',
    to: ['ann'],
    subject: 'Вопрос о доставке',
    textBody: 'Здравствуйте!\r\n\r\nКогда придут коробки?\r\n\r\nОльга\r\n',
  }),
  letter({
    at: '2015-05-11T15:15:00Z',
    from: 'carla',
    to: ['ann'],
    cc: ['bob', 'juergen'],
    subject: 'Minutes of Monday',
    textBody: `${'We went through the list of open points once more. '.repeat(120)}\r\n`,
  }),
  letter({
    at: '2015-06-26T17:03:00Z',
    from: 'bob',
    to: ['ann', 'carla', 'juergen'],
    subject: 'Summer party 🎉',
    textBody: 'Friday, 18:00, in the yard. Bring a salad!\r\n',
  }),
  letter({
    at: '2015-09-01T06:50:00Z',
    from: 'travel',
    to: ['ann'],
    subject: 'FW: Change of your booking',
    textBody: 'Your hotel has changed: now Seestraße 3.\r\n',
  }),
  letter({
    at: '2015-12-18T13:37:00Z',
    from: 'carla',
    to: ['ann'],
    subject: 'Please read: archive policy from January',
    textBody: 'From January on, mail older than a year moves to the archive.\r\n',
    isRead: false,
  }),
];

/** What Ann wrote. */
export const sentItems: readonly SampleItem[] = [
  letter({
    at: '2015-01-07T09:01:00Z',
    from: 'ann',
    to: ['bob'],
    subject: 'RE: Happy new year',
    textBody: 'The same to you!\r\n\r\nAnn\r\n',
  }),
  letter({
    at: '2015-02-03T13:10:00Z',
    from: 'ann',
    to: ['juergen'],
    bcc: ['carla'],
    subject: 'AW: Rückfrage zur Rechnung 4711',
    textBody: 'Guten Tag,\r\n\r\nhier noch einmal mit Straße: Größenweg 5.\r\n\r\nAnn\r\n',
  }),
  letter({
    at: '2015-03-02T10:45:00Z',
    from: 'ann',
    to: ['yuki'],
    subject: 'Re: ご挨拶',
    textBody: '由紀さん、ありがとうございます。\r\n\r\nAnn\r\n',
  }),
  letter({
    at: '2015-04-09T13:20:00Z',
    from: 'ann',
    to: ['olga'],
    cc: ['bob'],
    subject: 'Re: Вопрос о доставке',
    textBody: 'On Tuesday morning.\r\n\r\nAnn\r\n',
  }),
  letter({
    at: '2015-06-29T08:00:00Z',
    from: 'ann',
    to: ['bob', 'carla'],
    subject: 'Photos of the party',
    textBody: 'They are on the shared drive.\r\n',
    htmlBody: '<html><body><p>They are on the <b>shared drive</b>.</p></body></html>',
  }),
  letter({
    at: '2015-12-30T11:11:00Z',
    from: 'ann',
    to: ['carla'],
    bcc: ['bob'],
    subject: 'Expenses 2015',
    textBody: 'The whole year in one table.\r\n',
    attachments: [expensesCsv],
  }),
];

/** What Ann threw away. */
export const deletedItems: readonly SampleItem[] = [
  letter({
    at: '2015-08-03T05:00:00Z',
    from: 'travel',
    to: ['ann'],
    subject: 'Only today: 20 % off',
    textBody: 'Book before midnight.\r\n',
  }),
];
