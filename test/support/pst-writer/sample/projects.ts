import type { SampleFolder, SampleItem } from '../sample-mailbox.ts';
import { minutesTxt, offerPdf, scanBin } from './files.ts';
import { letter } from './letter.ts';

const offer = letter({
  at: '2015-02-20T09:00:00Z',
  from: 'juergen',
  to: ['bob'],
  subject: 'Offer 2015-117: office moving',
  textBody: 'Please find our offer attached.\r\n\r\nJürgen\r\n',
  attachments: [offerPdf],
});

const moving: readonly SampleItem[] = [
  letter({
    at: '2015-02-20T09:40:00Z',
    from: 'bob',
    to: ['ann'],
    subject: 'FW: the mover’s offer',
    textBody: 'See the message attached. Too much?\r\n',
    attachments: [{ item: offer }],
  }),
  letter({
    at: '2015-02-23T15:30:00Z',
    from: 'juergen',
    to: ['ann'],
    cc: ['bob'],
    subject: 'Grundriß, zweiter Entwurf',
    textBody: 'Anbei der Grundriß mit den neuen Türen.\r\n',
    attachments: [scanBin],
  }),
  letter({
    at: '2015-03-11T07:20:00Z',
    from: 'ann',
    to: ['juergen', 'bob'],
    subject: 'Umzug: Termin',
    textBody: 'Der 27. März paßt uns gut.\r\n',
  }),
  letter({
    at: '2015-03-27T18:00:00Z',
    from: 'bob',
    to: ['ann', 'carla'],
    subject: 'We are in',
    textBody: 'Everything arrived. Only the coffee machine is missing.\r\n',
  }),
];

const tokyo: readonly SampleItem[] = [
  letter({
    at: '2015-03-16T02:15:00Z',
    from: 'yuki',
    to: ['ann'],
    cc: ['bob'],
    subject: '議事録をお送りします',
    textBody: '添付をご覧ください。\r\n\r\n由紀\r\n',
    attachments: [minutesTxt],
  }),
  letter({
    at: '2015-04-10T01:00:00Z',
    from: 'yuki',
    to: ['ann'],
    subject: '次回の会議',
    textBody: '四月十日、午前十時からでお願いします。\r\n',
  }),
  letter({
    at: '2015-04-10T08:30:00Z',
    from: 'ann',
    to: ['yuki'],
    subject: 'Re: 次回の会議',
    textBody: 'はい、大丈夫です。\r\n',
  }),
];

const delivery: readonly SampleItem[] = [
  letter({
    at: '2015-05-04T10:10:00Z',
    from: 'olga',
    to: ['ann'],
    subject: 'Коробки пришли',
    textBody: 'Все двенадцать коробок на месте.\r\n',
  }),
  letter({
    at: '2015-05-05T07:45:00Z',
    from: 'olga',
    to: ['ann', 'bob'],
    subject: 'Re: Коробки пришли',
    textBody: 'Одна была открыта.\r\n',
    htmlBody: '<html><body><p>Одна была <i>открыта</i>.</p></body></html>',
  }),
];

const party: readonly SampleItem[] = [
  letter({
    at: '2015-06-15T12:00:00Z',
    from: 'carla',
    to: ['ann', 'bob'],
    subject: 'Music for the party 🎶',
    textBody: 'Who brings the loudspeakers?\r\n',
  }),
  letter({
    at: '2015-06-22T12:00:00Z',
    from: 'carla',
    to: ['ann'],
    bcc: ['juergen'],
    subject: 'A surprise for Bob',
    textBody: 'Not a word to him!\r\n',
  }),
];

/** The tree of projects, three levels deep, with names from four scripts. */
export const projects: SampleFolder = {
  name: 'Projects',
  folders: [
    { name: 'Büroumzug', items: moving, folders: [{ name: 'Дорога и доставка', items: delivery }] },
    { name: '東京オフィス', items: tokyo },
    { name: 'Summer 🎉', items: party },
    { name: 'Ideas (empty)' },
  ],
};
