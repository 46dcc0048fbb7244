import { randomUUID } from 'node:crypto';
import { copyFile, open, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openFileSource } from '../../../main/platform/file-source.ts';
import type { Source, SourceSignature } from '../../../main/upload/ports.ts';
import { AppError } from '../../../preload/contract/index.ts';
import { prepare, runUpload, TEST_BLOCK_BYTES, type UploadSetup } from '../../support/storage/run-upload.ts';
import { type ScriptedStore, startScriptedStore } from '../../support/storage/scripted-store.ts';
import { isFile, scratchFolder, writeTestFile } from '../../support/storage/test-file.ts';

const BLOCKS = 40;
const SIZE_BYTES = BLOCKS * TEST_BLOCK_BYTES;

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let path: string;
let store: ScriptedStore;

beforeAll(async () => {
  folder = await scratchFolder();
});

afterAll(() => folder.remove());

beforeEach(async () => {
  path = join(folder.path, `${randomUUID()}.pst`);
  await writeTestFile(path, SIZE_BYTES);
  store = await startScriptedStore();
  return () => store.close();
});

async function signatureOf(file: string): Promise<SourceSignature> {
  const source = await openFileSource(file);
  const signature = await source.getSignature();
  await source.close();
  return signature;
}

async function send(blobName: string, options: Partial<UploadSetup> & { readonly rights?: string } = {}) {
  const { rights = 'rcw', ...rest } = options;
  const outcome = await runUpload({ path, ...prepare(store, { blobName, rights, speed: 100 }), ...rest });
  return { outcome, blob: store.blob(blobName), isWhole: await isFile(store.blob(blobName), path).catch(() => false) };
}

/** Does something to the file once, when so many blocks have been accepted; the store waits for it. */
function atBlock(count: number, act: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let isDone = false;
    store.onAccepted = () => {
      if (isDone || store.counts.acceptedBlocks < count) return;
      isDone = true;
      act().then(resolve, reject);
    };
    // The next request is held until the change is made, so that it is made in the middle.
    store.script = () => (isDone ? { kind: 'delay', delayMs: 30 } : null);
  });
}

describe('RS-5.2 a file that changes while it is sent is never committed', () => {
  const changes: readonly [string, (file: string) => Promise<void>][] = [
    ['append', (file) => writeFile(file, 'more', { flag: 'a' })],
    ['a change in place with its time set back', changeInPlace],
    ['truncate', (file) => truncate(file, SIZE_BYTES - 1)],
    [
      'another file of its name, size and time',
      async (file) => {
        const { atime, mtime } = await stat(file);
        await writeTestFile(`${file}.new`, SIZE_BYTES);
        await utimes(`${file}.new`, atime, mtime);
        await rename(`${file}.new`, file);
      },
    ],
  ];

  test.each(changes)('%s', async (_name, change) => {
    const blobName = `${randomUUID()}.pst`;
    const signature = await signatureOf(path);
    // The first block: it was read long before.
    const changed = atBlock(10, () => change(path));
    const { outcome, blob } = await send(blobName, { signature });
    await changed;
    expect(outcome.error).toMatchObject({ code: 'sourceChanged' });
    expect({ committed: blob.committed, commits: blob.commits }).toEqual({ committed: null, commits: 0 });
  });
});

async function changeInPlace(file: string): Promise<void> {
  const { atime, mtime } = await stat(file);
  const handle = await open(file, 'r+');
  await handle.write(Buffer.from('changed'), 0, 7, 100);
  await handle.close();
  await utimes(file, atime, mtime);
}

describe('RS-5.11 the drive is pulled', () => {
  test('at 20 moments: told as missing, nothing committed, and back it goes on; another drive is refused', async () => {
    const away = `${path}.away`;
    const other = `${path}.other`;
    for (let moment = 0; moment < 20; moment++) {
      const blobName = `${moment}.pst`;
      const signature = await signatureOf(path);
      const before = store.counts.acceptedBlocks;
      const pulled = atBlock(before + 1 + Math.floor((moment * (BLOCKS - 1)) / 20), () => rename(path, away));
      const first = await send(blobName, { signature });
      await pulled;
      expect(first.outcome.error, `moment ${moment}`).toMatchObject({ code: 'sourceMissing' });
      expect(first.blob.committed).toBeNull();
      store.onAccepted = () => undefined;
      store.script = () => null;

      // Another file where it was: the same bytes and time, but not the same file.
      const { atime, mtime } = await stat(away);
      await copyFile(away, other);
      await utimes(other, atime, mtime);
      await rename(other, path);
      const stranger = await send(blobName, { signature, stagedIds: first.outcome.stagedIds });
      expect(stranger.outcome.error).toMatchObject({ code: 'sourceChanged' });
      expect(stranger.blob.committed).toBeNull();

      await rm(path);
      await rename(away, path);
      const second = await send(blobName, { signature, stagedIds: first.outcome.stagedIds });
      expect({ error: second.outcome.error, isWhole: second.isWhole }).toEqual({ error: null, isWhole: true });
    }
  });
});

describe('RS-5.18 RS-5.1 a place that cannot be read', () => {
  const places = [
    0,
    1,
    ...Array.from({ length: 7 }, (_, index) => (index + 1) * 5 * TEST_BLOCK_BYTES + 77),
    SIZE_BYTES - 1,
  ];

  test.each(places)('at byte %i: told with the place, nothing committed', async (place) => {
    const blobName = `${randomUUID()}.pst`;
    const { outcome, blob } = await send(blobName, { wrapSource: (source) => brokenAt(source, place) });
    expect(outcome.error).toMatchObject({ code: 'sourceUnreadable', params: { reason: 'EIO' } });
    expect({ committed: blob.committed, commits: blob.commits }).toEqual({ committed: null, commits: 0 });
  });

  test('free again, the file goes on where it stood', async () => {
    const blobName = `${randomUUID()}.pst`;
    const first = await send(blobName, { wrapSource: (source) => brokenAt(source, SIZE_BYTES / 2) });
    const second = await send(blobName, { stagedIds: first.outcome.stagedIds });
    expect({ error: second.outcome.error, isWhole: second.isWhole }).toEqual({ error: null, isWhole: true });
    expect(store.counts.acceptedBytes).toBe(SIZE_BYTES);
  });
});

function brokenAt(source: Source, place: number): Source {
  return {
    getSignature: () => source.getSignature(),
    close: () => source.close(),
    async read(target, offset) {
      if (offset <= place && place < offset + target.byteLength) {
        throw new AppError('sourceUnreadable', { reason: 'EIO', offset });
      }
      return source.read(target, offset);
    },
  };
}

describe('RS-4.3.19 the blob is there', () => {
  test.each(['rcw', 'cw'])('with the rights %s another content is never overwritten', async (rights) => {
    const blobName = `${randomUUID()}.pst`;
    const mine = path;
    path = join(folder.path, `${randomUUID()}.pst`);
    await writeTestFile(path, SIZE_BYTES);
    await send(blobName, { jobId: 'theirs' });
    const { etag, metadata } = store.blob(blobName);
    const theirs = path;
    const { outcome } = await send(blobName, { path: mine, jobId: 'mine', rights });
    expect(outcome.error).toMatchObject({ code: 'uploadConflict' });
    expect({ etag: store.blob(blobName).etag, metadata: store.blob(blobName).metadata }).toEqual({ etag, metadata });
    expect(await isFile(store.blob(blobName), theirs)).toBe(true);
  });

  test('the same content counts as done: nothing is sent, and the blob is marked as shared', async () => {
    const blobName = `${randomUUID()}.pst`;
    const first = await send(blobName, { jobId: 'theirs' });
    const { acceptedBytes } = store.counts;
    const second = await send(blobName, { jobId: 'mine' });
    expect(second.outcome.error).toBeNull();
    expect(second.outcome.events.at(-1)).toEqual(first.outcome.events.at(-1));
    expect(store.counts.acceptedBytes).toBe(acceptedBytes);
    expect(second.blob.metadata).toMatchObject({ jobid: 'theirs', shared: '1' });
    expect(second.blob.commits).toBe(1);
  });

  test('one that comes between the look and the commit is not overwritten', async () => {
    const blobName = `${randomUUID()}.pst`;
    const theirs = { id: 'A'.repeat(36), sizeBytes: 5, sha256: '', bytes: Buffer.from('other') };
    store.script = (request) => {
      if (request.operation !== 'commit' || store.blob(blobName).committed) return null;
      const blob = store.blob(blobName);
      blob.stage(theirs);
      blob.commit([theirs.id], { ifMatch: null, ifNoneMatch: '*' });
      return null;
    };
    const { outcome, blob } = await send(blobName, { jobId: 'mine' });
    expect(outcome.error).toMatchObject({ code: 'uploadConflict' });
    expect(blob.bytes().toString()).toBe('other');
  });
});

describe('RS-4.3.24 one file, two senders', () => {
  test('at the same time to one name: one blob, both told of it', async () => {
    const blobName = `${randomUUID()}.pst`;
    const [one, two] = await Promise.all([send(blobName, { jobId: 'one' }), send(blobName, { jobId: 'two' })]);
    expect({ one: one.outcome.error, two: two.outcome.error }).toEqual({ one: null, two: null });
    expect(one.outcome.events.at(-1)).toEqual(two.outcome.events.at(-1));
    expect({ commits: one.blob.commits, isWhole: one.isWhole }).toEqual({ commits: 1, isWhole: true });
    expect(one.blob.metadata.shared).toBe('1');
  });

  test('one after the other: one upload, both told', async () => {
    const blobName = `${randomUUID()}.pst`;
    const one = await send(blobName, { jobId: 'one' });
    const two = await send(blobName, { jobId: 'two' });
    expect(two.outcome.events.at(-1)).toEqual(one.outcome.events.at(-1));
    expect(store.counts).toMatchObject({ acceptedBytes: SIZE_BYTES, commits: 1 });
  });

  test('both write-only, at the same time: never two commits, never a wrong blob', async () => {
    const blobName = `${randomUUID()}.pst`;
    const runs = await Promise.all(['one', 'two'].map((jobId) => send(blobName, { jobId, rights: 'cw' })));
    const [first] = runs;
    expect({ commits: first?.blob.commits, isWhole: first?.isWhole }).toEqual({ commits: 1, isWhole: true });
    expect(runs.filter(({ outcome }) => outcome.error === null).length).toBeGreaterThanOrEqual(1);
  });
});
