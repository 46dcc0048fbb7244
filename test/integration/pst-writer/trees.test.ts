import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import type { PstStore } from '../../../main/pst/store.ts';
import {
  crowdedMailbox,
  deepMailbox,
  everyKindMailbox,
  type FileFormatName,
  ODD_NAMES,
  oddNamesMailbox,
  type SampleMailbox,
  TOP_FOLDER_NAME,
  wideMailbox,
  writePst,
} from '../../support/pst-writer/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trees-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = createPstOpener(openPstSource);

/** What our own reader says about a mailbox once it is written. */
function readBack<T>(mailbox: SampleMailbox, format: FileFormatName, look: (store: PstStore) => T): T {
  const path = join(folder, 'tree.pst');
  writePst(path, mailbox, { format });
  const store = open(path);
  try {
    return look(store);
  } finally {
    store.close();
  }
}

function pathsIn(store: PstStore): (readonly string[])[] {
  return [...store.outline()].filter(({ isInMailTree }) => isInMailTree).map(({ path }) => path);
}

describe.each([
  { format: 'unicode', wide: 10_000, crowd: 20_000 },
  { format: 'ansi', wide: 1_000, crowd: 5_000 },
] as const)('a $format tree', ({ format, wide, crowd }) => {
  it('may be 400 folders deep', () => {
    const paths = readBack(deepMailbox(400), format, pathsIn);
    const levels = Array.from({ length: 400 }, (_, level) => `Level ${level + 1}`);
    expect(paths.find((path) => path.length === 401)).toEqual([TOP_FOLDER_NAME, ...levels]);
  });

  it(`may have ${wide} folders in one`, () => {
    const names = readBack(wideMailbox(wide), format, pathsIn).filter(
      (path) => path[1] === 'Many' && path.length === 3,
    );
    expect(names.map((path) => path[2])).toEqual(Array.from({ length: wide }, (_, order) => `Folder ${order + 1}`));
  });

  it(`may have ${crowd} items in one folder, in their order`, () => {
    const subjects = readBack(crowdedMailbox(crowd), format, (store) => {
      const inbox = [...store.folders()].find(({ path }) => path[1] === 'Inbox');
      expect([inbox?.itemCount, inbox?.declaredUnread]).toEqual([crowd, Math.ceil(crowd / 3)]);
      return Array.from(store.rows(inbox?.id ?? 0).all(), ({ subject }) => subject);
    });
    expect(subjects).toEqual(Array.from({ length: crowd }, (_, order) => `Message ${order}`));
  });

  it('tells what each folder is for, and how many items each search shows', () => {
    const mailbox = everyKindMailbox();
    const { roles, searches } = readBack(mailbox, format, (store) => ({
      roles: [...store.outline()].flatMap(({ path, role }) => (role === null ? [] : [[path.slice(1).join('/'), role]])),
      searches: store.searchFolders(),
    }));
    expect(roles).toEqual(mailbox.folders.map(({ name, role }) => [name, role]));
    expect(searches).toEqual(expect.arrayContaining([...(mailbox.searchFolders ?? [])]));
  });
});

// A text of these scripts does not survive in an ANSI file.
it('may have folders of odd names', () => {
  const odd = ODD_NAMES.map((name) => [TOP_FOLDER_NAME, name, name]);
  expect(readBack(oddNamesMailbox(), 'unicode', pathsIn).filter((path) => path.length === 3)).toEqual(odd);
});

it('may state roles for folders of any name', () => {
  const mailbox: SampleMailbox = {
    displayName: 'Roles',
    folders: [
      { name: 'Eingang', role: 'Inbox' },
      { name: 'Kalender', role: 'Calendar' },
      { name: 'Konflikte', role: 'Conflicts' },
      { name: 'Papierkorb', role: 'DeletedItems', folders: [{ name: 'Werbung', role: 'JunkEmail' }] },
    ],
  };
  const roles = readBack(mailbox, 'unicode', (store) =>
    [...store.outline()].flatMap(({ path, role }) => (role === null ? [] : [[path.at(-1), role]])),
  );
  expect(roles).toEqual([
    ['Kalender', 'Calendar'],
    ['Konflikte', 'Conflicts'],
    ['Papierkorb', 'DeletedItems'],
    ['Werbung', 'JunkEmail'],
  ]);
});

it('counts items by kind, date, size and state in the table of a folder', () => {
  const tallies = readBack(everyKindMailbox(), 'unicode', (store) =>
    [...store.folders()].filter(({ itemCount }) => itemCount > 0).map((each) => [each.path[1], each.tally()]),
  );
  expect(Object.fromEntries(tallies)).toMatchObject({
    Inbox: { kinds: { mail: 12 }, unread: 1, tooLarge: 1 },
    'Sent Items': { kinds: { mail: 1 } },
    Calendar: { kinds: { calendar: 1 } },
    Contacts: { kinds: { contact: 2 } },
    Tasks: { kinds: { task: 1 } },
    Notes: { kinds: { note: 1 } },
    Journal: { kinds: { other: 1 } },
  });
});
