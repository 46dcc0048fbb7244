import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SourceLost } from '../../../../main/pst/reader/fault.ts';
import type { PstFolder, PstItem } from '../../../../main/pst/store.ts';
import { type ImportInput, type ImportProgress, importPst } from '../../../../main/sandbox/import-pst.ts';
import { fakeFolder, fakeItem, fakePst } from '../../../support/sandbox/fake-pst.ts';
import { createFolder } from '../../../support/sandbox/start.ts';

const TOO_LARGE = 150 * 1024 * 1024 + 1;

let folder: Awaited<ReturnType<typeof createFolder>>;
beforeEach(async () => {
  folder = await createFolder();
});
afterEach(() => folder.remove());

type RunOptions = Partial<ImportInput> & { readonly stopAfter?: number };

async function run(folders: readonly PstFolder[], options: RunOptions = {}): Promise<ImportProgress> {
  const { stopAfter = Number.POSITIVE_INFINITY, ...patch } = options;
  const root = join(folder.path, 'Target');
  const input = { requestId: 'r1', pstPath: 'x', rootFolder: root, includeFolders: [], excludeFolders: [], ...patch };
  const stop = new AbortController();
  let last: ImportProgress | null = null;
  let readings = -1;
  for await (const progress of importPst(input, () => fakePst(folders), stop.signal)) {
    last = progress;
    readings += 1;
    if (readings >= stopAfter) stop.abort('pause');
  }
  if (last === null) throw new Error('no reading');
  return last;
}

async function mails(): Promise<string[]> {
  const names = await readdir(join(folder.path, 'Target'), { recursive: true });
  return names.filter((name) => name.endsWith('.eml')).toSorted();
}

const [a, b, c] = ['aa', 'bb', 'cc'].map((id) => fakeItem(id)) as [PstItem, PstItem, PstItem];

test('the top of the PST becomes the target folder, what is outside the mail stands beside it', async () => {
  const progress = await run([
    fakeFolder({ path: 'Search', isInMailTree: false }),
    fakeFolder({ path: 'Common Views', isInMailTree: false, items: [c] }),
    fakeFolder({ path: 'Top of Outlook data file' }),
    fakeFolder({ path: 'Top of Outlook data file/Inbox', items: [a] }),
    fakeFolder({ path: 'Top of Outlook data file/Inbox/Sub', items: [b] }),
    fakeFolder({ path: 'Top of Outlook data file/Empty' }),
  ]);
  expect(await mails()).toEqual([
    'Common Views/0001 Mail cc.eml',
    'Inbox/0001 Mail aa.eml',
    'Inbox/Sub/0001 Mail bb.eml',
  ]);
  expect(await readdir(join(folder.path, 'Target'))).toEqual(['Common Views', 'Empty', 'Inbox']);
  expect(progress).toEqual({
    itemsTotal: 3,
    bytesTotal: 3000,
    moved: 3,
    movedBytes: 3000,
    skipped: { alreadyImported: 0, tooLarge: 0, tooDeep: 0, unreadable: 0 },
    unreadableFolders: 0,
  });
});

test('a file carries the time its mail was received', async () => {
  await run([fakeFolder({ path: 'Top', items: [a] })]);
  const { mtimeMs } = await stat(join(folder.path, 'Target', '0001 Mail aa.eml'));
  expect(mtimeMs).toBe(a.receivedMs);
});

test('a second import skips what the first one brought, unless the mail is gone', async () => {
  const folders = [fakeFolder({ path: 'Top', items: [a, b] })];
  await run(folders);
  await rm(join(folder.path, 'Target', '0002 Mail bb.eml'));
  const again = await run(folders, { requestId: 'r2' });
  expect(again).toMatchObject({ moved: 1, skipped: { alreadyImported: 1 } });
  expect(await mails()).toEqual(['0001 Mail aa.eml', '0003 Mail bb.eml']);
});

test('the same request goes on where it stopped, and counts what it had moved', async () => {
  const folders = [fakeFolder({ path: 'Top', items: [a, b, c] })];
  expect(await run(folders, { stopAfter: 1 })).toMatchObject({ moved: 1 });
  expect(await run(folders)).toMatchObject({ moved: 3, skipped: { alreadyImported: 0 } });
  expect(await mails()).toEqual(['0001 Mail aa.eml', '0002 Mail bb.eml', '0003 Mail cc.eml']);
});

test('a mail that was being written when the power went comes once', async () => {
  const target = join(folder.path, 'Target');
  await mkdir(target, { recursive: true });
  await writeFile(join(target, '.arriving-1'), 'half a mail');
  await writeFile(join(target, '.imported'), '\naa r1 1\n\nbb r1');
  expect(await run([fakeFolder({ path: 'Top', items: [a, b] })])).toMatchObject({ moved: 2 });
  expect(await readdir(target)).toEqual(['.imported', '0002 Mail aa.eml', '0003 Mail bb.eml']);
  const index = (await readFile(join(target, '.imported'), 'utf8')).split('\n');
  expect(index).toContain('aa r1 2');
  expect(index).toContain('bb r1 3');
});

describe('what cannot be moved is counted with its reason', () => {
  const unreadable = fakeItem('dd', {
    attachments: () => {
      throw new Error('damaged');
    },
  });

  test('too large, unreadable, listed twice', async () => {
    const items = [a, 'bad block', fakeItem('bb', { sizeBytes: TOO_LARGE }), unreadable, a, c];
    const progress = await run([fakeFolder({ path: 'Top', items })]);
    expect(progress).toMatchObject({
      itemsTotal: 6,
      moved: 2,
      skipped: { alreadyImported: 1, tooLarge: 1, unreadable: 2 },
    });
    expect(await mails()).toEqual(['0001 Mail aa.eml', '0002 Mail cc.eml']);
  });

  test('a folder that breaks off loses the rest of its items only', async () => {
    const broken: PstFolder = {
      ...fakeFolder({ path: 'Top/Broken', items: [a, b, c] }),
      items: function* () {
        yield { item: a, problem: null };
        throw new Error('damaged');
      },
    };
    const progress = await run([broken, fakeFolder({ path: 'Top/Fine', items: [c] })]);
    expect(progress).toMatchObject({ itemsTotal: 4, moved: 2, skipped: { unreadable: 2 } });
  });

  test('a folder beside the mail whose table is lost is told when something was in it', async () => {
    const lost = { isInMailTree: false, problem: 'heapDamaged' };
    const folders = [
      fakeFolder({ path: 'Top' }),
      { ...fakeFolder({ path: 'Beside', ...lost }), declaredItems: 3 },
      { ...fakeFolder({ path: 'Views', ...lost }), declaredItems: 0 },
    ];
    expect(await run(folders)).toMatchObject({ itemsTotal: 0, unreadableFolders: 1 });
  });

  test('a folder whose table is lost is told', async () => {
    const progress = await run([fakeFolder({ path: 'Top', problem: 'damaged' })]);
    expect(progress).toMatchObject({ moved: 0, unreadableFolders: 1 });
  });
});

test('only the wanted folders count and arrive', async () => {
  const folders = [
    fakeFolder({ path: 'Top' }),
    fakeFolder({ path: 'Top/Posteingang', items: [a], role: 'Inbox' }),
    fakeFolder({ path: 'Top/Posteingang/Sub', items: [b] }),
    fakeFolder({ path: 'Top/Other', items: [c] }),
  ];
  const options = { includeFolders: ['#Inbox#/*'], excludeFolders: ['posteingang/sub'] };
  expect(await run(folders, options)).toMatchObject({ itemsTotal: 1, moved: 1 });
  expect(await mails()).toEqual(['Posteingang/0001 Mail aa.eml']);
});

test('what lies too deep is left out and told', async () => {
  const pathOf = (depth: number) => ['Top', ...Array.from({ length: depth }, () => 'd')].join('/');
  const folders = [
    fakeFolder({ path: 'Top' }),
    fakeFolder({ path: pathOf(299), items: [a] }),
    fakeFolder({ path: pathOf(300), items: [b, c] }),
  ];
  expect(await run(folders)).toMatchObject({ itemsTotal: 3, moved: 1, skipped: { tooDeep: 2 } });
});

test('names of folders and mails stay inside the target folder', async () => {
  const items = [fakeItem('aa', { subject: '../../../evil' })];
  const evil = { ...fakeFolder({ path: 'Top', items }), path: ['Top', '..', '..', 'a/b'] };
  await run([fakeFolder({ path: 'Top' }), evil]);
  expect(await mails()).toEqual([expect.stringMatching(/^~\w{6}\/~\w{6}\/a_b~\w{6}\/0001 _\.\._\.\._evil\.eml$/)]);
  expect(await readdir(folder.path)).toEqual(['Target']);
});

test('a PST that cannot be opened and a disk that refuses are told apart', async () => {
  const input = {
    requestId: 'r',
    pstPath: '',
    rootFolder: join(folder.path, 'f'),
    includeFolders: [],
    excludeFolders: [],
  };
  const { signal } = new AbortController();
  const unopened = importPst(input, failToOpen, signal);
  await expect(unopened.next()).rejects.toMatchObject({ code: 'importFailed', params: { reason: 'pstUnreadable' } });
  await writeFile(input.rootFolder, 'a file stands in the way');
  const refused = importPst(input, () => fakePst([fakeFolder({ path: 'Top', items: [a] })]), signal);
  await refused.next();
  await expect(refused.next()).rejects.toMatchObject({
    code: 'importFailed',
    params: { reason: 'writeFailed', code: 'EEXIST' },
  });
});

function failToOpen(): never {
  throw new Error('not a PST');
}

describe('a file that can be read no further', () => {
  const lost = new SourceLost('EIO', null);
  const fail = () => {
    throw lost;
  };
  const brokenOff: PstFolder = {
    ...fakeFolder({ path: 'Top', items: [a, b] }),
    items: function* () {
      yield { item: a, problem: null };
      throw lost;
    },
  };
  const fading: PstFolder = {
    ...fakeFolder({ path: 'Top', items: [a] }),
    get sizeBytes(): number {
      return fail();
    },
  };

  test.each<[string, PstFolder]>([
    ['while items are listed', brokenOff],
    ['while an attachment is read', fakeFolder({ path: 'Top', items: [fakeItem('aa', { attachments: fail })] })],
    ['while sizes are added up', fading],
  ])('%s has failed, instead of losing items', async (_, broken) => {
    const params = { reason: 'pstUnreadable', fault: 'EIO' };
    await expect(run([broken, fakeFolder({ path: 'Top/Fine', items: [c] })])).rejects.toMatchObject({
      code: 'importFailed',
      params,
    });
  });
});

describe('a PST on a slow drive', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** Each folder takes a second to find. */
  function* explore(): Generator<number> {
    for (let count = 1; count <= 5; count += 1) {
      vi.advanceTimersByTime(1000);
      yield count;
    }
  }

  async function readingsOf(stop = new AbortController(), stopAfter = Number.POSITIVE_INFINITY) {
    const store = { ...fakePst([fakeFolder({ path: 'Top', items: [a] })]), explore };
    const rootFolder = join(folder.path, 'Target');
    const input = { requestId: 'r1', pstPath: 'x', rootFolder, includeFolders: [], excludeFolders: [] };
    const readings: (number | null)[] = [];
    for await (const progress of importPst(input, () => store, stop.signal)) {
      readings.push(progress === null ? null : progress.moved);
      if (readings.length === stopAfter) stop.abort('pause');
    }
    return readings;
  }

  test('shows that it goes on before it knows how much there is', async () => {
    expect(await readingsOf()).toEqual([null, null, null, null, null, 0, 1]);
  });

  test('can be stopped before that', async () => {
    expect(await readingsOf(new AbortController(), 2)).toEqual([null, null]);
  });
});
