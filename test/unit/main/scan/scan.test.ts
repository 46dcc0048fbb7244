import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DirectoryEntry, FileTree, Sweeper, SweepTask } from '../../../../main/scan/ports.ts';
import { type ScanOptions, scan } from '../../../../main/scan/scan.ts';
import type { ScanEvent } from '../../../../main/scan/scan-event.ts';
import { sweepFolders } from '../../../../main/scan/sweep.ts';

type FakeFile = { readonly id?: string; readonly sizeBytes?: number; readonly error?: string; readonly link?: boolean };
type FakeFolder = { readonly [name: string]: FakeFolder | FakeFile | string };

function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A promise to be kept by hand. */
function deferred() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

/** A disk in memory: an object is a folder, `file()` a file, text the error a folder's listing fails with. */
class FakeTree implements FileTree {
  readonly opened: string[] = [];
  readonly listed: string[] = [];
  inFlight = 0;
  mostInFlight = 0;
  readonly #root: FakeFolder;

  constructor(root: FakeFolder) {
    this.#root = root;
  }

  join = (folder: string, name: string) => posix.join(folder, name);

  async listFolder(path: string): Promise<readonly DirectoryEntry[]> {
    this.listed.push(path);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await Promise.resolve();
    this.inFlight -= 1;
    const node = this.#find(path);
    if (typeof node === 'string') throw fault(node);
    if (node === undefined || isFile(node)) throw fault('ENOENT');
    return Object.entries(node).map(([name, child]) => ({ name, kind: kindOf(child) }));
  }

  async getFacts(path: string) {
    const file = this.#file(path);
    if (file.error) throw fault(file.error);
    return { sizeBytes: file.sizeBytes ?? 7, modifiedMs: 1000, fileId: file.id ?? path };
  }

  async readHead(path: string, length: number) {
    this.opened.push(path);
    return new Uint8Array(Math.min(length, this.#file(path).sizeBytes ?? 7));
  }

  #file(path: string): FakeFile {
    const node = this.#find(path);
    if (node === undefined || typeof node === 'string' || !isFile(node)) throw fault('ENOENT');
    return node;
  }

  #find(path: string): FakeFolder | FakeFile | string | undefined {
    let node: FakeFolder | FakeFile | string | undefined = this.#root;
    for (const name of path.split('/').filter(Boolean)) {
      if (node === undefined || typeof node === 'string' || isFile(node)) return undefined;
      node = node[name];
    }
    return node;
  }
}

const FILE = Symbol('file');
const file = (facts: FakeFile = {}): FakeFile => ({ ...facts, [FILE]: true }) as FakeFile;
const isFile = (node: FakeFolder | FakeFile): node is FakeFile => FILE in node;

function kindOf(node: FakeFolder | FakeFile | string): DirectoryEntry['kind'] {
  if (typeof node === 'string' || !isFile(node)) return 'folder';
  return node.link ? 'other' : 'file';
}

const judge: ScanOptions['judge'] = {
  headBytes: 564,
  check: (head, sizeBytes) => ({ format: 'unicode', health: head.length === sizeBytes ? 'fine' : 'truncated' }),
};

async function collect(tree: FileTree, roots = ['/'], options: Partial<ScanOptions> = {}): Promise<ScanEvent[]> {
  const signal = new AbortController().signal;
  const events: ScanEvent[] = [];
  for await (const event of scan(roots, { tree, judge, signal, now: () => 0, platform: 'linux', ...options })) {
    events.push(event);
  }
  return events;
}

const pathsOf = (events: readonly ScanEvent[]) =>
  events.flatMap((event) => (event.kind === 'found' ? [event.file.path] : [])).sort();

describe('what is found', () => {
  test('every PST by name, in any case of letters, and nothing else is opened', async () => {
    const tree = new FakeTree({
      a: {
        'mail.pst': file(),
        'OLD.PST': file(),
        'x.pst.bak': file(),
        'notes.txt': file(),
        'dir.pst': { 'b.Pst': file() },
      },
      '.pst': file(),
    });
    const events = await collect(tree);
    expect(pathsOf(events)).toEqual(['/.pst', '/a/OLD.PST', '/a/dir.pst/b.Pst', '/a/mail.pst']);
    expect(tree.opened.sort()).toEqual(pathsOf(events));
    expect(events.at(-1)).toEqual({ kind: 'scanned', folders: 3, files: 6, denied: 0 });
  });

  test('what the judge says goes with the file', async () => {
    const events = await collect(new FakeTree({ 'a.pst': file({ sizeBytes: 9000, id: '1:2' }) }));
    const facts = { sizeBytes: 9000, modifiedMs: 1000, fileId: '1:2' };
    const found = { path: '/a.pst', name: 'a.pst', ...facts, format: 'unicode', health: 'truncated' };
    expect(events).toEqual([
      { kind: 'found', file: found },
      { kind: 'scanned', folders: 1, files: 1, denied: 0 },
    ]);
  });

  test('a file of several names once', async () => {
    const same = file({ id: '1:7' });
    expect(pathsOf(await collect(new FakeTree({ a: { 'x.pst': same }, b: { 'y.pst': same } })))).toHaveLength(1);
  });

  test('nothing behind links', async () => {
    const tree = new FakeTree({ 'link.pst': file({ link: true }), link: file({ link: true }) });
    expect(await collect(tree)).toEqual([{ kind: 'scanned', folders: 1, files: 0, denied: 0 }]);
  });

  test('names of any letters and paths of 4,000 characters', async () => {
    const deep = Array.from({ length: 16 }, () => 'd'.repeat(249));
    const leaf: FakeFolder = { '💌 e\u0301té.pst': file() };
    const tree = new FakeTree(deep.reduce<FakeFolder>((inner, name) => ({ [name]: inner }), leaf));
    expect(pathsOf(await collect(tree))).toEqual([`/${deep.join('/')}/💌 e\u0301té.pst`]);
  });
});

describe('what cannot be read', () => {
  test('denied folders are counted, denied files are found as unreadable', async () => {
    const tree = new FakeTree({ a: 'EACCES', b: 'EPERM', c: 'EIO', 'x.pst': file({ error: 'EACCES' }) });
    const [found, end] = await collect(tree);
    expect(found).toMatchObject({ kind: 'found', file: { health: 'unreadable', format: 'unknown', fileId: '' } });
    expect(end).toEqual({ kind: 'scanned', folders: 1, files: 1, denied: 3 });
  });

  test('what vanished since it was listed is passed over', async () => {
    const tree = new FakeTree({ gone: 'ENOENT', replaced: 'ENOTDIR', 'x.pst': file({ error: 'ENOENT' }) });
    expect(await collect(tree)).toEqual([{ kind: 'scanned', folders: 1, files: 1, denied: 0 }]);
  });

  test('a name that is no text has not vanished, it is out of reach', async () => {
    const tree = new FakeTree({ 'a\uFFFD': 'ENOENT', 'b\uFFFD.pst': file({ error: 'ENOENT' }) });
    expect((await collect(tree)).at(-1)).toMatchObject({ denied: 2 });
  });

  test('the only root cannot be read', async () => {
    await expect(collect(new FakeTree({ a: 'EACCES' }), ['/a'])).rejects.toMatchObject({
      code: 'folderUnreadable',
      params: { path: '/a' },
    });
    await expect(collect(new FakeTree({}), ['/missing'])).rejects.toMatchObject({ code: 'folderUnreadable' });
  });

  test('one root of two cannot be read', async () => {
    const events = await collect(new FakeTree({ a: 'EACCES', b: { 'x.pst': file() } }), ['/a', '/b']);
    expect(pathsOf(events)).toEqual(['/b/x.pst']);
    expect(events.at(-1)).toMatchObject({ folders: 1, denied: 1 });
  });
});

describe('where a scan goes', () => {
  test('past the folders of the kernel, unless one is asked for', async () => {
    const tree = new FakeTree({ proc: { 'x.pst': file() }, home: { proc: { 'y.pst': file() } } });
    expect(pathsOf(await collect(tree))).toEqual(['/home/proc/y.pst']);
    expect(pathsOf(await collect(tree, ['/proc']))).toEqual(['/proc/x.pst']);
  });

  test('once through folders that lie in two roots', async () => {
    const tree = new FakeTree({ home: { 'x.pst': file() } });
    expect((await collect(tree, ['/', '/home', '/home'])).at(-1)).toMatchObject({ folders: 2, files: 1 });
    expect(tree.listed.sort()).toEqual(['/', '/home']);
  });

  test('through a bounded number of folders at a time', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`d${i}`, {}]));
    const tree = new FakeTree(many);
    expect((await collect(tree)).at(-1)).toMatchObject({ folders: 501 });
    expect(tree.mostInFlight).toBe(16);
  });
});

describe('how it goes on', () => {
  test('it tells where it is at most every 250 ms', async () => {
    let time = 0;
    const now = () => {
      time += 20;
      return time;
    };
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`d${i}`, {}]));
    const walked = (await collect(new FakeTree(many), ['/'], { now })).filter(({ kind }) => kind === 'walked');
    expect(walked.length).toBeGreaterThan(3);
    expect(walked.length).toBeLessThanOrEqual(Math.ceil(time / 250));
    expect(walked.at(-1)).toMatchObject({ kind: 'walked', denied: 0, folder: expect.stringMatching(/^\/d\d+$/) });
  });

  test('aborted, it ends at once although a drive never answers', async () => {
    const stop = new AbortController();
    const tree = new FakeTree({});
    tree.listFolder = () => new Promise(() => undefined);
    const events = collect(tree, ['/'], { signal: stop.signal });
    stop.abort('cancel');
    await expect(events).rejects.toBe('cancel');
  });

  test('aborted while an event is held, it gives no other', async () => {
    const stop = new AbortController();
    const tree = new FakeTree({ 'a.pst': file(), 'b.pst': file(), 'c.pst': file() });
    const events = scan(['/'], { tree, judge, signal: stop.signal, now: () => 0, platform: 'linux' });
    expect(await events.next()).toMatchObject({ value: { kind: 'found' } });
    stop.abort('shutdown');
    await expect(events.next()).rejects.toBe('shutdown');
  });
});

describe('several roots', () => {
  test.each([1, 2, 3])('%i that never answer keep the last one from nothing', async (hanging) => {
    const tree = new FakeTree({ good: { a: { 'x.pst': file() }, b: {} } });
    const list = tree.listFolder.bind(tree);
    tree.listFolder = (path) => (path.startsWith('/hung') ? new Promise(() => undefined) : list(path));
    const roots = [...Array.from({ length: hanging }, (_, i) => `/hung${i}`), '/good'];
    const stop = new AbortController();
    const events = scan(roots, { tree, judge, signal: stop.signal, now: () => 0, platform: 'linux' });
    expect(await events.next()).toMatchObject({ value: { kind: 'found', file: { path: '/good/a/x.pst' } } });
    stop.abort('cancel');
    await expect(events.next()).rejects.toBe('cancel');
  });

  test('one that hangs further down never holds the whole thread pool', async () => {
    const tree = new FakeTree({
      bad: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`d${i}`, {}])),
      good: {},
    });
    const list = tree.listFolder.bind(tree);
    let hanging = 0;
    tree.listFolder = (path) => {
      if (!path.startsWith('/bad/')) return list(path);
      hanging += 1;
      return new Promise(() => undefined);
    };
    const slow = deferred();
    const facts = tree.listFolder;
    tree.listFolder = async (path) => {
      if (path === '/good') await slow.promise;
      return facts(path);
    };
    const stop = new AbortController();
    const events = collect(tree, ['/bad', '/good'], { signal: stop.signal });
    await new Promise((resolve) => setImmediate(resolve));
    expect(hanging).toBe(2);
    slow.resolve();
    stop.abort('cancel');
    await expect(events).rejects.toBe('cancel');
  });
});

describe('with threads', () => {
  /** Big enough for threads to be started. */
  const many = (): FakeFolder =>
    Object.fromEntries(
      Array.from({ length: 600 }, (_, i) => [`d${i}`, { 'x.pst': file(), proc: { 'y.txt': file() } }]),
    );

  /** Sweeps the fake tree; `fail` says which sweeps end with the thread. */
  function sweepersOf(root: FakeFolder, fail: (task: SweepTask) => boolean = () => false) {
    const log = { sweeps: 0, started: 0, stopped: 0 };
    const disk = {
      join: posix.join,
      readBusyMs: () => null,
      visitFolder: (path: string, visit: (name: string, kind: DirectoryEntry['kind']) => void) => {
        let node: FakeFolder = root;
        for (const name of path.split('/').filter(Boolean)) node = node[name] as FakeFolder;
        for (const [name, child] of Object.entries(node)) visit(name, kindOf(child));
      },
    };
    const start = async (): Promise<Sweeper> => {
      log.started += 1;
      return {
        sweep: async (task) => {
          log.sweeps += 1;
          if (fail(task)) throw new Error('thread ended');
          return sweepFolders({ ...task, budgetMs: 0 }, disk, () => 0);
        },
        stop: () => {
          log.stopped += 1;
        },
      };
    };
    return { log, sweepers: { count: 2, start } };
  }

  test('a scan reports what it reports without', async () => {
    const root = many();
    const { log, sweepers } = sweepersOf(root);
    const plain = await collect(new FakeTree(root));
    const events = await collect(new FakeTree(root), ['/'], { sweepers });
    expect(pathsOf(events)).toEqual(pathsOf(plain));
    expect(events.at(-1)).toEqual(plain.at(-1));
    expect(log.sweeps).toBeGreaterThan(10);
    expect(log).toMatchObject({ started: 2, stopped: 2 });
  });

  test('what a thread had in hand when it ended is read once more', async () => {
    const root = many();
    let sweeps = 0;
    const { log, sweepers } = sweepersOf(root, () => ++sweeps === 3 || sweeps === 7);
    const events = await collect(new FakeTree(root), ['/'], { sweepers });
    expect(events.at(-1)).toEqual({ kind: 'scanned', folders: 1201, files: 1200, denied: 0 });
    expect(log.sweeps).toBe(7);
  });

  test('threads that cannot be started are done without', async () => {
    const sweepers = { count: 2, start: () => Promise.reject(new Error('no')) };
    const events = await collect(new FakeTree(many()), ['/'], { sweepers });
    expect(events.at(-1)).toEqual({ kind: 'scanned', folders: 1201, files: 1200, denied: 0 });
  });

  test('a small scan starts none', async () => {
    const { log, sweepers } = sweepersOf({ a: {} });
    await collect(new FakeTree({ a: {} }), ['/'], { sweepers });
    expect(log.started).toBe(0);
  });

  test('aborted while a thread hangs, the scan ends at once and the threads are stopped', async () => {
    const stop = new AbortController();
    const root = many();
    const { log, sweepers } = sweepersOf(root);
    const hung = deferred();
    const start = async () => ({
      ...(await sweepers.start()),
      sweep: () => {
        hung.resolve();
        return new Promise<never>(() => undefined);
      },
    });
    const events = collect(new FakeTree(root), ['/'], { signal: stop.signal, sweepers: { count: 2, start } });
    await hung.promise;
    stop.abort('cancel');
    await expect(events).rejects.toBe('cancel');
    expect(log.stopped).toBe(2);
  });
});
