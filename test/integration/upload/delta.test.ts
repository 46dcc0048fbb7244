import { randomUUID } from 'node:crypto';
import { copyFile, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { largeMailbox, writePst } from '../../support/pst-writer/index.ts';
import { prepare, runUpload, TEST_BLOCK_BYTES } from '../../support/storage/run-upload.ts';
import { type ScriptedStore, startScriptedStore } from '../../support/storage/scripted-store.ts';
import { isFile, scratchFolder } from '../../support/storage/test-file.ts';

const MIB = 1024 * 1024;

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let original: string;
let store: ScriptedStore;

beforeAll(async () => {
  folder = await scratchFolder();
  original = join(folder.path, 'mail.pst');
  await writePst(original, largeMailbox({ attachmentBytes: MIB, attachments: 16 }));
});

afterAll(() => folder.remove());

beforeEach(async () => {
  store = await startScriptedStore();
  return () => store.close();
});

/** Sends the mailbox, then what became of it, to one blob; what the second run cost. */
async function sendTwice(changed: string, options: { readonly isShared?: boolean } = {}) {
  const blobName = `${randomUUID()}.pst`;
  const first = await runUpload({ path: original, jobId: 'first', ...prepare(store, { blobName }) });
  expect(first.error).toBeNull();
  const blob = store.blob(blobName);
  if (options.isShared) blob.setMetadata({ ...blob.metadata, shared: '1' }, null);
  const before = { ...store.counts };
  const setup = { path: changed, jobId: 'second', replacesJobId: 'first', ...prepare(store, { blobName }) };
  const outcome = await runUpload(setup);
  return { outcome, blob, blobName, sentBytes: store.counts.blockBytes - before.blockBytes };
}

/** Blocks in which two files differ, bytes of the second one's. */
async function differingBytes(one: string, other: string): Promise<number> {
  const [a, b] = [await open(one, 'r'), await open(other, 'r')];
  let sum = 0;
  try {
    const { size } = await b.stat();
    for (let offset = 0; offset < size; offset += TEST_BLOCK_BYTES) {
      const left = await a.read(Buffer.alloc(TEST_BLOCK_BYTES), 0, TEST_BLOCK_BYTES, offset);
      const right = await b.read(Buffer.alloc(TEST_BLOCK_BYTES), 0, TEST_BLOCK_BYTES, offset);
      const isSame = left.bytesRead === right.bytesRead && left.buffer.equals(right.buffer);
      if (!isSame) sum += right.bytesRead;
    }
  } finally {
    await a.close();
    await b.close();
  }
  return sum;
}

async function patched(change: (path: string, sizeBytes: number) => Promise<void>): Promise<string> {
  const path = join(folder.path, `${randomUUID()}.pst`);
  await copyFile(original, path);
  await change(path, (await stat(path)).size);
  return path;
}

async function overwrite(path: string, offset: number, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.write(bytes, 0, bytes.byteLength, offset);
  await handle.close();
}

describe('a PST that changed since sends what changed', () => {
  test('a mailbox that grew by two letters', async () => {
    const path = join(folder.path, 'grown.pst');
    await writePst(path, largeMailbox({ attachmentBytes: MIB, attachments: 18 }));
    const { outcome, blob, sentBytes } = await sendTwice(path);
    expect(outcome.error).toBeNull();
    expect(await isFile(blob, path)).toBe(true);
    expect(blob.metadata).toMatchObject({ jobid: 'second' });
    expect(sentBytes).toBe(await differingBytes(original, path));
    console.info(`delta of a grown mailbox: ${sentBytes} of ${(await stat(path)).size} bytes sent`);
  });

  const changes: readonly [string, (path: string, sizeBytes: number) => Promise<void>][] = [
    [
      'at its start and end',
      async (path, size) => {
        await overwrite(path, 0, Buffer.from('!BDN'));
        await overwrite(path, 24, Buffer.from('changed'));
        await overwrite(path, size, Buffer.alloc(200_000, 7));
      },
    ],
    ['in the middle', (path, size) => overwrite(path, Math.floor(size / 2), Buffer.from('changed'))],
    [
      'by losing its end',
      async (path, size) => {
        const handle = await open(path, 'r+');
        await handle.truncate(size - 300_000);
        await handle.close();
      },
    ],
    ['not at all', async () => undefined],
  ];
  test.each(changes)('%s', async (_name, change) => {
    const path = await patched(change);
    const { outcome, blob, sentBytes } = await sendTwice(path);
    expect(outcome.error).toBeNull();
    expect(await isFile(blob, path)).toBe(true);
    expect(sentBytes).toBe(await differingBytes(original, path));
    const progress = outcome.events.filter((event) => event.kind === 'progressed').at(-1);
    expect(progress).toMatchObject({
      doneBytes: (await stat(path)).size,
      keptBytes: (await stat(path)).size - sentBytes,
    });
  });

  test('a blob that others rely on is not replaced', async () => {
    const path = await patched((file, size) => overwrite(file, size - 10, Buffer.from('changed')));
    const { outcome, blob } = await sendTwice(path, { isShared: true });
    expect(outcome.error).toMatchObject({ code: 'uploadConflict' });
    expect(await isFile(blob, original)).toBe(true);
  });

  test('a blob that changed meanwhile is not replaced', async () => {
    const path = await patched((file, size) => overwrite(file, size - 10, Buffer.from('changed')));
    const other = { id: 'A'.repeat(36), sizeBytes: 5, sha256: '', bytes: Buffer.from('other') };
    store.script = (request) => {
      const blob = store.blob(request.blobName);
      if (request.operation !== 'commit' || blob.commits !== 1) return null;
      blob.stage(other);
      blob.commit([other.id], { ifMatch: null, ifNoneMatch: null });
      return null;
    };
    const { outcome, blob } = await sendTwice(path);
    expect(outcome.error).toMatchObject({ code: 'uploadConflict' });
    expect(blob.bytes().toString()).toBe('other');
  });
});
