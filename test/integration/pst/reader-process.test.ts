import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNodeSpawn } from '../../../main/platform/node-worker.ts';
import type { SpawnWorker } from '../../../main/platform/worker-process.ts';
import { createReaders } from '../../../main/wiring.ts';
import { ensureBuilt, ROOT } from '../../support/build/ensure.mjs';
import { temporaryFolder } from '../../support/cli/folders.ts';

const SAMPLE = join(ROOT, 'assets', 'sample', 'Old mail 2015.pst');

/** What a reader does that meets a file which is its end. */
const ENDS: Readonly<Record<string, string>> = {
  'dies by a signal': 'process.abort()',
  'leaves in the middle': 'process.exit(7)',
  'throws where nobody catches': 'setImmediate(() => { throw new Error("damage") })',
  'takes all memory': 'const hoard = []; for (;;) hoard.push(new Array(1e6).fill({}))',
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

/** Readers of which the first one to be started comes to this end as soon as it has a file. */
async function createDoomedReaders(end: string) {
  const doomed = `process.on('message', ({ kind }) => { if (kind === 'start') { ${end} } }); process.send({ kind: 'ready' });`;
  await writeFile(join(folder.path, 'worker-pst-reader.cjs'), doomed);
  await writeFile(
    join(folder.path, 'worker-pst-reader.js'),
    `require('node:v8').setFlagsFromString('--max-old-space-size=64'); require('./worker-pst-reader.cjs');`,
  );
  const spawns: SpawnWorker[] = [createNodeSpawn(folder.path)];
  await ensureBuilt();
  const real = createNodeSpawn(join(ROOT, 'out', 'main'));
  const spawn: SpawnWorker = (name) => (spawns.pop() ?? real)(name);
  const scan = async function* () {};
  return createReaders({ spawn, scan, assets: join(ROOT, 'assets') });
}

test.each(Object.entries(ENDS))('a reader that %s costs that file alone', async (_, end) => {
  const { looker } = await createDoomedReaders(end);
  const { signal } = new AbortController();
  await expect(looker.contents(SAMPLE, signal)).rejects.toMatchObject({
    code: 'contentsUnreadable',
    params: { reason: 'the reader crashed' },
  });
  expect((await looker.contents(SAMPLE, signal)).items).toBeGreaterThan(0);
});
