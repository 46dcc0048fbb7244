import { afterEach, describe, expect, test, vi } from 'vitest';
import { FakeTree, file, manyFolders } from '../../../support/scan/fake-tree.ts';
import { collect, deferred, endOf, fakeSweepers, pathsOf, startScan } from '../../../support/scan/run-scan.ts';

const never = () => new Promise<never>(() => undefined);

describe('several roots', () => {
  test.each([1, 2, 3])('%i that never answer keep the last one from nothing', async (hanging) => {
    const tree = new FakeTree({ good: { a: { 'x.pst': file() }, b: {} } });
    const list = tree.listFolder.bind(tree);
    tree.listFolder = (path) => (path.startsWith('/hung') ? never() : list(path));
    const roots = [...Array.from({ length: hanging }, (_, i) => `/hung${i}`), '/good'];
    const stop = new AbortController();
    const events = startScan(tree, { roots }, { signal: stop.signal });
    expect(await events.next()).toMatchObject({ value: { kind: 'found', file: { path: '/good/a/x.pst' } } });
    stop.abort('cancel');
    await expect(events.next()).rejects.toBe('cancel');
  });

  test('a scan waits for one that hangs when all others are done, and goes on when it answers', async () => {
    const tree = new FakeTree({ hung: { 'h.pst': file() }, good: { 'x.pst': file() } });
    const answer = deferred();
    const list = tree.listFolder.bind(tree);
    tree.listFolder = async (path) => {
      if (path === '/hung') await answer.promise;
      return list(path);
    };
    const events = startScan(tree, { roots: ['/hung', '/good'] });
    expect(await events.next()).toMatchObject({ value: { file: { path: '/good/x.pst' } } });
    const rest = events.next();
    answer.resolve();
    expect(await rest).toMatchObject({ value: { file: { path: '/hung/h.pst' } } });
    expect(await events.next()).toMatchObject({ value: { kind: 'scanned', folders: 2 } });
  });

  test('files asked for on a drive that never answers keep the roots from nothing', async () => {
    const tree = new FakeTree({ good: { 'x.pst': file() } });
    const facts = tree.getFacts.bind(tree);
    tree.getFacts = (path) => (path.startsWith('/net') ? never() : facts(path));
    const stop = new AbortController();
    const files = ['/net/a.pst', '/net/b.pst'];
    const events = startScan(tree, { roots: ['/good'], files }, { signal: stop.signal });
    expect(await events.next()).toMatchObject({ value: { kind: 'found', file: { path: '/good/x.pst' } } });
    stop.abort('cancel');
    await expect(events.next()).rejects.toBe('cancel');
  });

  test('one that hangs further down never holds the whole thread pool', async () => {
    const tree = new FakeTree({ bad: manyFolders(50), good: {} });
    const list = tree.listFolder.bind(tree);
    let hanging = 0;
    tree.listFolder = (path) => {
      if (path === '/good') return never();
      if (!path.startsWith('/bad/')) return list(path);
      hanging += 1;
      return never();
    };
    const stop = new AbortController();
    const events = collect(tree, { roots: ['/bad', '/good'] }, { signal: stop.signal });
    await new Promise((resolve) => setImmediate(resolve));
    expect(hanging).toBe(2);
    stop.abort('cancel');
    await expect(events).rejects.toBe('cancel');
  });
});

describe('with threads', () => {
  /** Big enough for threads to be started. */
  const big = () => new FakeTree(manyFolders(600, { 'x.pst': file(), proc: { 'y.txt': file() } }));

  test('a scan reports what it reports without', async () => {
    const tree = big();
    const { log, sweepers } = fakeSweepers(tree);
    const plain = await collect(big());
    const events = await collect(tree, {}, { sweepers });
    expect(pathsOf(events)).toEqual(pathsOf(plain));
    expect(endOf(events)).toEqual(endOf(plain));
    expect(log.sweeps).toBeGreaterThan(10);
    expect(log).toMatchObject({ started: 2, stopped: 2 });
  });

  test('it goes by the same rules and tells the same denied folders', async () => {
    const tree = new FakeTree(manyFolders(600, { shut: 'EACCES', skip: { 'x.pst': file() }, 'y.pst': file() }));
    const { sweepers } = fakeSweepers(tree);
    const events = await collect(tree, { skipped: ['/d1/skip'], barriers: ['/d2/skip'] }, { sweepers });
    expect(pathsOf(events)).toHaveLength(1198);
    expect(new Set(events.flatMap((event) => (event.kind === 'denied' ? [event.path] : []))).size).toBe(600);
  });

  test('what a thread had in hand when it ended is read once more', async () => {
    const tree = big();
    let sweeps = 0;
    const { log, sweepers } = fakeSweepers(tree, () => ++sweeps === 3 || sweeps === 7);
    expect(endOf(await collect(tree, {}, { sweepers }))).toMatchObject({ folders: 1201, files: 1200, denied: 0 });
    expect(log.sweeps).toBe(7);
  });

  test('threads that cannot be started are done without', async () => {
    const sweepers = { count: 2, slowCount: 4, start: () => Promise.reject(new Error('no')) };
    expect(endOf(await collect(big(), {}, { sweepers }))).toMatchObject({ folders: 1201, files: 1200, denied: 0 });
  });

  test('a small scan starts none', async () => {
    const tree = new FakeTree({ a: {} });
    const { log, sweepers } = fakeSweepers(tree);
    await collect(tree, {}, { sweepers });
    expect(log.started).toBe(0);
  });

  test('a deep scan looks at each file once, not ahead of itself', async () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, file({ content: 'x'.repeat(9) })]));
    const tree = new FakeTree(manyFolders(600, files));
    const { sweepers } = fakeSweepers(tree);
    expect(endOf(await collect(tree, { isDeep: true }, { sweepers }))).toMatchObject({ files: 24_000 });
    expect(tree.opened).toHaveLength(24_000);
    expect(tree.openNow).toBe(0);
  });
});

describe('a thread that hangs', () => {
  afterEach(() => void vi.useRealTimers());

  test('is waited for no longer than until the scan is aborted, and is stopped', async () => {
    const stop = new AbortController();
    const tree = new FakeTree(manyFolders(600));
    const { log, sweepers } = fakeSweepers(tree);
    const hung = deferred();
    const start: typeof sweepers.start = async (rules) => {
      const sweep = () => {
        hung.resolve();
        return never();
      };
      return { ...(await sweepers.start(rules)), sweep };
    };
    const events = collect(tree, {}, { signal: stop.signal, sweepers: { ...sweepers, start } });
    await hung.promise;
    stop.abort('cancel');
    await expect(events).rejects.toBe('cancel');
    expect(log.stopped).toBe(2);
  });

  test('after a second what else is below its root goes on without it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const tree = new FakeTree(manyFolders(600));
    const { sweepers } = fakeSweepers(tree);
    const taken: string[] = [];
    const hung = deferred();
    const start: typeof sweepers.start = async (rules) => ({
      ...(await sweepers.start(rules)),
      sweep: ({ folders }) => {
        taken.push(...folders);
        hung.resolve();
        return never();
      },
    });
    const stop = new AbortController();
    const events = collect(tree, {}, { signal: stop.signal, sweepers: { ...sweepers, count: 1, start } });
    await hung.promise;
    await new Promise((resolve) => setImmediate(resolve));
    const before = tree.listed.length;
    vi.advanceTimersByTime(1000);
    await new Promise((resolve) => setImmediate(resolve));
    expect([before, tree.listed.length]).toEqual([expect.any(Number), 601 - taken.length]);
    expect(before).toBeLessThan(601 - taken.length);
    stop.abort('cancel');
    await expect(events).rejects.toBe('cancel');
  });
});
