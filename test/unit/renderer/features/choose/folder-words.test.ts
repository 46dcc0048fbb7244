import { describe, expect, it } from 'vitest';
import { buildFolderTree, type FolderNode } from '../../../../../renderer/features/choose/folder-tree.ts';
import {
  datesText,
  folderFacts,
  folderLabel,
  kindsText,
  tickNote,
  yearsText,
} from '../../../../../renderer/features/choose/folder-words.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';
import { sampleFolder } from '../../../../support/renderer/sample-contents.ts';

const language = createLanguage(['en-US']);
const noon = (year: number) => `${year}-06-15T12:00:00.000Z`;

function nodeOf(...folders: Parameters<typeof sampleFolder>[]): FolderNode {
  const [node] = buildFolderTree({ folders: folders.map((folder) => sampleFolder(...folder)), top: [] });
  if (node === undefined) throw new Error('no folder');
  return node;
}

it('tells what is odd about choosing a folder', () => {
  const [plain, slash, twin] = buildFolderTree({
    folders: [['a'], ['b/c'], ['d'], ['D']].map((path) => sampleFolder(path, 1)),
    top: [],
  }).map((node) => tickNote(node, language));
  expect([plain, slash, twin]).toEqual([
    undefined,
    expect.stringContaining('cannot be chosen by itself'),
    expect.stringContaining('together with the other folder of this name'),
  ]);
});

it('names the kinds that there are', () => {
  const kinds = { mail: 1204, calendar: 0, contact: 1, task: 0, note: 0, other: 2 };
  expect(kindsText({ kinds }, language)).toBe('1,204 messages, 1 contact, 2 other items');
});

it.each([
  [noon(2003), noon(2016), 'Jun 15, 2003 – Jun 15, 2016', '2003–2016'],
  [noon(2003), noon(2003), 'Jun 15, 2003', '2003'],
  [null, null, '', ''],
])('from %s to %s: %s', (oldest, newest, dates, years) => {
  expect([datesText({ oldest, newest }, language), yearsText({ oldest, newest })]).toEqual([dates, years]);
});

describe('a folder', () => {
  const dates = { oldest: noon(2003), newest: noon(2016) };

  it('is told by what it holds itself', () => {
    const node = nodeOf([['Inbox'], 2, { unread: 1, sizeBytes: 2048, ...dates }], [['Inbox', 'Old'], 5]);
    expect(folderFacts(node, language)).toEqual([
      'Inbox',
      '2 messages',
      '2 KB',
      '1 unread',
      'Jun 15, 2003 – Jun 15, 2016',
    ]);
  });

  it('is read out with all below it, and with what it is for unless its name says so', () => {
    const node = nodeOf([['Posteingang'], 2, { role: 'Inbox', sizeBytes: 1024, ...dates }]);
    expect(folderLabel(node, language, false)).toBe('Posteingang, inbox, 2 items, 1 KB, 2003–2016');
    expect(folderLabel(nodeOf([['Inbox'], 0, { role: 'Inbox' }]), language, false)).toBe('Inbox, 0 items');
  });

  it('has no size before the items were looked at', () => {
    const node = nodeOf([[' '], 2, { sizeBytes: 0, oldest: null, newest: null }]);
    expect(folderLabel(node, language, true)).toBe('(no name), 2 items');
  });
});
