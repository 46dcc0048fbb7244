import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAzureBlockStore } from '../../../main/platform/azure-block-store.ts';
import { uploadClock } from '../../../main/platform/clock.ts';
import { openFileSource } from '../../../main/platform/file-source.ts';
import type { BlockStore } from '../../../main/upload/ports.ts';
import { upload } from '../../../main/upload/upload.ts';
import type { UploadEvent } from '../../../main/upload/upload-event.ts';
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

type RunOptions = { readonly stagedIds?: readonly string[]; readonly stopAfter?: number };

/** One run with blocks of 1 MiB, until its end or until so many blocks were accepted. */
async function run(store: BlockStore, options: RunOptions = {}): Promise<UploadEvent[]> {
  const source = await openFileSource(path);
  const signature = await source.getSignature();
  const input = {
    jobId: 'job-1',
    path,
    signature,
    stagedIds: options.stagedIds ?? [],
    bandwidthLimitBytesPerSecond: null,
  };
  const events: UploadEvent[] = [];
  try {
    const signal = new AbortController().signal;
    for await (const event of upload(input, { source, store, clock: uploadClock, signal, smallestBlockBytes: MIB })) {
      events.push(event);
      if (stagedIds(events).length === options.stopAfter) break;
    }
  } finally {
    await source.close();
  }
  return events;
}

function stagedIds(events: readonly UploadEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'blockStaged' ? [event.id] : []));
}

test.each(['rcw', 'cw'])('with the rights %s a file arrives byte for byte', async (rights) => {
  const name = `${randomUUID()}.pst`;
  const events = await run(createAzureBlockStore(azurite.address(name, rights)));
  expect(events.at(-1)).toEqual({
    kind: 'committed',
    sha256: SHA256,
    sizeBytes: CONTENT.byteLength,
    blob: `pst/${name}`,
  });
  expect(stagedIds(events)).toHaveLength(10);
  expect((await azurite.download(name)).equals(CONTENT)).toBe(true);
});

test.each(['rcw', 'cw'])('with the rights %s an upload that was ended goes on where it stood', async (rights) => {
  const name = `${randomUUID()}.pst`;
  // A token of its own each run: what was staged under one counts under the next.
  const first = await run(createAzureBlockStore(azurite.address(name, rights)), { stopAfter: 4 });
  const journal = rights === 'cw' ? stagedIds(first) : [];
  const inAnHour = new Date(Date.now() + 7_200_000);
  const second = await run(createAzureBlockStore(azurite.address(name, rights, inAnHour)), { stagedIds: journal });
  expect(stagedIds(second).length).toBeLessThanOrEqual(6);
  expect((await azurite.download(name)).equals(CONTENT)).toBe(true);
});

test.each(['rcw', 'cw'])('with the rights %s a run after the commit sends nothing', async (rights) => {
  const name = `${randomUUID()}.pst`;
  const store = createAzureBlockStore(azurite.address(name, rights));
  const journal = stagedIds(await run(store));
  const again = await run(store, { stagedIds: journal });
  expect(stagedIds(again)).toEqual([]);
  expect(again.at(-1)).toMatchObject({ kind: 'committed', sha256: SHA256 });
});

test('a file of one byte arrives as one block', async () => {
  const name = `${randomUUID()}.pst`;
  const small = join(folder, 'small.pst');
  await writeFile(small, 'x');
  const source = await openFileSource(small);
  const signature = await source.getSignature();
  const input = { jobId: 'job-2', path: small, signature, stagedIds: [], bandwidthLimitBytesPerSecond: null };
  const store = createAzureBlockStore(azurite.address(name, 'cw'));
  const events: UploadEvent[] = [];
  for await (const event of upload(input, { source, store, clock: uploadClock, signal: new AbortController().signal }))
    events.push(event);
  await source.close();
  expect(events.map((event) => event.kind)).toEqual(['blockStaged', 'progressed', 'committed']);
  expect((await azurite.download(name)).toString()).toBe('x');
});
