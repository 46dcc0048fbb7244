import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'vitest';
import { createSteering } from '../../../main/upload/steering.ts';
import { prepare, runUpload, TEST_BLOCK_BYTES } from '../../support/storage/run-upload.ts';
import { startScriptedStore } from '../../support/storage/scripted-store.ts';
import { scratchFolder, writeTestFile } from '../../support/storage/test-file.ts';

test('debug', { timeout: 120_000 }, async () => {
  const folder = await scratchFolder();
  const path = join(folder.path, 'mail.pst');
  await writeTestFile(path, 120 * TEST_BLOCK_BYTES);
  const one = async (n: number) => {
    const store = await startScriptedStore();
    const blobName = `${randomUUID()}.pst`;
    const prepared = prepare(store, { blobName, speed: 100 });
    let busySinceMs: number | null = null;
    store.script = () => {
      if (store.counts.acceptedBlocks >= 30) busySinceMs ??= performance.now();
      if (busySinceMs === null) return null;
      return (performance.now() - busySinceMs) * 100 < 300_000 ? { kind: 'answer', status: 429 } : null;
    };
    const steering = createSteering({ limitBytesPerSecond: null, holdFor: null }, prepared.clock);
    const events: unknown[] = [];
    const t0 = performance.now();
    const times: number[] = [];
    const done = runUpload({ path, ...prepared, steering, onEvent: (event) => { events.push(event); times.push(performance.now() - t0); } }).then(() => 'done');
    const result = await Promise.race([done, new Promise((r) => setTimeout(() => r("stuck"), 12_000))]);
    if (result !== 'done') {
      console.log(n, result, store.counts, 'open', store.openRequests(), store.log.slice(-5).map((r) => [r.operation, Math.round(r.atMs - t0), r.earlierTries]), events.slice(-4).map((e) => JSON.stringify(e).slice(0, 200)), times.slice(-4), process.getActiveResourcesInfo().join());
      return;
    }
    await store.close();
  };
  for (let lap = 0; lap < 8; lap++) await Promise.all([0, 1, 2, 3, 4].map((n) => one(lap * 5 + n)));
});
