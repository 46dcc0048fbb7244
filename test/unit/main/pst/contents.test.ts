import { describe, expect, test } from 'vitest';
import { type ContentsEvent, type ContentsOptions, readPstContents } from '../../../../main/pst/contents.ts';
import { EMPTY_TALLY } from '../../../../main/pst/folder-tally.ts';
import { HEADER_BYTES } from '../../../../main/pst/header.ts';
import { SourceLost } from '../../../../main/pst/reader/fault.ts';
import type { FolderTally, PstFolder, PstStore } from '../../../../main/pst/store.ts';
import { AppError, Contents, Outline } from '../../../../preload/contract/index.ts';
import { sampleCheck } from '../../../support/renderer/sample-contents.ts';
import { pstHeader } from './pst-header.ts';

const DAY_MS = 86_400_000;
const CHECK = sampleCheck();

type Facts = Partial<PstFolder> & { readonly largest?: readonly number[] };

/** A folder of so many mails of 100 bytes, one of them unread. */
function folder(path: string[], items: number, { largest = [], ...facts }: Facts = {}): PstFolder {
  const id = path.length * 1000 + items;
  const tally = (): FolderTally => ({
    ...EMPTY_TALLY,
    kinds: { ...EMPTY_TALLY.kinds, mail: items },
    sizeBytes: items * 100,
    unread: Math.min(items, 1),
    oldestMs: items * DAY_MS,
    newestMs: items * 2 * DAY_MS,
    largest: largest.map((sizeBytes) => ({ id: sizeBytes, subject: `Of ${sizeBytes}`, sizeBytes })),
  });
  const outline = { id, path, isInMailTree: true, role: null, declaredItems: items + 1, declaredUnread: 1 };
  return { ...outline, itemCount: items, sizeBytes: items * 100, problem: null, tally, items: () => [], ...facts };
}

const TOP = 'Top of Personal Folders';
const FOLDERS = [
  folder(['Search Root'], 0, { isInMailTree: false, declaredItems: 0 }),
  folder([TOP], 0, { declaredItems: 0 }),
  folder([TOP, 'Inbox'], 12, { role: 'Inbox', largest: [70, 5, 4, 3, 2, 1] }),
  folder([TOP, 'Broken'], 0, { problem: 'blockDamaged' }),
  folder(['Freebusy Data'], 1, { isInMailTree: false, declaredItems: 1, largest: [80, 70, 6, 5, 4, 3] }),
  folder(['Lost'], 0, { isInMailTree: false, problem: 'nodeMissing' }),
];

class FakeStore implements PstStore {
  isClosed = false;
  readonly #folders: readonly PstFolder[];
  constructor(folders: readonly PstFolder[]) {
    this.#folders = folders;
  }
  folders() {
    return this.#folders;
  }
  explore() {
    return [];
  }
  outline() {
    return this.#folders;
  }
  searchFolders() {
    return [{ name: 'Reminders', itemCount: 3 }];
  }
  rows(): never {
    throw new Error('no rows are asked for');
  }
  item(): never {
    throw new Error('no items are asked for');
  }
  close() {
    this.isClosed = true;
  }
}

const HEAD = pstHeader();
const readHead = async (_: string, length: number) => ({ bytes: HEAD.subarray(0, length), sizeBytes: 271_360 });

async function collect(options: Partial<ContentsOptions> = {}): Promise<ContentsEvent[]> {
  const signal = new AbortController().signal;
  const events: ContentsEvent[] = [];
  const open = () => new FakeStore(FOLDERS);
  for await (const event of readPstContents(
    { path: '/a.pst' },
    { signal, readHead, open, check: () => CHECK, ...options },
  )) {
    events.push(event);
  }
  return events;
}

function fileError(code: string): () => never {
  return () => {
    throw Object.assign(new Error(code), { code });
  };
}

async function contentsOf(folders: readonly PstFolder[]): Promise<Contents> {
  const last = (await collect({ open: () => new FakeStore(folders) })).at(-1);
  if (last?.kind !== 'contents') throw new Error('no contents');
  return last.contents;
}

test('first the folders as their parents tell, without a look into them', async () => {
  const [first] = await collect();
  expect(first).toEqual({
    kind: 'outline',
    outline: {
      folders: [
        { id: 1000, path: [TOP], items: 0, unread: 1 },
        { id: 2012, path: [TOP, 'Inbox'], items: 13, unread: 1 },
        { id: 2000, path: [TOP, 'Broken'], items: 1, unread: 1 },
        { id: 1001, path: ['Freebusy Data'], items: 1, unread: 1 },
        { id: 1000, path: ['Lost'], items: 1, unread: 1 },
      ],
    },
  });
  expect(first?.kind === 'outline' && Outline.parse(first.outline)).toEqual(first?.kind === 'outline' && first.outline);
});

test('in the end what each folder holds, all of them together, and what could not be read', async () => {
  const contents = await contentsOf(FOLDERS);
  const none = { items: 0, sizeBytes: 0, kinds: EMPTY_TALLY.kinds, unread: 0, oldest: null, newest: null, tooLarge: 0 };
  const inbox = { items: 12, sizeBytes: 1200, kinds: { ...EMPTY_TALLY.kinds, mail: 12 }, unread: 1, tooLarge: 0 };
  const beside = { items: 1, sizeBytes: 100, kinds: { ...EMPTY_TALLY.kinds, mail: 1 }, unread: 1, tooLarge: 0 };
  const days = (oldest: number, newest: number) => ({ oldest: isoDay(oldest), newest: isoDay(newest) });
  const problem = (name: string, reason: string) => ({ code: 'contentsUnreadable', params: { folder: name, reason } });
  const { largest, ...rest } = contents;
  expect(rest).toEqual({
    ...{ format: 'unicode', health: 'fine', check: CHECK, top: [TOP] },
    ...{
      items: 13,
      sizeBytes: 1300,
      kinds: { ...EMPTY_TALLY.kinds, mail: 13 },
      unread: 2,
      tooLarge: 0,
      ...days(1, 24),
    },
    folders: [
      { id: 1000, path: [TOP], role: null, ...none },
      { id: 2012, path: [TOP, 'Inbox'], role: 'Inbox', ...inbox, ...days(12, 24) },
      { id: 2000, path: [TOP, 'Broken'], role: null, ...none },
      { id: 1001, path: ['Freebusy Data'], role: null, ...beside, ...days(1, 2) },
      { id: 1000, path: ['Lost'], role: null, ...none },
    ],
    searchFolders: [{ name: 'Reminders', items: 3 }],
    tooDeep: 0,
    problems: [problem(`${TOP}/Broken`, 'blockDamaged'), problem('Lost', 'nodeMissing')],
  });
  expect(Contents.parse(contents)).toEqual(contents);
});

test('the largest items of all folders, with the folder each is in', async () => {
  const { largest } = await contentsOf(FOLDERS);
  expect(largest.map(({ sizeBytes, folderId }) => [sizeBytes, folderId])).toEqual([
    ...[
      [80, 1001],
      [70, 2012],
      [70, 1001],
      [6, 1001],
      [5, 2012],
    ],
    ...[
      [5, 1001],
      [4, 2012],
      [4, 1001],
      [3, 2012],
      [3, 1001],
    ],
  ]);
  expect(largest[0]).toEqual({ id: 80, folderId: 1001, subject: 'Of 80', sizeBytes: 80 });
});

test('items so deep below the top that an import leaves them out', async () => {
  const deep = (levels: number, items: number) =>
    folder([TOP, ...Array.from({ length: levels }, (_, i) => `${i}`)], items);
  const { tooDeep } = await contentsOf([folder([TOP], 0), deep(299, 1), deep(300, 2), deep(301, 4)]);
  expect(tooDeep).toBe(6);
});

test('a problem that only shows when the rows are read is named, too', async () => {
  const base = folder([TOP, 'Inbox'], 2);
  let problem: string | null = null;
  const tally = () => {
    problem = 'tableDamaged';
    return base.tally();
  };
  const { problems } = await contentsOf([
    Object.defineProperty({ ...base, tally }, 'problem', { get: () => problem, enumerable: true }),
  ]);
  expect(problems.map(({ params }) => params.reason)).toEqual(['tableDamaged']);
});

function isoDay(days: number): string {
  return new Date(days * DAY_MS).toISOString();
}

describe('a file that cannot be looked into', () => {
  const cannot = () => {
    throw new AppError('contentsUnreadable', { reason: 'unsupported' });
  };
  const head = (bytes: Uint8Array, sizeBytes = 271_360) => ({ readHead: async () => ({ bytes, sizeBytes }) });

  test.each<[string, Partial<ContentsOptions>, string, object]>([
    ['gone', { readHead: async () => fileError('ENOENT')() }, 'sourceMissing', {}],
    ['held', { readHead: async () => fileError('EBUSY')() }, 'sourceInUse', {}],
    ['refused', { readHead: async () => fileError('EACCES')() }, 'contentsUnreadable', { reason: 'EACCES' }],
    ['empty', head(new Uint8Array(), 0), 'sourceEmpty', {}],
    ['no PST', head(Buffer.from('PK\u0003\u0004')), 'sourceNotPst', {}],
    ['an OST nobody can open', { ...head(pstHeader({ client: 'SO' })), open: cannot }, 'sourceIsOst', {}],
    ['cut and not to be opened', { ...head(HEAD, 9000), open: cannot }, 'sourceTruncated', {}],
    ['fine and not to be opened', { open: cannot }, 'contentsUnreadable', { reason: 'unsupported' }],
  ])('%s', async (_, options, code, params) => {
    await expect(collect(options)).rejects.toMatchObject({ code, params });
  });
});

test('what is damaged is still shown as far as it can be read', async () => {
  const events = await collect({ readHead: async () => ({ bytes: HEAD, sizeBytes: 9000 }) });
  expect(events.at(-1)).toMatchObject({ contents: { health: 'truncated', items: 13 } });
});

test('as many bytes are read as the header can be long', async () => {
  const asked: [string, number][] = [];
  await collect({
    readHead: async (path, length) => {
      asked.push([path, length]);
      return readHead(path, length);
    },
  });
  expect(asked).toEqual([['/a.pst', HEADER_BYTES]]);
});

describe('the file is closed', () => {
  test('when the reading is aborted', async () => {
    const stop = new AbortController();
    const store = new FakeStore(FOLDERS);
    const events = readPstContents(
      { path: '/a.pst' },
      { signal: stop.signal, readHead, open: () => store, check: () => CHECK },
    );
    await events.next();
    stop.abort('cancel');
    await expect(events.next()).rejects.toBe('cancel');
    expect(store.isClosed).toBe(true);
  });

  test('when nobody wants more', async () => {
    const store = new FakeStore(FOLDERS);
    const signal = new AbortController().signal;
    const events = readPstContents({ path: '/a.pst' }, { signal, readHead, open: () => store, check: () => CHECK });
    await events.next();
    await events.return(undefined);
    expect(store.isClosed).toBe(true);
  });
});

test('the largest items are named on one line each', async () => {
  const dirty = { id: 7, subject: `Minutes\r\n\u0007of ${'x'.repeat(2000)}`, sizeBytes: 70 };
  const large = { ...folder([TOP], 1), tally: () => ({ ...EMPTY_TALLY, largest: [dirty] }) };
  const [item] = (await contentsOf([large])).largest;
  expect([item?.subject.slice(0, 12), item?.subject.length]).toEqual(['Minutes of x', 1000]);
});

test('a drive that is gone is not told as a file that was cut', async () => {
  const open = () => {
    throw new SourceLost('ENODEV', null);
  };
  const head = async () => ({ bytes: HEAD, sizeBytes: 9000 });
  await expect(collect({ readHead: head, open })).rejects.toMatchObject({ code: 'sourceMissing' });
});
