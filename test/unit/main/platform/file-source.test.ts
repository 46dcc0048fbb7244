import { execFileSync } from 'node:child_process';
import { mkdtemp, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createFileSource,
  openFileSource,
  type ReadHandle,
  toSignature,
  toSourceError,
} from '../../../../main/platform/file-source.ts';
import { toFacts } from '../../../../main/platform/file-tree.ts';
import type { Source } from '../../../../main/upload/ports.ts';

let folder: string;
let path: string;
let source: Source | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-source-'));
  path = join(folder, 'a.pst');
  await writeFile(path, '0123456789');
});

afterEach(async () => {
  await source?.close();
  source = null;
  await rm(folder, { recursive: true });
});

test('bytes are read from where they are asked for, fewer only at the end', async () => {
  source = await openFileSource(path);
  const target = Buffer.alloc(4);
  expect([await source.read(target, 3), target.toString()]).toEqual([4, '3456']);
  expect([await source.read(target, 8), target.toString('latin1', 0, 2)]).toEqual([2, '89']);
  expect(await source.read(target, 10)).toBe(0);
});

test('only the view that was given is filled', async () => {
  source = await openFileSource(path);
  const whole = Buffer.alloc(6, '-');
  await source.read(whole.subarray(1, 4), 0);
  expect(whole.toString()).toBe('-012--');
});

test('the signature is that of the file system', async () => {
  source = await openFileSource(path);
  const facts = await stat(path, { bigint: true });
  expect(await source.getSignature()).toEqual({
    sizeBytes: 10,
    modifiedMs: Number(facts.mtimeNs) / 1e6,
    changedMs: Number(facts.ctimeNs) / 1e6,
    fileId: `${facts.dev}:${facts.ino}`,
  });
});

test.each([
  ['touched', () => utimes(path, 1, 1)],
  ['cut', () => truncate(path, 9)],
  ['replaced', () => writeFile(`${path}.new`, '0123456789').then(() => rename(`${path}.new`, path))],
])('a file that was %s has another signature', async (_name, change) => {
  source = await openFileSource(path);
  const before = await source.getSignature();
  await change();
  expect(await source.getSignature()).not.toEqual(before);
});

test('a change whose time was set back shows in the time of change', async () => {
  source = await openFileSource(path);
  const { modifiedMs, changedMs } = await source.getSignature();
  const { atime, mtime } = await stat(path);
  await utimes(path, atime, mtime);
  const before = await source.getSignature();
  // The clock of a file system ticks some hundred times a second.
  let after = before;
  while (after.changedMs === before.changedMs) {
    await writeFile(path, 'abcdefghij');
    await utimes(path, atime, mtime);
    after = await source.getSignature();
  }
  expect(after.modifiedMs).toBe(before.modifiedMs);
  expect(after.changedMs).toBeGreaterThan(changedMs ?? Number.POSITIVE_INFINITY);
  expect(Math.abs(after.modifiedMs - modifiedMs)).toBeLessThan(1);
});

test('a file that was removed after it was opened is missing', async () => {
  source = await openFileSource(path);
  await rm(path);
  await expect(source.getSignature()).rejects.toMatchObject({ code: 'sourceMissing' });
});

test('reading changes nothing about the file', async () => {
  const before = await stat(path, { bigint: true });
  source = await openFileSource(path);
  await source.read(Buffer.alloc(10), 0);
  const { atimeNs: _ignored, atime: _too, atimeMs: _also, ...after } = await stat(path, { bigint: true });
  expect(before).toMatchObject(after);
});

test('a file that is not there is missing, as is one below a file', async () => {
  await expect(openFileSource(join(folder, 'b.pst'))).rejects.toMatchObject({ code: 'sourceMissing', params: {} });
  await expect(openFileSource(join(path, 'b.pst'))).rejects.toMatchObject({ code: 'sourceMissing' });
});

test('a folder is not readable as a file', async () => {
  await expect(openFileSource(folder)).rejects.toMatchObject({
    code: 'sourceUnreadable',
    params: { reason: 'EISDIR' },
  });
});

test.skipIf(process.platform === 'win32')('a pipe is refused instead of waited for', async () => {
  const pipe = join(folder, 'pipe.pst');
  execFileSync('mkfifo', [pipe]);
  await expect(openFileSource(pipe)).rejects.toMatchObject({
    code: 'sourceUnreadable',
    params: { reason: 'NotAFile' },
  });
});

/** Reads zeros, `most` bytes at a time, up to a byte that fails. */
function failingHandle(badByte: number, code: string, most = Number.POSITIVE_INFINITY): ReadHandle {
  return {
    async read(_target, _start, length, offset) {
      if (offset === badByte) throw Object.assign(new Error(code), { code });
      const left = offset < badByte ? badByte - offset : length;
      return { bytesRead: Math.min(length, left, most) };
    },
    close: async () => undefined,
  };
}

const SIZE = 1_000;

test.each([0, 1, 99, 100, 250, 499, 500, 777, 998, 999])('an EIO at byte %d names its offset', async (badByte) => {
  for (const most of [7, 64, SIZE]) {
    const file = createFileSource(path, failingHandle(badByte, 'EIO', most), 'linux');
    await expect(file.read(Buffer.alloc(SIZE), 0)).rejects.toMatchObject({
      code: 'sourceUnreadable',
      params: { reason: 'EIO', offset: badByte },
      isRetryable: false,
    });
    const before = await file.read(Buffer.alloc(badByte), 0);
    const after = await file.read(Buffer.alloc(SIZE - badByte - 1), badByte + 1);
    expect([before, after]).toEqual([badByte, SIZE - badByte - 1]);
  }
});

test.each([0, 500, 999])('a lock of another program at byte %d is told as such on Windows', async (badByte) => {
  const handle = failingHandle(badByte, 'EBUSY');
  const read = (platform: NodeJS.Platform) => createFileSource(path, handle, platform).read(Buffer.alloc(SIZE), 0);
  await expect(read('win32')).rejects.toMatchObject({ code: 'sourceInUse', params: { offset: badByte } });
  await expect(read('linux')).rejects.toMatchObject({
    code: 'sourceUnreadable',
    params: { reason: 'EBUSY', offset: badByte },
  });
});

test.each([
  ['EBUSY', 'win32', 'sourceInUse', {}],
  ['EBUSY', 'linux', 'sourceUnreadable', { reason: 'EBUSY' }],
  ['EPERM', 'win32', 'sourceUnreadable', { reason: 'EPERM' }],
  ['EACCES', 'linux', 'sourceUnreadable', { reason: 'EACCES' }],
  ['EIO', 'win32', 'sourceUnreadable', { reason: 'EIO' }],
  ['ENOENT', 'win32', 'sourceMissing', {}],
] as const)('%s on %s is %s', (code, platform, expected, params) => {
  const error = Object.assign(new Error(code), { code });
  expect(toSourceError(error, platform)).toMatchObject({ code: expected, params, isRetryable: false });
});

const STATS = { size: 10n, mtimeNs: 5_000_000n, ctimeNs: 7_000_000n, dev: 3n, ino: 7n, blocks: 8n, uid: 0n };

test.each([
  ['numbers for files and keeps times of change', {}, { changedMs: 7, fileId: '3:7' }],
  ['no numbers for files', { ino: 0n }, { changedMs: 7, fileId: '3:/mail/a.pst' }],
  ['no times of change', { ctimeNs: 0n }, { changedMs: null, fileId: '3:7' }],
])('a file system that has %s tells the uploader what it tells the look before', (_what, change, told) => {
  const stats = { ...STATS, ...change };
  const { sizeBytes, modifiedMs, changedMs = null, fileId } = toFacts('/mail/a.pst', stats, 'linux');
  const signature = toSignature('/mail/a.pst', stats);
  expect(signature).toEqual({ sizeBytes: 10, modifiedMs: 5, ...told });
  expect({ sizeBytes, modifiedMs, changedMs, fileId }).toEqual(signature);
});

test('a bug stays a bug', () => {
  const bug = new RangeError('offset');
  expect(toSourceError(bug)).toBe(bug);
});
