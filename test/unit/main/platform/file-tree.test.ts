import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileTree, createFolderVisitor, toFacts } from '../../../../main/platform/file-tree.ts';

const tree = createFileTree();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-tree-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a listing tells files, folders and everything else apart', async () => {
  writeFileSync(join(folder, '💌.pst'), '');
  mkdirSync(join(folder, 'sub'));
  symlinkSync(join(folder, 'sub'), join(folder, 'link'));
  const entries = [...(await tree.listFolder(folder))].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(entries).toEqual([
    { name: 'link', kind: 'other' },
    { name: 'sub', kind: 'folder' },
    { name: '💌.pst', kind: 'file' },
  ]);
});

test('two names of one file have one id, two files have two', async () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(a, 'seven b');
  linkSync(a, b);
  writeFileSync(c, '');
  utimesSync(a, 1, 1_700_000_000.5);
  const [first, second, third] = await Promise.all([tree.getFacts(a), tree.getFacts(b), tree.getFacts(c)]);
  expect(first).toEqual({
    sizeBytes: 7,
    modifiedMs: 1_700_000_000_500,
    changedMs: expect.any(Number),
    fileId: expect.stringMatching(/^\d+:\d+$/),
    isHollow: false,
    isPartial: false,
    ...(process.getuid && { ownerId: process.getuid() }),
  });
  expect(second).toEqual(first);
  expect(third.fileId).not.toBe(first.fileId);
});

test('bytes are read from where and as far as they are asked for, or as the file reaches', async () => {
  const path = join(folder, 'a.pst');
  writeFileSync(path, '0123456789');
  const file = await tree.openFile(path);
  const read = async (position: number, length: number) => Buffer.from(await file.read(position, length)).toString();
  expect([await read(0, 4), await read(3, 4), await read(8, 564), await read(20, 4)]).toEqual([
    '0123',
    '3456',
    '89',
    '',
  ]);
  await file.close();
});

test('only plain files have facts, and a closed file gives nothing', async () => {
  await expect(tree.getFacts(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  const path = join(folder, 'a.pst');
  writeFileSync(path, '');
  const file = await tree.openFile(path);
  await Promise.all([file.close(), file.close()]);
  await expect(file.read(0, 1)).rejects.toMatchObject({ code: 'EBADF' });
});

test.each<[NodeJS.Platform, bigint, bigint, boolean]>([
  ['win32', 1_000_000n, 0n, true],
  ['win32', 1_000_000n, 128n, true],
  ['darwin', 1_000_000n, 128n, true],
  ['linux', 1_000_000n, 128n, false],
  // 15 times 64 KiB are 983,040 bytes, 1,920 blocks.
  ['win32', 1_000_000n, 1919n, true],
  ['win32', 1_000_000n, 1920n, false],
  ['win32', 1_000_000n, 1960n, false],
  ['win32', 65_535n, 0n, false],
  ['win32', 0n, 0n, false],
])('on %s a file of %d bytes and %d blocks is here in part: %s', (platform, size, blocks, isPartial) => {
  const stats = { size, mtimeNs: 0n, ctimeNs: 0n, dev: 1n, ino: 2n, blocks, uid: 3n };
  expect(toFacts('p', stats, platform)).toMatchObject({ isPartial });
});

describe('a file is hollow', () => {
  const stats = { size: 9000n, mtimeNs: 0n, ctimeNs: 0n, dev: 1n, ino: 2n, blocks: 0n, uid: 3n };
  test.each<[NodeJS.Platform, Partial<typeof stats>, boolean]>([
    ['win32', {}, true],
    ['darwin', {}, true],
    ['linux', {}, false],
    ['win32', { blocks: 8n }, false],
    ['win32', { size: 4096n }, false],
    ['win32', { size: 4097n }, true],
    ['win32', { size: 0n }, false],
  ])('on %s with %o: %s', (platform, change, isHollow) => {
    expect(toFacts('p', { ...stats, ...change }, platform)).toMatchObject({ isHollow });
  });

  test('on a file system without file numbers the path stands for it', () => {
    expect(toFacts('C:\\a', { ...stats, ino: 0n }, 'win32').fileId).toBe('1:C:\\a');
  });

  test.skipIf(process.platform !== 'linux')('but not one of nothing but holes, whose bytes are here', async () => {
    const path = join(folder, 'a.pst');
    writeFileSync(path, '');
    truncateSync(path, 1e9);
    expect(await tree.getFacts(path)).toMatchObject({ sizeBytes: 1e9, isHollow: false });
  });
});

test('on Windows a link of a listing is looked at: a real one is neither file nor folder', async () => {
  writeFileSync(join(folder, 'a.pst'), '');
  symlinkSync(join(folder, 'a.pst'), join(folder, 'link.pst'));
  const seen: { name: string; kind: string }[] = [];
  createFolderVisitor('win32').visitFolder(folder, (name, kind) => seen.push({ name, kind }));
  expect(seen).toEqual([
    { name: 'a.pst', kind: 'file' },
    { name: 'link.pst', kind: 'other' },
  ]);
  expect(await createFileTree('win32').listFolder(folder)).toEqual(seen);
});

test('errors are those of the file system', async () => {
  await expect(tree.listFolder(join(folder, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(tree.getFacts(join(folder, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(tree.openFile(join(folder, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a visitor shows what a listing does, and fails as it does', async () => {
  const visitor = createFolderVisitor();
  writeFileSync(join(folder, 'a.pst'), '');
  mkdirSync(join(folder, 'sub'));
  symlinkSync(join(folder, 'sub'), join(folder, 'link'));
  const seen: { name: string; kind: string }[] = [];
  visitor.visitFolder(folder, (name, kind) => seen.push({ name, kind }));
  expect(seen).toEqual(await tree.listFolder(folder));
  expect(() => visitor.visitFolder(join(folder, 'no'), () => undefined)).toThrow(
    expect.objectContaining({ code: 'ENOENT' }),
  );
  expect([visitor.join(folder, 'a'), visitor.join(sep, 'a')]).toEqual([join(folder, 'a'), join(sep, 'a')]);
});

test('the stamp of a folder changes with its names and its rights, and with nothing in its files', async () => {
  const visitor = createFolderVisitor();
  const seen: string[] = [];
  const look = async () => {
    const stamp = await tree.readStamp(folder);
    expect(visitor.readStamp(folder)).toEqual(stamp);
    seen.push(stamp.text);
  };
  writeFileSync(join(folder, 'a'), '');
  // Times of changes that come at once can be equal; a time of long ago is equal to none.
  utimesSync(folder, 1, 1);
  await look();
  writeFileSync(join(folder, 'a'), 'longer');
  await look();
  writeFileSync(join(folder, 'b'), '');
  await look();
  expect([seen[1] === seen[0], seen[2] === seen[0]]).toEqual([true, false]);
  await expect(tree.readStamp(join(folder, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect((await tree.readStamp(folder)).modifiedMs).toBeGreaterThan(Date.UTC(2020, 0));
});

test.skipIf(process.platform !== 'linux')('the busy time of a thread grows as it computes', () => {
  const visitor = createFolderVisitor();
  const before = visitor.readBusyMs() ?? 0;
  const end = performance.now() + 30;
  while (performance.now() < end);
  expect(visitor.readBusyMs() ?? 0).toBeGreaterThan(before);
});
