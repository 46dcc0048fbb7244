import { describe, expect, test } from 'vitest';
import { FolderMemory, formatRecord, readRecord } from '../../../../main/scan/folder-memory.ts';
import type { MemoryFile } from '../../../../main/scan/ports.ts';
import { type FakeFolder, FakeTree, file, manyFolders } from '../../../support/scan/fake-tree.ts';
import { collect, endOf, fakeSweepers, filesOf, inputOf, pathsOf } from '../../../support/scan/run-scan.ts';

async function* partsOf(text: string, length = text.length): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
}

const textOf = (memory: FolderMemory, roots: readonly string[] = [], unread: readonly string[] = []) =>
  [...memory.format({ roots, unread, platform: 'linux' })].join('\n');
const foldersIn = (text: string) =>
  text
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split('\t')[0])
    .sort();

async function memoryOf(...paths: readonly string[]): Promise<FolderMemory> {
  const memory = await FolderMemory.parse(partsOf(''));
  memory.add(paths.map((path) => formatRecord(path, { stamp: `s${path}`, files: 3, folders: ['x'], matches: [] })));
  return memory;
}

/** A memory file in memory. */
class FakeMemoryFile implements MemoryFile {
  text = '';
  read = () => partsOf(this.text, 1000);
  write = async (lines: Iterable<string>) => {
    this.text = [...lines].join('\n');
  };
}

describe('the text of a memory', () => {
  test.each([1, 7, 100_000])('says what was put in, read by %i letters: any names, ASCII alone', async (length) => {
    const path = 'C:\\Übersicht\\データ\n\t"\u0001💌\ud800';
    const record = { stamp: '1:2', files: 7, folders: ['a b', 'é\n', '💌'], matches: ['\t.pst', 'x.PST'] };
    const memory = await FolderMemory.parse(partsOf(''));
    memory.add([formatRecord(path, record), formatRecord('/empty', { ...record, folders: [], matches: [] })]);
    const text = textOf(memory);
    expect([...text].filter((letter) => letter > '~')).toEqual([]);

    const again = await FolderMemory.parse(partsOf(text, length));
    const known = again.take(path);
    expect(known && { stamp: known.stamp, path: known.path, record: readRecord(known) }).toEqual({
      stamp: '1:2',
      path,
      record,
    });
    expect(again.take(path)).toBeNull();
    expect(again.take('/empty')).toMatchObject({ stamp: '1:2' });
  });

  test('damaged anywhere or cut short anywhere, it is nothing', async () => {
    const text = textOf(await memoryOf('/a', '/b'));
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === '1' ? '2' : '1';
      for (const damaged of [text.slice(0, at), text.slice(0, at) + other + text.slice(at + 1)]) {
        expect((await FolderMemory.parse(partsOf(damaged))).wasEmpty).toBe(true);
      }
    }
    const exchanged = text.replace('\n/a\ts/a', '\n/b\ts/b').replace('\n/b', '\n/a');
    for (const damaged of [text.replace('folders 1', 'folders 2'), exchanged, `${text}\n`, 'no']) {
      expect((await FolderMemory.parse(partsOf(damaged))).wasEmpty).toBe(true);
    }
    expect((await FolderMemory.parse(partsOf(text))).wasEmpty).toBe(false);
  });

  test('too long, it is not read further, and none is written that would be', async () => {
    const text = textOf(await memoryOf('/a', '/b', '/c'));
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield text;
      }
    }
    expect((await FolderMemory.parse(endless(), text.length)).wasEmpty).toBe(true);
    expect(read).toBeLessThanOrEqual(2);

    const small = await FolderMemory.parse(partsOf(''), text.length + 20);
    small.add(text.split('\n').slice(1, -1));
    const less = textOf(small);
    expect(foldersIn(less)).toEqual(['/a', '/b']);
    expect((await FolderMemory.parse(partsOf(less), text.length + 20)).wasEmpty).toBe(false);
  });

  test('a line that is no record is no knowledge', () => {
    for (const line of ['/a', '/a\ts', '/a\ts\tx\t\t', '/a\ts\t3\t', '/a\t\t3\t\t']) {
      expect(readRecord({ path: '/a', stamp: 's', line })).toBeNull();
    }
  });

  test('of what it had it keeps what lies outside of the roots', async () => {
    const before = textOf(await memoryOf('/', '/a', '/a/b', '/ab', '/c'));
    const memory = await FolderMemory.parse(partsOf(before));
    const kept = memory.take('/a/b');
    if (kept) memory.keep(kept);
    expect(foldersIn(textOf(memory, ['/a']))).toEqual(['/', '/a/b', '/ab', '/c']);
  });

  test.each([
    { roots: ['/a'], unread: ['/a'], expected: ['/', '/a', '/a/b', '/c'] },
    { roots: ['/a', '/c'], unread: ['/a'], expected: ['/', '/a', '/a/b'] },
    // Each folder counts to the innermost root.
    { roots: ['/', '/a'], unread: ['/a/'], expected: ['/a', '/a/b'] },
    { roots: ['/', '/a'], unread: ['/'], expected: ['/', '/c'] },
  ])('what lies below a root that could not be read is kept: $unread of $roots', async (walked) => {
    const memory = await FolderMemory.parse(partsOf(textOf(await memoryOf('/', '/a', '/a/b', '/c'))));
    expect(foldersIn(textOf(memory, walked.roots, walked.unread))).toEqual(walked.expected);
  });
});

describe('a scan with a memory', () => {
  const year = () => Date.UTC(2026, 0);
  const tree = (): FakeFolder => ({
    home: { anna: { 'mail.pst': file({ content: 'STORE 1 keys' }), 'a.txt': file() }, 'b.txt': file() },
    old: { deep: { deeper: { 'x.pst': file() } } },
  });

  async function twice(change: (root: FakeFolder) => FakeFolder, withThreads = false) {
    const memoryFile = new FakeMemoryFile();
    const first = new FakeTree({ ...tree(), ...manyFolders(300) });
    const run = (disk: FakeTree, known = filesOf([])) => {
      const threads = withThreads ? { sweepers: fakeSweepers(disk).sweepers } : {};
      return collect(disk, { known: Object.values(known) }, { memoryFile, today: year, ...threads });
    };
    const before = await run(first);
    const second = new FakeTree({ ...change(tree()), ...manyFolders(300) });
    const after = await run(second, filesOf(before));
    return { before, after, first, second };
  }

  test.each([false, true])(
    'of an unchanged tree lists the root alone and reads no more than a byte of each file; threads: %s',
    async (threads) => {
      const { before, after, first, second } = await twice((root) => root, threads);
      expect(after.filter(({ kind }) => kind === 'found')).toEqual(expect.arrayContaining(before.slice(0, -1)));
      expect(endOf(after)).toEqual(endOf(before));
      expect(endOf(after)).toMatchObject({ folders: 306, files: 4 });
      expect(first.opened).toHaveLength(2);
      expect(second.listed).toEqual(['/']);
      expect(second.bytesRead).toBeLessThanOrEqual(2);
    },
  );

  test.each([false, true])('lists the folders that changed, and finds what is new; threads: %s', async (threads) => {
    const { after, second } = await twice(
      (root) => ({
        ...root,
        home: { anna: { 'mail.pst': file({ content: 'STORE 1 keys' }), 'new.pst': file() }, 'b.txt': file() },
        more: { sub: { 'y.pst': file() } },
      }),
      threads,
    );
    expect(pathsOf(after)).toEqual([
      '/home/anna/mail.pst',
      '/home/anna/new.pst',
      '/more/sub/y.pst',
      '/old/deep/deeper/x.pst',
    ]);
    expect(endOf(after)).toMatchObject({ folders: 308, files: 5 });
    if (!threads) expect([...second.listed].sort()).toEqual(['/', '/home/anna', '/more', '/more/sub']);
  });

  test('a folder that is gone is gone with all that was in it', async () => {
    const { after, second } = await twice(({ home }) => ({ home: home ?? {} }));
    expect(pathsOf(after)).toEqual(['/home/anna/mail.pst']);
    expect(endOf(after)).toMatchObject({ folders: 303, denied: 0 });
    expect(second.listed).toEqual(['/']);
  });

  test('a match that changed in an unchanged folder is read anew', async () => {
    const { after, second } = await twice((root) => ({
      ...root,
      home: { anna: { 'mail.pst': file({ content: 'STORE 1 keys!' }), 'a.txt': file() }, 'b.txt': file() },
    }));
    expect(second.listed).toEqual(['/']);
    expect(filesOf(after)['/home/anna/mail.pst']).toMatchObject({ sizeBytes: 13 });
    expect(second.bytesRead).toBeGreaterThan(2);
  });

  test('rules of today count: what is barred now is left out, what was is walked', async () => {
    const memoryFile = new FakeMemoryFile();
    const scanned = async (skipped: readonly string[]) =>
      pathsOf(await collect(new FakeTree(tree()), { skipped }, { memoryFile, today: year }));
    expect(await scanned(['/old'])).toEqual(['/home/anna/mail.pst']);
    expect(await scanned(['/home/anna'])).toEqual(['/old/deep/deeper/x.pst']);
    expect(await scanned([])).toEqual(['/home/anna/mail.pst', '/old/deep/deeper/x.pst']);
  });

  test('folders that changed just now are not relied on', async () => {
    const memoryFile = new FakeMemoryFile();
    const second = new FakeTree(tree());
    await collect(new FakeTree(tree()), {}, { memoryFile, today: () => 2000 });
    await collect(second, {}, { memoryFile, today: () => 2000 });
    expect(second.listed).toHaveLength(6);
  });

  test('a root that is out of reach for once is known at the next scan', async () => {
    const memoryFile = new FakeMemoryFile();
    const scanned = async (root: FakeFolder) => {
      const disk = new FakeTree(root);
      await collect(disk, { roots: ['/home', '/old'] }, { memoryFile, today: year });
      return [...disk.listed].sort();
    };
    await scanned(tree());
    await scanned({ ...tree(), old: 'EIO' });
    expect(await scanned(tree())).toEqual(['/home', '/old']);
  });

  test('a deep scan neither uses nor changes it, an aborted one does not change it', async () => {
    const memoryFile = new FakeMemoryFile();
    await collect(new FakeTree(tree()), {}, { memoryFile, today: year });
    const { text } = memoryFile;
    const deep = new FakeTree(tree());
    await collect(deep, { isDeep: true }, { memoryFile, today: year });
    expect([memoryFile.text, deep.listed.length]).toEqual([text, 6]);

    const stop = new AbortController();
    const run = collect(new FakeTree({}), {}, { memoryFile, today: year, signal: stop.signal });
    stop.abort('cancel');
    await expect(run).rejects.toBe('cancel');
    expect(memoryFile.text).toBe(text);
  });

  test('one that cannot be read or written is done without', async () => {
    const memoryFile: MemoryFile = {
      // biome-ignore lint/correctness/useYield: it fails before its first part
      read: async function* () {
        throw new Error('EIO');
      },
      write: () => Promise.reject(new Error('ENOSPC')),
    };
    expect(endOf(await collect(new FakeTree(tree()), {}, { memoryFile, today: year }))).toMatchObject({ folders: 6 });
    expect(inputOf().memoryFile).toBeNull();
  });
});
