import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, open, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFileSource } from '../../../main/platform/file-source.ts';
import { planBlocks } from '../../../main/upload/plan.ts';
import type { Source } from '../../../main/upload/ports.ts';
import { type BlockReader, createBlockReader } from '../../../main/upload/reader.ts';
import { createLocalHasher } from '../../support/upload/local-hasher.ts';

const BLOCK = 64 * 1024;
const COUNT = 40;
const SIZE_BYTES = COUNT * BLOCK - 17;
/** A block no sample of the test takes. */
const UNSAMPLED = 30;
/** When the file was last written, as its times say, seconds: a whole number is set back to the nanosecond. */
const WRITTEN = 1_700_000_000;

let folder: string;
let path: string;
let source: Source;
let reader: BlockReader;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-changes-'));
  path = join(folder, 'a.pst');
  await writeFile(path, randomBytes(SIZE_BYTES));
  await utimes(path, WRITTEN, WRITTEN);
  source = await openFileSource(path);
  const signature = await source.getSignature();
  const plan = planBlocks(SIZE_BYTES, BLOCK);
  reader = createBlockReader({ source, signature, plan, hasher: createLocalHasher(), random: () => 0.1 });
  for await (const block of reader.blocks(Array(COUNT).keys())) reader.release(block);
  await clockTicked();
});

afterEach(async () => {
  await source.close();
  await rm(folder, { recursive: true, force: true });
});

/** Passes when the clock of the file system, which ticks some hundred times a second, shows another time. */
async function clockTicked(): Promise<void> {
  const probe = join(folder, 'probe');
  await writeFile(probe, '');
  const { ctimeNs } = await stat(probe, { bigint: true });
  while ((await stat(probe, { bigint: true })).ctimeNs === ctimeNs) await writeFile(probe, '');
}

/** Writes other bytes into a block, and sets the time of the last writing back to what it was. */
async function changeInPlace(block: number): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.write(Buffer.from('changed'), 0, 7, block * BLOCK + 5);
  await handle.close();
  await utimes(path, WRITTEN, WRITTEN);
}

const changes: readonly [string, () => Promise<void>][] = [
  ['appended to', () => writeFile(path, 'x', { flag: 'a' })],
  ['changed in place, its time set back', () => changeInPlace(UNSAMPLED)],
  ['cut', () => truncate(path, SIZE_BYTES - 1)],
  [
    'replaced by a file of its size and time',
    async () => {
      await writeFile(`${path}.new`, randomBytes(SIZE_BYTES));
      await utimes(`${path}.new`, WRITTEN, WRITTEN);
      await rename(`${path}.new`, path);
    },
  ],
];

test.each(changes)('a file that was %s is found out before the commit', async (_name, change) => {
  await change();
  await expect(reader.verify()).rejects.toMatchObject({ code: 'sourceChanged' });
});

test('a file whose time was set back looks alike but for its time of change', async () => {
  const before = await source.getSignature();
  await changeInPlace(UNSAMPLED);
  const after = await source.getSignature();
  expect({ ...after, changedMs: null }).toEqual({ ...before, changedMs: null });
  expect(after.changedMs).not.toBe(before.changedMs);
});

test('a file nobody touched passes, as does one of which only an attribute was changed', async () => {
  await reader.verify();
  await chmod(path, 0o640);
  await reader.verify();
});

test('a file that is gone is missing', async () => {
  await rm(path);
  await expect(reader.verify()).rejects.toMatchObject({ code: 'sourceMissing' });
});
