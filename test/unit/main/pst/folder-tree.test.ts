import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createPstOpener } from '../../../../main/pst/open-pst.ts';
import type { PstStore } from '../../../../main/pst/store.ts';
import {
  editBlock,
  listBlocks,
  listNodes,
  listPages,
  openImage,
  type PstImage,
} from '../../../support/pst-damage/pst-image.ts';
import {
  deepMailbox,
  letters,
  type SampleFolder,
  type SampleMailbox,
  TOP_FOLDER_NAME,
  type WriteOptions,
  writePst,
} from '../../../support/pst-writer/index.ts';
import { memorySource } from './memory-source.ts';

const ROOT_FOLDER = 0x122;
const SUBFOLDERS = 0x0d;
const CONTENTS = 0x0e;
const TOP = TOP_FOLDER_NAME;

/** Anew for each file: letters can be written once. */
const mailbox = (): SampleMailbox => ({
  displayName: 'Tree',
  folders: [
    {
      name: 'Inbox',
      items: letters(3),
      folders: [
        { name: 'Projects', items: letters(2), folders: [{ name: '2015', items: letters(1) }] },
        { name: 'Private' },
      ],
    },
    { name: 'Archive', items: letters(4) },
  ],
  searchFolders: [{ name: 'Unread mail', itemCount: 12 }],
});

function write(written: SampleMailbox = mailbox(), options: WriteOptions = {}): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-tree-'));
  const path = join(folder, 'tree.pst');
  writePst(path, written, options);
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return bytes;
}

function open(bytes: Buffer): PstStore {
  return createPstOpener(() => memorySource(bytes))('');
}

/** Path below the top, items and problem of each folder that Outlook shows. */
function overview(store: PstStore): [string, number, string | null][] {
  return [...store.folders()]
    .filter(({ isInMailTree, path }) => isInMailTree && path.length > 1)
    .map(({ path, itemCount, problem }) => [path.slice(1).join('/'), itemCount, problem]);
}

function idOf(bytes: Buffer, name: string): number {
  const found = [...open(bytes).outline()].find(({ path }) => path.at(-1) === name);
  return found?.id ?? expect.fail(`no folder ${name}`);
}

/** The block that holds a table of a folder, or the folder's own properties. */
function blockOf(image: PstImage, nodeId: number) {
  const node = listNodes(image).find(({ id }) => id === nodeId) ?? expect.fail('no such node');
  return listBlocks(image).find(({ id }) => id === node.dataId) ?? expect.fail('no such block');
}

function damageBlock(bytes: Buffer, nodeId: number): Buffer {
  const image = openImage(bytes);
  const { position } = blockOf(image, nodeId);
  image.bytes.writeUInt8(image.bytes.readUInt8(position) ^ 1, position);
  return image.bytes;
}

function tableOf(folderId: number, kind: number): number {
  return (folderId & ~0x1f) | kind;
}

const WHOLE: [string, number, string | null][] = [
  ['Inbox', 3, null],
  ['Inbox/Projects', 2, null],
  ['Inbox/Projects/2015', 1, null],
  ['Inbox/Private', 0, null],
  ['Archive', 4, null],
];

/** What the overview of a sound file becomes when some folders change. */
function wholeBut(changes: Record<string, [number, string | null]>): [string, number, string | null][] {
  return WHOLE.map(([path, items, problem]) => [path, ...(changes[path] ?? [items, problem])]);
}

function mailOf(store: PstStore): [string, number, string | null][] {
  return overview(store).filter(([path]) => WHOLE.some(([known]) => known === path));
}

describe('the folders of a file', () => {
  test.each(['unicode', 'ansi'] as const)('are told by their parents as by themselves (%s)', (format) => {
    const store = open(write(mailbox(), { format }));
    expect(mailOf(store)).toEqual(WHOLE);
    const folders = [...store.folders()];
    expect([...store.outline()]).toEqual(
      folders.map(({ id, path, isInMailTree, role, itemCount, declaredUnread }) => {
        return { id, path, isInMailTree, role, declaredItems: itemCount, declaredUnread };
      }),
    );
    expect(new Set(folders.map(({ id }) => id)).size).toBe(folders.length);
  });

  it('are apart from those that only show items of others', () => {
    const store = open(write());
    expect(store.searchFolders()).toContainEqual({ name: 'Unread mail', itemCount: 12 });
    expect([...store.folders()].map(({ path }) => path.at(-1))).not.toContain('Unread mail');
  });

  it('are not opened for their names and counts', () => {
    const bytes = write();
    expect(mailOf(open(damageBlock(bytes, idOf(bytes, 'Projects'))))).toEqual(WHOLE);
  });

  it('may be far deeper than an import takes', () => {
    const paths = [...open(write(deepMailbox(700))).outline()].map(({ path }) => path);
    const deepest = paths.reduce((a, b) => (b.length > a.length ? b : a));
    expect(deepest).toEqual([TOP, ...Array.from({ length: 700 }, (_, i) => `Level ${i + 1}`)]);
  });

  it('may be so deep that their paths alone would fill the memory: then the rest is left out, and that is said', () => {
    const store = open(write(deepMailbox(2600)));
    const folders = [...store.folders()].filter(({ path }) => path[1]?.startsWith('Level'));
    const last = folders.at(-1);
    expect(folders.length).toBeGreaterThan(1500);
    expect(folders.length).toBeLessThan(2600);
    expect([last?.problem, last?.itemCount]).toEqual(['tooManyFolders', 1]);
  });
});

describe('a folder whose list of folders is damaged', () => {
  it('still has its folders: they tell which folder they are in', () => {
    const bytes = write();
    const damaged = damageBlock(bytes, tableOf(idOf(bytes, 'Inbox'), SUBFOLDERS));
    expect(mailOf(open(damaged)).sort()).toEqual(wholeBut({ Inbox: [3, 'blockDamaged'] }).sort());
  });

  it('is the only one that is damaged, even if it is the root', () => {
    const bytes = write();
    const damaged = open(damageBlock(bytes, tableOf(ROOT_FOLDER, SUBFOLDERS)));
    expect(mailOf(damaged).sort()).toEqual([...WHOLE].sort());
    expect([...damaged.folders()].map(({ problem }) => problem).filter((word) => word !== null)).toEqual([
      'blockDamaged',
    ]);
  });

  it('costs the file when nothing of it can be found', () => {
    const bytes = write();
    const image = openImage(bytes);
    for (const { position, sizeBytes } of listBlocks(image)) image.bytes.fill(0, position, position + sizeBytes);
    expect(() => open(image.bytes)).toThrow(
      expect.objectContaining({ code: 'contentsUnreadable', params: { reason: 'blockDamaged' } }),
    );
  });

  it('whose index of nodes is damaged, too, has what can be found', () => {
    const bytes = write();
    const inbox = idOf(bytes, 'Inbox');
    const image = openImage(damageBlock(bytes, tableOf(inbox, SUBFOLDERS)));
    const leaves = listPages(image, 'nodes').filter(({ level }) => level === 0);
    // The last leaf has nodes of messages alone.
    const last = leaves.at(-1) ?? expect.fail('no leaves');
    image.bytes.writeUInt8(image.bytes.readUInt8(last.at) ^ 1, last.at);
    const seen = mailOf(open(image.bytes));
    expect(seen.map(([path]) => path).sort()).toEqual(WHOLE.map(([path]) => path).sort());
    expect(seen.find(([path]) => path === 'Inbox')).toEqual(['Inbox', 3, 'indexDamaged']);
  });
});

describe('a folder whose list of items is damaged', () => {
  it('counts as empty and costs no other', () => {
    const bytes = write();
    const store = open(damageBlock(bytes, tableOf(idOf(bytes, 'Projects'), CONTENTS)));
    expect(mailOf(store)).toEqual(wholeBut({ 'Inbox/Projects': [0, 'blockDamaged'] }));
    const damaged = [...store.folders()].find(({ path }) => path.at(-1) === 'Projects') ?? expect.fail('not there');
    expect([damaged.declaredItems, [...damaged.items()], damaged.tally().sizeBytes]).toEqual([2, [], 0]);
    expect(() => store.rows(damaged.id)).toThrow(
      expect.objectContaining({ code: 'contentsUnreadable', params: { reason: 'blockDamaged' } }),
    );
  });
});

describe('what is asked for by id', () => {
  it('is the list of a folder and an item of it, as the folder gives them', () => {
    const store = open(write());
    const archive = [...store.folders()].find(({ path }) => path.at(-1) === 'Archive') ?? expect.fail('not there');
    const rows = Array.from(store.rows(archive.id).all(), ({ id, subject, sizeBytes }) => ({ id, subject, sizeBytes }));
    const items = [...archive.items()].map(({ item }) => item ?? expect.fail('unreadable'));
    expect(rows.map(({ subject, sizeBytes }) => ({ subject, sizeBytes }))).toEqual(
      items.map(({ subject, sizeBytes }) => ({ subject, sizeBytes })),
    );
    expect(rows.map(({ id }) => store.item(id).entryId)).toEqual(items.map(({ entryId }) => entryId));
    expect(archive.tally().sizeBytes).toBe(items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  });

  it('may not be there', () => {
    const store = open(write());
    const missing = expect.objectContaining({ code: 'contentsUnreadable', params: { reason: 'nodeMissing' } });
    expect(() => store.rows(0x7fff_ff02)).toThrow(missing);
    expect(() => store.item(0x7fff_ff04)).toThrow(missing);
  });
});

describe('what folders are for', () => {
  function rolesOf(folders: readonly SampleFolder[], change: (bytes: Buffer) => Buffer = (bytes) => bytes) {
    const store = open(change(write({ displayName: 'Roles', folders })));
    const told = [...store.outline()].flatMap(({ path, role }) => (role === null ? [] : [[path.at(-1), role]]));
    return Object.fromEntries(told);
  }

  it('is told by the store, in any language', () => {
    const named = { Gesendet: 'SentItems', Termine: 'Calendar', Entwürfe: 'Drafts' } as const;
    const folders = Object.entries(named).map(([name, role]) => ({ name, role }));
    expect(rolesOf([...folders, { name: 'Calendar' }])).toMatchObject(named);
    expect(rolesOf([...folders, { name: 'Calendar' }])).not.toHaveProperty('Calendar');
  });

  it('is told by the names Outlook gives, below the top and nowhere else', () => {
    const below = (names: readonly string[]) => names.map((name) => ({ name }));
    const roles = rolesOf([
      { name: 'INBOX', folders: below(['Drafts', 'Contacts']) },
      ...below(['Sent Items', 'Junk E-mail', 'Junk Email', 'Conversation History', 'Notes', 'Inbox']),
      { name: 'Sync Issues', folders: below(['Conflicts', 'Local Failures', 'Server Failures']) },
      { name: 'Other', folders: below(['Conflicts']) },
    ]);
    expect(roles).toMatchObject({
      INBOX: 'Inbox',
      'Sent Items': 'SentItems',
      'Junk E-mail': 'JunkEmail',
      'Conversation History': 'CommunicationHistory',
      Notes: 'Notes',
      'Sync Issues': 'SyncIssues',
      Conflicts: 'Conflicts',
      'Local Failures': 'LocalFailures',
      'Server Failures': 'ServerFailures',
    });
    for (const name of ['Drafts', 'Contacts', 'Junk Email', 'Inbox', 'Other']) expect(roles).not.toHaveProperty(name);
  });

  it('is still told by names when the store has lost its own properties', () => {
    const STORE_NODE = 0x21;
    const roles = rolesOf([{ name: 'Inbox' }], (bytes) => damageBlock(bytes, STORE_NODE));
    expect(roles).toEqual({ Inbox: 'Inbox', 'Deleted Items': 'DeletedItems' });
  });
});

test('a table that lists its own folder, or others again, lists each once', () => {
  const bytes = write();
  const image = openImage(bytes);
  const [inbox, projects] = [idOf(bytes, 'Inbox'), idOf(bytes, 'Projects')];
  const leaf = blockOf(image, tableOf(projects, SUBFOLDERS));
  const year = idOf(bytes, '2015');
  editBlock(image, leaf, (plain) => {
    for (let at = 0; at + 4 <= plain.length; at += 1)
      if (plain.readUInt32LE(at) === year) plain.writeUInt32LE(inbox, at);
  });
  expect(mailOf(open(image.bytes)).map(([path]) => path)).toEqual([
    'Inbox',
    'Inbox/Projects',
    'Inbox/Private',
    'Archive',
  ]);
});
