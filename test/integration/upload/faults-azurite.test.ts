import { randomUUID } from 'node:crypto';
import { copyFile, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlockBlobClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../support/storage/fault-proxy.ts';
import { runUpload, TEST_BLOCK_BYTES, type UploadSetup, waitsOf } from '../../support/storage/run-upload.ts';
import { createScaledClock } from '../../support/storage/scaled-clock.ts';
import { createTestAccess } from '../../support/storage/test-access.ts';
import { scratchFolder, writeTestFile } from '../../support/storage/test-file.ts';
import { type Azurite, startAzurite } from '../../support/upload/azurite.ts';

const BLOCKS = 40;
const SIZE_BYTES = BLOCKS * TEST_BLOCK_BYTES;

let azurite: Azurite;
let proxy: FaultProxy;
let folder: Awaited<ReturnType<typeof scratchFolder>>;
let path: string;

beforeAll(async () => {
  azurite = await startAzurite();
  proxy = await startFaultProxy(Number(new URL(azurite.address('a.pst', 'r').blobUri).port));
  folder = await scratchFolder();
  path = join(folder.path, 'mail.pst');
  await writeTestFile(path, SIZE_BYTES);
});

afterAll(async () => {
  await proxy.close();
  await azurite.stop();
  await folder.remove();
});

/** The emulator's address of a blob as it is reached through the proxy. */
function addressOf(blobName: string, rights = 'rcw', expiresOn?: Date) {
  const direct = azurite.address(blobName, rights, expiresOn);
  return { ...direct, blobUri: direct.blobUri.replace(/:\d+\//, `:${proxy.port}/`) };
}

async function send(blobName: string, options: Partial<UploadSetup> & { readonly rights?: string } = {}) {
  const { rights = 'rcw', ...rest } = options;
  const clock = createScaledClock(20);
  const access = createTestAccess({ clock, grant: () => addressOf(blobName, rights) });
  const before = proxy.counts.toServerBytes;
  const outcome = await runUpload({ path, clock, access, ...rest });
  return { outcome, sentBytes: proxy.counts.toServerBytes - before };
}

async function isSame(blobName: string, file = path): Promise<boolean> {
  return (await azurite.download(blobName)).equals(await readFile(file));
}

describe('before a real blob emulator', () => {
  test('RS-4.3.4 tokens that end in the middle are renewed, and the bytes arrive', async () => {
    const blobName = `${randomUUID()}.pst`;
    const clock = createScaledClock(1);
    // Whole seconds: each token is good for one to two.
    const grant = () => addressOf(blobName, 'rcw', new Date(Date.now() + 2_000));
    const access = createTestAccess({ clock, grant });
    const { outcome } = await send(blobName, { clock, access, limitBytesPerSecond: SIZE_BYTES / 6 });
    expect(outcome.error).toBeNull();
    expect(access.renewals).toBeGreaterThanOrEqual(2);
    expect(access.mostAtOnce).toBe(1);
    expect(await isSame(blobName)).toBe(true);
  });

  test('RS-4.3.12 connections that break again and again cost time alone', async () => {
    const blobName = `${randomUUID()}.pst`;
    const running = send(blobName, { limitBytesPerSecond: SIZE_BYTES / 4 / 20 });
    for (let cut = 0; cut < 8; cut++) {
      const before = proxy.counts.toServerBytes;
      while (proxy.counts.toServerBytes < before + SIZE_BYTES / 12)
        await new Promise((resolve) => setImmediate(resolve));
      await proxy.cut();
      await proxy.mend();
    }
    const { outcome } = await running;
    expect(outcome.error).toBeNull();
    expect(await isSame(blobName)).toBe(true);
  });

  test('RS-4.3.7 blocks of another program are told as a conflict', async () => {
    const blobName = `${randomUUID()}.pst`;
    const { blobUri, sasToken } = addressOf(blobName);
    await new BlockBlobClient(`${blobUri}?${sasToken}`).stageBlock('MDAwMQ==', 'left', 4);
    expect((await send(blobName)).outcome.error).toMatchObject({ code: 'uploadConflict' });
    expect((await send(blobName, { rights: 'cw' })).outcome.error).toMatchObject({ code: 'uploadConflict' });
  });

  test('RS-4.3.19 another content is never overwritten', async () => {
    const blobName = `${randomUUID()}.pst`;
    const other = join(folder.path, `${randomUUID()}.pst`);
    await writeTestFile(other, SIZE_BYTES);
    expect((await send(blobName, { path: other, jobId: 'theirs' })).outcome.error).toBeNull();
    for (const rights of ['rcw', 'cw']) {
      const { outcome } = await send(blobName, { jobId: 'mine', rights });
      expect(outcome.error).toMatchObject({ code: 'uploadConflict' });
    }
    expect(await isSame(blobName, other)).toBe(true);
  });

  test('RS-4.3.24 two senders at the same time: one blob, both told', async () => {
    const blobName = `${randomUUID()}.pst`;
    const [one, two] = await Promise.all([send(blobName, { jobId: 'one' }), send(blobName, { jobId: 'two' })]);
    expect({ one: one.outcome.error, two: two.outcome.error }).toEqual({ one: null, two: null });
    expect(one.outcome.events.at(-1)).toEqual(two.outcome.events.at(-1));
    expect(await isSame(blobName)).toBe(true);
  });

  test('a file that changed since sends what changed', async () => {
    const blobName = `${randomUUID()}.pst`;
    expect((await send(blobName, { jobId: 'first' })).outcome.error).toBeNull();
    const changed = join(folder.path, `${randomUUID()}.pst`);
    await copyFile(path, changed);
    const handle = await open(changed, 'r+');
    await handle.write(Buffer.alloc(100, 1), 0, 100, SIZE_BYTES / 2);
    await handle.write(Buffer.alloc(1_000, 1), 0, 1_000, SIZE_BYTES);
    await handle.close();
    const { outcome, sentBytes } = await send(blobName, { path: changed, jobId: 'second', replacesJobId: 'first' });
    expect(outcome.error).toBeNull();
    expect(await isSame(blobName, changed)).toBe(true);
    // One block, the new end, and the heads of a few requests with the list of all blocks.
    expect(sentBytes).toBeLessThan(TEST_BLOCK_BYTES + 1_000 + 16 * 1_024);
  });

  test('a run that was ended goes on where it stood, with another permission', async () => {
    const blobName = `${randomUUID()}.pst`;
    const stop = new AbortController();
    const first = await send(blobName, {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind === 'progressed' && event.doneBytes > SIZE_BYTES / 2) stop.abort('pause');
      },
    });
    expect(first.outcome.error).toBe('pause');
    const second = await send(blobName);
    expect(second.outcome.error).toBeNull();
    expect(waitsOf(second.outcome)).toEqual([]);
    expect(second.sentBytes).toBeLessThan(SIZE_BYTES * 0.6);
    expect(await isSame(blobName)).toBe(true);
  });
});
