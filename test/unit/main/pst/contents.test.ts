import { describe, expect, test } from 'vitest';
import { type ContentsEvent, type ContentsOptions, readPstContents } from '../../../../main/pst/contents.ts';
import { HEADER_BYTES } from '../../../../main/pst/header.ts';
import type { PstFolder, PstStore } from '../../../../main/pst/store.ts';
import { AppError, Contents } from '../../../../preload/contract/index.ts';
import { pstHeader } from './pst-header.ts';

function folder(path: string[], items: number, facts: Partial<PstFolder> = {}): PstFolder {
  const empty = { isInMailTree: true, sizeBytes: items * 100, problem: null, items: () => [] };
  return { path, itemCount: items, ...empty, ...facts };
}

const FOLDERS = [
  folder(['Top of Personal Folders'], 0),
  folder(['Top of Personal Folders', 'Inbox'], 12),
  folder(['Top of Personal Folders', 'Broken'], 0, { problem: 'blockDamaged' }),
  folder(['Search Root'], 0, { isInMailTree: false }),
  folder(['Freebusy Data'], 1, { isInMailTree: false }),
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
  for await (const event of readPstContents({ path: '/a.pst' }, { signal, readHead, open, ...options })) {
    events.push(event);
  }
  return events;
}

function fileError(code: string): () => never {
  return () => {
    throw Object.assign(new Error(code), { code });
  };
}

test('each folder as it is met, then all of them with the total and the problems', async () => {
  const events = await collect();
  const last = events.at(-1);
  const shown = [
    { path: ['Top of Personal Folders'], items: 0, sizeBytes: 0 },
    { path: ['Top of Personal Folders', 'Inbox'], items: 12, sizeBytes: 1200 },
    { path: ['Top of Personal Folders', 'Broken'], items: 0, sizeBytes: 0 },
    { path: ['Freebusy Data'], items: 1, sizeBytes: 100 },
  ];
  const params = { folder: 'Top of Personal Folders/Broken', reason: 'blockDamaged' };
  const problems = [{ code: 'contentsUnreadable', params }];
  expect(events.slice(0, -1)).toEqual(shown.map((each) => ({ kind: 'folder', folder: each })));
  expect(last).toEqual({
    kind: 'contents',
    contents: { format: 'unicode', health: 'fine', items: 13, folders: shown, problems },
  });
  expect(last?.kind === 'contents' && Contents.parse(last.contents)).toEqual(
    last?.kind === 'contents' && last.contents,
  );
});

describe('a file that cannot be looked into', () => {
  const cannot = () => {
    throw new AppError('contentsUnreadable', { reason: 'unsupported' });
  };
  const head = (bytes: Uint8Array, sizeBytes = 271_360) => ({ readHead: async () => ({ bytes, sizeBytes }) });

  test.each<[string, Partial<ContentsOptions>, string, object]>([
    ['gone', { readHead: async () => fileError('ENOENT')() }, 'sourceMissing', {}],
    ['held', { readHead: async () => fileError('EBUSY')() }, 'contentsUnreadable', { reason: 'EBUSY' }],
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
    const events = readPstContents({ path: '/a.pst' }, { signal: stop.signal, readHead, open: () => store });
    await events.next();
    stop.abort('cancel');
    await expect(events.next()).rejects.toBe('cancel');
    expect(store.isClosed).toBe(true);
  });

  test('when nobody wants more', async () => {
    const store = new FakeStore(FOLDERS);
    const signal = new AbortController().signal;
    const events = readPstContents({ path: '/a.pst' }, { signal, readHead, open: () => store });
    await events.next();
    await events.return(undefined);
    expect(store.isClosed).toBe(true);
  });
});
