import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../support/pst-damage/random.ts';
import type { Fault } from '../../support/storage/fault.ts';
import { prepare, runUpload, TEST_BLOCK_BYTES } from '../../support/storage/run-upload.ts';
import { type ScriptedStore, startScriptedStore } from '../../support/storage/scripted-store.ts';
import { isFile, scratchFolder, writeTestFile } from '../../support/storage/test-file.ts';

/** How much faster the uploader's clock runs: five minutes in three seconds. */
const SPEED = 100;
const STATUSES = [408, 429, 500, 502, 503, 504] as const;
const CODES: Readonly<Record<number, string>> = { 500: 'OperationTimedOut', 503: 'ServerBusy' };
const SIZE_BYTES = 120 * TEST_BLOCK_BYTES;

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let path: string;

beforeAll(async () => {
  folder = await scratchFolder();
  path = join(folder.path, 'mail.pst');
  await writeTestFile(path, SIZE_BYTES);
});

afterAll(() => folder.remove());

function refusal(status: number, retryAfterSeconds: number | null): Fault {
  const headers = retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) };
  const code = CODES[status];
  // 502 and 504 come from what stands before the service.
  return { kind: 'answer', status, headers, ...(code === undefined ? {} : { code }) };
}

async function withStore<T>(use: (store: ScriptedStore) => Promise<T>): Promise<T> {
  const store = await startScriptedStore();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const CASES = STATUSES.flatMap((status) => [null, 7].map((retryAfter) => [status, retryAfter] as const));

describe('RS-4.3.11 the service is busy', () => {
  test.concurrent.each(CASES)('%i for one request of ten, Retry-After %s: completes', (status, retryAfter) =>
    withStore(async (store) => {
      const random = createRandom(status);
      store.script = () => (random.below(10) === 0 ? refusal(status, retryAfter) : null);
      const blobName = `${randomUUID()}.pst`;
      const outcome = await runUpload({ path, ...prepare(store, { blobName, speed: SPEED }) });
      expect(outcome.error).toBeNull();
      expect(await isFile(store.blob(blobName), path)).toBe(true);
      // A block may come twice: on a busy machine a late look at this fast a clock passes for the sleep of the PC.
      expect(store.counts.acceptedBytes).toBeLessThanOrEqual(SIZE_BYTES * 1.2);
    }),
  );

  test.concurrent.each(CASES)('%i for every request of five minutes, Retry-After %s: completes', (status, retryAfter) =>
    withStore(async (store) => {
      const blobName = `${randomUUID()}.pst`;
      const prepared = prepare(store, { blobName, speed: SPEED });
      const startedAtMs = performance.now();
      // The first blocks go through, so that there is a rate to fall from.
      let busySinceMs: number | null = null;
      store.script = () => {
        if (store.counts.acceptedBlocks >= 30) busySinceMs ??= performance.now();
        if (busySinceMs === null) return null;
        return (performance.now() - busySinceMs) * SPEED < 300_000 ? refusal(status, retryAfter) : null;
      };
      const outcome = await runUpload({ path, ...prepared });
      expect(outcome.error).toBeNull();
      expect(await isFile(store.blob(blobName), path)).toBe(true);
      expect(busySinceMs).not.toBeNull();
      const sinceMs = busySinceMs ?? 0;
      const between = (from: number, to: number) =>
        store.log.filter(({ atMs }) => atMs >= from && atMs < to).length / ((to - from) * SPEED);
      const before = between(startedAtMs, sinceMs);
      const after = between(sinceMs + 10_000 / SPEED, sinceMs + 300_000 / SPEED);
      expect(after).toBeLessThanOrEqual(before / 2);
      expect(outcome.events).toContainEqual(expect.objectContaining({ kind: 'waiting', reason: 'busy' }));
    }),
  );
});
