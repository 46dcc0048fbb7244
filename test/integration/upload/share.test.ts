import { createHash } from 'node:crypto';
import { link, mkdtemp, open, readdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { uploadClock } from '../../../main/platform/clock.ts';
import { openFileSource } from '../../../main/platform/file-source.ts';
import { toShareError } from '../../../main/platform/share-error.ts';
import { createShareFolder, type ShareFileSystem } from '../../../main/platform/share-folder.ts';
import { copyToShare } from '../../../main/upload/share/copy.ts';
import { createSteering } from '../../../main/upload/steering.ts';
import type { UploadEvent } from '../../../main/upload/upload-event.ts';
import { patternBytes } from '../../support/upload/fake-source.ts';
import { createLocalHasher } from '../../support/upload/local-hasher.ts';

const BLOCK = 64 * 1024;
const BYTES = patternBytes(20 * BLOCK + 123);
const JOB = '0f1e2d3c-0000-4000-8000-000000000001';
const PART = `a.pst.${JOB}.part`;

let root = '';
let share = '';
let path = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'share-'));
  share = await mkdtemp(join(root, 'server '));
  path = join(root, 'old mail.pst');
  await writeFile(path, BYTES);
});

afterEach(() => rm(root, { recursive: true, force: true }));

type How = {
  readonly fileSystem?: ShareFileSystem;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: UploadEvent) => void | Promise<void>;
};

/** Copies the file of the test, as a worker would. */
async function copy({ fileSystem, signal = new AbortController().signal, onEvent }: How = {}): Promise<UploadEvent[]> {
  const source = await openFileSource(path);
  const target = createShareFolder({ share, fileName: 'a.pst', jobId: JOB }, fileSystem);
  const steering = createSteering({ limitBytesPerSecond: null, holdFor: null }, uploadClock);
  const signature = await source.getSignature();
  const input = { jobId: JOB, path, signature, stagedIds: [], startedCommits: [], replacesJobId: null };
  const deps = { source, target, steering, signal, hasher: createLocalHasher(), clock: uploadClock, blockBytes: BLOCK };
  const events: UploadEvent[] = [];
  try {
    for await (const event of copyToShare(input, deps)) {
      events.push(event);
      await onEvent?.(event);
    }
    return events;
  } finally {
    await target.close();
    await source.close();
  }
}

/** Copies until the part has more than half of the file, then stops as the person or the app does. */
async function copyHalf(reason: 'pause' | 'shutdown' | 'cancel'): Promise<void> {
  const abort = new AbortController();
  const fileSystem: ShareFileSystem = {
    link,
    open: async (name, flags) => {
      const handle = await open(name, flags);
      const { write } = handle;
      let count = 0;
      // Node's own types of `write` have too many forms to be repeated here.
      Object.assign(handle, {
        write: async (...args: Parameters<typeof write>) => {
          count += 1;
          if (count === 12) abort.abort(reason);
          return await Reflect.apply(write, handle, args);
        },
      });
      return handle;
    },
  };
  await expect(copy({ fileSystem, signal: abort.signal })).rejects.toBe(reason);
}

function failWith(code: string): ShareFileSystem {
  return {
    link,
    open: async () => {
      throw Object.assign(new Error(code), { code });
    },
  };
}

async function expectDone(): Promise<void> {
  expect(await readdir(share)).toEqual(['a.pst']);
  expect((await readFile(join(share, 'a.pst'))).equals(BYTES)).toBe(true);
}

test('a file arrives whole, under its name alone', async () => {
  const events = await copy();
  await expectDone();
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  expect(events.at(-1)).toEqual({ kind: 'committed', sha256, sizeBytes: BYTES.byteLength, blob: `${share}/a.pst` });
  expect((await readFile(path)).equals(BYTES)).toBe(true);
});

test('a copy that was stopped goes on with what is there', async () => {
  await copyHalf('shutdown');
  expect(await readdir(share)).toEqual([PART]);
  const kept = (await readFile(join(share, PART))).byteLength;
  expect(kept).toBeGreaterThan(10 * BLOCK);
  const events = await copy();
  await expectDone();
  const progressed = events.findLast((event) => event.kind === 'progressed');
  expect(progressed?.keptBytes).toBeGreaterThanOrEqual(10 * BLOCK);
});

test('a copy that was called off leaves nothing', async () => {
  await copyHalf('cancel');
  expect(await readdir(share)).toEqual([]);
});

test('a part that was damaged meanwhile is mended', async () => {
  await copyHalf('pause');
  const part = await open(join(share, PART), 'r+');
  await part.write(new Uint8Array(100).fill(0x5a), 0, 100, 3 * BLOCK);
  await part.truncate(8 * BLOCK + 17);
  await part.close();
  await copy();
  await expectDone();
});

test('a source that changed between two runs is copied as it is now', async () => {
  await copyHalf('pause');
  const changed = BYTES.slice(0, 15 * BLOCK).with(2 * BLOCK, (BYTES[2 * BLOCK] ?? 0) ^ 1);
  await writeFile(path, changed);
  await copy();
  expect(await readdir(share)).toEqual(['a.pst']);
  expect((await readFile(join(share, 'a.pst'))).equals(changed)).toBe(true);
});

test.each([
  ['shorter', () => truncate(path, 5 * BLOCK)],
  ['touched', () => utimes(path, new Date(), new Date(2_000_000_000_000))],
])('a source that is %s during the copy stops it', async (_, change) => {
  let isChanged = false;
  const onEvent = async () => {
    if (isChanged) return;
    isChanged = true;
    await change();
  };
  await expect(copy({ onEvent })).rejects.toMatchObject({ code: 'sourceChanged' });
  expect(await readdir(share)).toEqual([PART]);
});

test('a foreign file under the name stays as it is', async () => {
  await writeFile(join(share, 'a.pst'), 'theirs');
  await expect(copy()).rejects.toMatchObject({ code: 'uploadConflict' });
  expect(await readdir(share)).toEqual(['a.pst']);
  expect(await readFile(join(share, 'a.pst'), 'utf8')).toBe('theirs');
});

test('a foreign file that came during the copy stays as it is', async () => {
  const onEvent = async (event: UploadEvent) => {
    if (event.kind === 'committing') await writeFile(join(share, 'a.pst'), 'theirs');
  };
  await expect(copy({ onEvent })).rejects.toMatchObject({ code: 'uploadConflict' });
  expect(await readFile(join(share, 'a.pst'), 'utf8')).toBe('theirs');
});

test('a finished copy is found again, also with its part still beside it', async () => {
  await copy();
  await link(join(share, 'a.pst'), join(share, PART));
  const events = await copy();
  await expectDone();
  expect(events.some(({ kind }) => kind === 'committing')).toBe(false);
});

test.each(['EPERM', 'ENOTSUP'])('a share without hard links (%s) gets the file all the same', async (code) => {
  const noLinks: ShareFileSystem = {
    open,
    link: async () => {
      throw Object.assign(new Error(code), { code });
    },
  };
  const onEvent = async (event: UploadEvent) => {
    if (event.kind === 'committing') await writeFile(join(share, 'a.pst'), 'theirs');
  };
  await expect(copy({ fileSystem: noLinks, onEvent })).rejects.toMatchObject({ code: 'uploadConflict' });
  await rm(join(share, 'a.pst'));
  await copy({ fileSystem: noLinks });
  await expectDone();
});

test('a full share says so, and the copy goes on once there is room', async () => {
  let written = 0;
  const full: ShareFileSystem = {
    link,
    open: async (name, flags) => {
      const handle = await open(name, flags);
      const { write } = handle;
      Object.assign(handle, {
        write: async (...args: Parameters<typeof write>) => {
          written += 1;
          if (written > 7) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          return await Reflect.apply(write, handle, args);
        },
      });
      return handle;
    },
  };
  await expect(copy({ fileSystem: full })).rejects.toMatchObject({
    code: 'shareFull',
    params: { share, reason: 'ENOSPC' },
    isRetryable: false,
  });
  await copy();
  await expectDone();
});

test('a line that breaks once is waited for, with the file opened anew', async () => {
  let opened = 0;
  const broken: ShareFileSystem = {
    link,
    open: async (name, flags) => {
      opened += 1;
      if (opened === 1) throw Object.assign(new Error('away'), { code: 'EHOSTUNREACH' });
      return open(name, flags);
    },
  };
  const events = await copy({ fileSystem: broken });
  expect(events.filter(({ kind }) => kind === 'waiting')).toEqual([
    { kind: 'waiting', reason: 'offline', code: 'EHOSTUNREACH' },
  ]);
  await expectDone();
});

test('a share that is not there is missing', async () => {
  await rename(share, `${share} gone`);
  await expect(copy()).rejects.toMatchObject({ code: 'shareMissing', isRetryable: false });
});

test.each([
  ['EACCES', 'shareForbidden'],
  ['EPERM', 'shareForbidden'],
  ['EDQUOT', 'shareFull'],
  ['ENOENT', 'shareMissing'],
])('%s on opening is %s', async (code, expected) => {
  await expect(copy({ fileSystem: failWith(code) })).rejects.toMatchObject({ code: expected, params: { share } });
});

test.each([
  ['EHOSTUNREACH', { code: 'shareMissing', isRetryable: true }],
  ['UNKNOWN', { code: 'shareMissing', isRetryable: true }],
  ['EBUSY', { code: 'shareMissing', isRetryable: true, params: { waitFor: 'busy' } }],
  ['EROFS', { code: 'shareForbidden', isRetryable: false }],
  ['EFBIG', { code: 'shareFull', isRetryable: false }],
  ['ENAMETOOLONG', { code: 'shareMissing', isRetryable: false }],
])('%s of the system is told as it is', (code, expected) => {
  expect(toShareError(Object.assign(new Error(code), { code }), 's')).toMatchObject(expected);
});

test('a bug stays a bug', () => {
  const bug = new TypeError('a bug');
  expect(toShareError(bug, 's')).toBe(bug);
});
