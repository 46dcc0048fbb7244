import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileTree, createFolderVisitor } from '../../../../main/platform/file-tree.ts';

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
  expect(first).toEqual({ sizeBytes: 7, modifiedMs: 1_700_000_000_500, fileId: expect.stringMatching(/^\d+:\d+$/) });
  expect(second).toEqual(first);
  expect(third.fileId).not.toBe(first.fileId);
});

test('a head is as long as it was asked for, or as the file is', async () => {
  const path = join(folder, 'a.pst');
  writeFileSync(path, '0123456789');
  expect(Buffer.from(await tree.readHead(path, 4)).toString()).toBe('0123');
  expect(Buffer.from(await tree.readHead(path, 564)).toString()).toBe('0123456789');
});

test('errors are those of the file system', async () => {
  await expect(tree.listFolder(join(folder, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(tree.getFacts(join(folder, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(tree.readHead(folder, 4)).rejects.toMatchObject({ code: 'EISDIR' });
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

test.skipIf(process.platform !== 'linux')('the busy time of a thread grows as it computes', () => {
  const visitor = createFolderVisitor();
  const before = visitor.readBusyMs() ?? 0;
  const end = performance.now() + 30;
  while (performance.now() < end);
  expect(visitor.readBusyMs() ?? 0).toBeGreaterThan(before);
});
