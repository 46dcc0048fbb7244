import { describe, expect, test } from 'vitest';
import { type FakeFolder, FakeTree, file, manyFolders } from '../../../support/scan/fake-tree.ts';
import { collect, endOf, fakeMarks, filesOf, pathsOf, startScan } from '../../../support/scan/run-scan.ts';

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
    expect([...tree.opened].sort()).toEqual(pathsOf(events));
    expect(endOf(events)).toEqual({
      kind: 'scanned',
      folders: 3,
      files: 6,
      denied: 0,
      roots: [{ path: '/', folders: 3, files: 6 }],
    });
  });

  test('nothing behind links', async () => {
    const tree = new FakeTree({ 'link.pst': file({ link: true }), link: file({ link: true }) });
    expect(await collect(tree)).toEqual([expect.objectContaining({ kind: 'scanned', folders: 1, files: 0 })]);
  });

  test('names of any letters and paths of 4,000 characters', async () => {
    const deep = Array.from({ length: 16 }, () => 'd'.repeat(249));
    const leaf: FakeFolder = { '💌 e\u0301té.pst': file() };
    const tree = new FakeTree(deep.reduce<FakeFolder>((inner, name) => ({ [name]: inner }), leaf));
    expect(pathsOf(await collect(tree))).toEqual([`/${deep.join('/')}/💌 e\u0301té.pst`]);
  });

  test('files asked for by path, wherever they are and whatever their name; missing ones are passed over', async () => {
    const tree = new FakeTree({
      home: {},
      away: { 'a.pst': file(), 'mail.old': file({ openError: 'EBUSY' }), 'b.pst': file() },
    });
    const files = ['/away/a.pst', '/away/mail.old', '/away/gone.pst'];
    const events = await collect(tree, { roots: ['/home'], files });
    expect(pathsOf(events)).toEqual(['/away/a.pst', '/away/mail.old']);
    expect(filesOf(events)['/away/mail.old']).toMatchObject({ health: 'inUse', isRenamed: true });
    expect(endOf(events)).toMatchObject({ folders: 1, files: 0 });
  });
});

describe('one file of several paths', () => {
  test('is opened once, and all its paths are told', async () => {
    const same = file({ id: '1:7', content: 'STORE 1 abcd' });
    const folders = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, { [`${name}.pst`]: same }]));
    const tree = new FakeTree(folders);
    const events = await collect(tree);
    const again = events.flatMap((event) => (event.kind === 'foundAgain' ? [event] : []));
    expect(tree.opened).toHaveLength(1);
    expect([...again.map(({ path }) => path), ...pathsOf(events)].sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `/${name}/${name}.pst`),
    );
    expect(new Set(again.map(({ fileId }) => fileId))).toEqual(new Set(['1:7']));
    expect(events.findIndex(({ kind }) => kind === 'found')).toBe(0);
  });

  test('asked for and met in a folder, it has one path', async () => {
    const tree = new FakeTree({ a: { 'x.pst': file() } });
    expect((await collect(tree, { files: ['/a/x.pst'] })).map(({ kind }) => kind)).toEqual(['found', 'scanned']);
  });

  test('a path of other letters is the same on Windows', async () => {
    const tree = new FakeTree({ a: { 'x.pst': file({ id: '1' }) }, A: { 'X.PST': file({ id: '1' }) } });
    const kinds = async (platform: NodeJS.Platform) =>
      (await collect(tree, { roots: ['/a'], files: ['/A/X.PST'] }, { platform })).map(({ kind }) => kind);
    expect(await kinds('win32')).toEqual(['found', 'scanned']);
    expect(await kinds('linux')).toEqual(['found', 'foundAgain', 'scanned']);
  });
});

describe('what cannot be read', () => {
  test('denied folders are told by path and code', async () => {
    const tree = new FakeTree({ a: 'EACCES', b: { c: 'EPERM', d: 'EIO' } });
    const events = await collect(tree);
    const denied = events.flatMap((event) => (event.kind === 'denied' ? [`${event.path} ${event.reason}`] : []));
    expect(denied.sort()).toEqual(['/a EACCES', '/b/c EPERM', '/b/d EIO']);
    expect(endOf(events)).toMatchObject({ folders: 2, denied: 3 });
  });

  test('5,000 denied folders are all told, and what lies beside them is found', async () => {
    const tree = new FakeTree({ ...manyFolders(5000, 'EACCES'), good: { 'x.pst': file() } });
    const events = await collect(tree);
    expect(new Set(events.flatMap((event) => (event.kind === 'denied' ? [event.path] : []))).size).toBe(5000);
    expect(endOf(events)).toMatchObject({ folders: 2, denied: 5000 });
    expect(pathsOf(events)).toEqual(['/good/x.pst']);
  });

  test('what vanished since it was listed is passed over', async () => {
    const tree = new FakeTree({ gone: 'ENOENT', replaced: 'ENOTDIR', 'x.pst': file({ error: 'ENOENT' }) });
    const events = await collect(tree);
    expect(events).toHaveLength(1);
    expect(endOf(events)).toMatchObject({ folders: 1, files: 1, denied: 0 });
  });

  test('a name that is no text has not vanished, it is out of reach', async () => {
    const tree = new FakeTree({ 'a\uFFFD': 'ENOENT', 'b\uFFFD.pst': file({ error: 'ENOENT' }) });
    expect(endOf(await collect(tree))).toMatchObject({ denied: 2 });
  });

  test('the only root cannot be read', async () => {
    await expect(collect(new FakeTree({ a: 'EACCES' }), { roots: ['/a'] })).rejects.toMatchObject({
      code: 'folderUnreadable',
      params: { path: '/a' },
    });
    const missing = collect(new FakeTree({}), { roots: ['/missing'] });
    await expect(missing).rejects.toMatchObject({ code: 'folderUnreadable' });
  });

  test('one root of two cannot be read', async () => {
    const events = await collect(new FakeTree({ a: 'EACCES', b: { 'x.pst': file() } }), { roots: ['/a', '/b'] });
    expect(pathsOf(events)).toEqual(['/b/x.pst']);
    expect(events).toContainEqual({ kind: 'denied', path: '/a', reason: 'EACCES' });
    expect(endOf(events)).toMatchObject({ folders: 1, denied: 1, roots: [{ path: '/b', folders: 1, files: 1 }] });
  });

  test.each([
    ['/a', '/b'],
    ['/b', '/a'],
  ])('no root can be read: all are told, and %s, the first, is what is wrong', async (first, second) => {
    const events = startScan(new FakeTree({ a: 'EACCES', b: 'EIO' }), { roots: [first, second] });
    const denied = [(await events.next()).value, (await events.next()).value];
    expect(denied.map((event) => event?.kind === 'denied' && event.path).sort()).toEqual(['/a', '/b']);
    await expect(events.next()).rejects.toMatchObject({ code: 'folderUnreadable', params: { path: first } });
  });

  test('files alone need no root', async () => {
    const events = await collect(new FakeTree({ 'x.pst': file() }), { roots: [], files: ['/x.pst', '/no/y.pst'] });
    expect([pathsOf(events), endOf(events).roots]).toEqual([['/x.pst'], []]);
  });

  test('denied at the root, in the middle and at a file; granted later, all is found', async () => {
    const folders = { '/a': 'EACCES', '/b/shut': 'EPERM' };
    const whole = { a: { 'x.pst': file() }, b: { shut: { 'y.pst': file() }, 'z.pst': file() } };
    const tree = new FakeTree({ a: 'EACCES', b: { shut: 'EPERM', 'z.pst': file({ openError: 'EACCES' }) } });
    const scanned = () => collect(tree, { roots: ['/a', '/b'] });

    const first = await scanned();
    expect(filesOf(first)).toMatchObject({ '/b/z.pst': { health: 'unreadable' } });
    const denied = first.flatMap((event) => (event.kind === 'denied' ? [[event.path, event.reason]] : []));
    expect(Object.fromEntries(denied)).toEqual(folders);

    tree.root = whole;
    const second = await collect(tree, { roots: ['/a', '/b'], known: Object.values(filesOf(first)) });
    expect(pathsOf(second)).toEqual(['/a/x.pst', '/b/shut/y.pst', '/b/z.pst']);
    expect(filesOf(second)).toMatchObject({ '/b/z.pst': { health: 'empty' } });
    expect(endOf(second)).toMatchObject({ denied: 0 });
  });
});

describe('where a scan goes', () => {
  test('past the skip list, unless one of it is asked for', async () => {
    const tree = new FakeTree({ proc: { 'x.pst': file() }, home: { proc: { 'y.pst': file() } } });
    expect(pathsOf(await collect(tree, { skipped: ['/proc'] }))).toEqual(['/home/proc/y.pst']);
    expect(pathsOf(await collect(tree, { roots: ['/proc'], skipped: ['/proc'] }))).toEqual(['/proc/x.pst']);
  });

  test('past barriers, unless they are roots', async () => {
    const tree = new FakeTree({ mnt: { usb: { 'x.pst': file() }, net: { 'y.pst': file() } }, 'z.pst': file() });
    const barriers = ['/mnt/usb', '/mnt/net'];
    expect(pathsOf(await collect(tree, { barriers }))).toEqual(['/z.pst']);
    const events = await collect(tree, { roots: ['/', '/mnt/usb'], barriers });
    expect(pathsOf(events)).toEqual(['/mnt/usb/x.pst', '/z.pst']);
    expect(endOf(events).roots).toEqual([
      { path: '/', folders: 2, files: 1 },
      { path: '/mnt/usb', folders: 1, files: 1 },
    ]);
  });

  test('once through folders that lie in two roots', async () => {
    const tree = new FakeTree({ home: { 'x.pst': file() } });
    const end = endOf(await collect(tree, { roots: ['/', '/home', '/home/', '/home'] }));
    expect(end).toMatchObject({ folders: 2, files: 1, roots: [{ path: '/' }, { path: '/home' }] });
    expect(tree.listed).toHaveLength(2);
  });

  test('through a bounded number of folders at a time', async () => {
    const tree = new FakeTree(manyFolders(500));
    expect(endOf(await collect(tree))).toMatchObject({ folders: 501 });
    expect(tree.mostInFlight).toBe(16);
  });
});

describe('a cloud service keeps the bytes', () => {
  const placeholders = (facts: Parameters<typeof file>[0]) =>
    Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${i}.pst`, file({ ...facts, content: 'STORE 1 k' })]));

  test.each([false, true])('of 1,000 hollow files none is opened; deep: %s', async (isDeep) => {
    const tree = new FakeTree({ OneDrive: placeholders({ isHollow: true }), 'x.txt': file({ isHollow: true }) });
    const events = await collect(tree, { isDeep });
    expect(Object.values(filesOf(events)).map(({ health }) => health)).toEqual(Array(1000).fill('cloudOnly'));
    expect([tree.opened.length, tree.bytesRead]).toEqual([0, 0]);
  });

  test.each([false, true])('of 1,000 marked files none is opened; deep: %s', async (isDeep) => {
    const tree = new FakeTree({ OneDrive: placeholders({}), 'x.txt': file({ content: 'STORE 1 k' }) });
    const marks = {
      read: async () => ({ isCloudOnly: true, isEncrypted: false, owner: null }),
      close: () => undefined,
    };
    const events = await collect(tree, { isDeep }, { marks });
    expect(Object.values(filesOf(events)).map(({ health }) => health)).toEqual(Array(1000).fill('cloudOnly'));
    expect([tree.opened.length, tree.bytesRead]).toEqual([0, 0]);
  });

  test('a file that was here when it was known and is not now', async () => {
    const tree = new FakeTree({ 'a.pst': file({ content: 'STORE 1 k' }) });
    const known = Object.values(filesOf(await collect(tree)));
    const marks = fakeMarks({ '/a.pst': { isCloudOnly: true } });
    expect(filesOf(await collect(tree, { known }, { marks }))['/a.pst']).toMatchObject({ health: 'cloudOnly' });
  });
});

describe('how it goes on', () => {
  test('it tells where it is at most every 250 ms', async () => {
    let time = 0;
    const now = () => {
      time += 20;
      return time;
    };
    const events = await collect(new FakeTree(manyFolders(100)), {}, { now });
    const walked = events.filter(({ kind }) => kind === 'walked');
    expect(walked.length).toBeGreaterThan(3);
    expect(walked.length).toBeLessThanOrEqual(Math.ceil(time / 250));
    expect(walked.at(-1)).toMatchObject({ kind: 'walked', denied: 0, folder: expect.stringMatching(/^\/d\d+$/) });
  });

  test('aborted, it ends at once although a drive never answers', async () => {
    const stop = new AbortController();
    const tree = new FakeTree({});
    tree.listFolder = () => new Promise(() => undefined);
    const events = collect(tree, {}, { signal: stop.signal });
    stop.abort('cancel');
    await expect(events).rejects.toBe('cancel');
  });

  test('aborted while an event is held, it gives no other', async () => {
    const stop = new AbortController();
    const tree = new FakeTree({ 'a.pst': file(), 'b.pst': file(), 'c.pst': file() });
    const events = startScan(tree, {}, { signal: stop.signal });
    expect(await events.next()).toMatchObject({ value: { kind: 'found' } });
    stop.abort('shutdown');
    await expect(events.next()).rejects.toBe('shutdown');
  });
});
