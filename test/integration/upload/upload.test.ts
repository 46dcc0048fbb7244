import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runUpload, type UploadOutcome, type UploadSetup } from '../../support/storage/run-upload.ts';
import { createScaledClock } from '../../support/storage/scaled-clock.ts';
import { createTestAccess } from '../../support/storage/test-access.ts';
import { type Azurite, startAzurite } from '../../support/upload/azurite.ts';

const MIB = 1024 * 1024;
const CONTENT = randomBytes(9 * MIB + 12_345);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let azurite: Azurite;
let folder: string;
let path: string;

beforeAll(async () => {
  azurite = await startAzurite();
  folder = await mkdtemp(join(tmpdir(), 'ferry-upload-'));
  path = join(folder, 'mail.pst');
  await writeFile(path, CONTENT);
});

afterAll(async () => {
  await azurite.stop();
  await rm(folder, { recursive: true });
});

/** One run with blocks of 1 MiB, over a token of its own: what was staged under one counts under the next. */
function run(blobName: string, rights: string, options: Partial<UploadSetup> = {}): Promise<UploadOutcome> {
  const clock = createScaledClock(1);
  const access = createTestAccess({ clock, grant: () => azurite.address(blobName, rights) });
  return runUpload({ path, clock, access, blockBytes: MIB, ...options });
}

test.each(['rcw', 'cw'])('with the rights %s a file arrives byte for byte', async (rights) => {
  const name = `${randomUUID()}.pst`;
  const { error, events, stagedIds } = await run(name, rights);
  expect(error).toBeNull();
  expect(events.at(-1)).toEqual({
    kind: 'committed',
    sha256: SHA256,
    sizeBytes: CONTENT.byteLength,
    blob: `pst/${name}`,
  });
  expect(stagedIds).toHaveLength(10);
  expect((await azurite.download(name)).equals(CONTENT)).toBe(true);
});

test.each(['rcw', 'cw'])('with the rights %s an upload that was ended goes on where it stood', async (rights) => {
  const name = `${randomUUID()}.pst`;
  const stop = new AbortController();
  let accepted = 0;
  const first = await run(name, rights, {
    lanes: { first: 2, most: 2 },
    signal: stop.signal,
    onEvent: (event) => {
      if (event.kind === 'blocksStaged') accepted += event.blocks.length;
      if (accepted >= 4) stop.abort('pause');
    },
  });
  expect(first.error).toBe('pause');
  const second = await run(name, rights, { stagedIds: rights === 'cw' ? first.stagedIds : [] });
  expect(second.error).toBeNull();
  expect(second.stagedIds.length).toBeLessThanOrEqual(6);
  expect((await azurite.download(name)).equals(CONTENT)).toBe(true);
});

test.each(['rcw', 'cw'])('with the rights %s a run after the commit sends nothing', async (rights) => {
  const name = `${randomUUID()}.pst`;
  // Without the right to read a job knows its own blob again by its name and by having begun that very commit.
  const jobId = name.replace('.pst', '');
  const { stagedIds } = await run(name, rights, { jobId });
  const again = await run(name, rights, { jobId, stagedIds, startedCommits: [SHA256] });
  expect(again.error).toBeNull();
  expect(again.stagedIds).toEqual([]);
  expect(again.events.at(-1)).toMatchObject({ kind: 'committed', sha256: SHA256 });
});

test('a file of one byte arrives as one block', async () => {
  const name = `${randomUUID()}.pst`;
  const small = join(folder, 'small.pst');
  await writeFile(small, 'x');
  const { events } = await run(name, 'cw', { path: small, jobId: 'job-2' });
  const kinds = events.map((event) => event.kind).filter((kind) => kind !== 'progressed');
  expect(kinds).toEqual(['blocksStaged', 'committing', 'committed']);
  expect((await azurite.download(name)).toString()).toBe('x');
});
