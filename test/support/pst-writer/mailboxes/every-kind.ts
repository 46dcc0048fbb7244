import type { SampleItem, SampleMailbox } from '../sample-mailbox.ts';
import { numberedLetter } from './letters.ts';
import { SAMPLE_RTF } from './sample-rtf.ts';

/** What an import leaves out: more than 150 MB. */
const TOO_LARGE_BYTES = 200 * 1024 * 1024;
const HOUR = { start: new Date('2015-06-01T08:00:00Z'), end: new Date('2015-06-01T09:00:00Z') } as const;
const MEMBERS = [
  { name: 'Ann', address: 'ann@contoso.example' },
  { name: 'Bob', address: 'bob@contoso.example' },
];

const letter = (subject: string, more: Partial<SampleItem> = {}): SampleItem => ({
  ...numberedLetter(subject.length, subject),
  ...more,
});

/** One item of each kind there is, by a word for it. Texts are Western, so that any format holds them. */
export const everyKind = {
  letter: letter('A letter'),
  unread: letter('Not read yet', { isRead: false }),
  htmlOnly: letter('HTML alone', { textBody: '', htmlBody: '<html><body><p>Größe</p></body></html>' }),
  rtfStored: letter('RTF as it is', { textBody: '', rtfBody: { rtf: SAMPLE_RTF, isCompressed: false } }),
  rtfCompressed: letter('RTF compressed', { textBody: '', rtfBody: { rtf: SAMPLE_RTF, isCompressed: true } }),
  noBody: letter('No body at all', { textBody: '' }),
  tooLarge: letter('Claims 200 MB', { statedSizeBytes: TOO_LARGE_BYTES }),
  withFile: letter('With a file', {
    attachments: [{ fileName: 'Größe.txt', mimeType: 'text/plain', bytes: Buffer.from('twelve metres') }],
  }),
  nested: nestedLetter(3),
  meetingRequest: letter('Please come', { meetingRequest: { ...HOUR, location: 'Größenweg 5' } }),
  nonDelivery: letter('Undeliverable: Lunch', {
    nonDelivery: { originalSubject: 'Lunch', reportText: 'There is no such address.' },
  }),
  post: letter('Notice board', { messageClass: 'IPM.Post' }),
  appointment: letter('Moving day', { appointment: { ...HOUR, location: 'Größenweg 5' } }),
  contact: letter('Jürgen', {
    contact: {
      displayName: 'Jürgen',
      address: 'juergen@example.com',
      company: 'Example Movers',
      businessPhone: '+1 555 0100',
    },
  }),
  distributionList: letter('The team', { distributionList: { name: 'The team', members: MEMBERS } }),
  task: letter('Pack boxes', { task: { owner: 'Ann', due: HOUR.end, isComplete: true } }),
  stickyNote: letter('Buy milk', { stickyNote: { color: 3 } }),
  journalEntry: letter('Called Jürgen', { journalEntry: { type: 'Phone call', ...HOUR } }),
} as const satisfies Record<string, SampleItem>;

/** A letter with a letter attached, and so on, so many times. */
export function nestedLetter(depth: number): SampleItem {
  if (depth === 0) return letter('Innermost');
  return letter(`Around ${depth}`, { attachments: [{ item: nestedLetter(depth - 1) }] });
}

/** A mailbox of every kind of item, in the folders Outlook makes, each with its role; and a few searches. */
export function everyKindMailbox(): SampleMailbox {
  const { appointment, contact, distributionList, task, stickyNote, journalEntry, ...mail } = everyKind;
  return {
    displayName: 'Every kind',
    folders: [
      { name: 'Inbox', role: 'Inbox', items: Object.values(mail) },
      { name: 'Sent Items', role: 'SentItems', items: [everyKind.letter] },
      { name: 'Deleted Items', role: 'DeletedItems' },
      { name: 'Drafts', role: 'Drafts' },
      { name: 'Calendar', role: 'Calendar', containerClass: 'IPF.Appointment', items: [appointment] },
      { name: 'Contacts', role: 'Contacts', containerClass: 'IPF.Contact', items: [contact, distributionList] },
      { name: 'Tasks', role: 'Tasks', containerClass: 'IPF.Task', items: [task] },
      { name: 'Notes', role: 'Notes', containerClass: 'IPF.StickyNote', items: [stickyNote] },
      { name: 'Journal', role: 'Journal', containerClass: 'IPF.Journal', items: [journalEntry] },
      { name: 'Junk E-mail', role: 'JunkEmail' },
    ],
    searchFolders: [
      { name: 'Unread mail', itemCount: 1 },
      { name: 'Large mail', itemCount: 12_345 },
    ],
  };
}
