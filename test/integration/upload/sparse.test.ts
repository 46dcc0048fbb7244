import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFileSource } from '../../../main/platform/file-source.ts';
import { encodeBlockId } from '../../../main/upload/block-id.ts';
import { blockRange, planBlocks } from '../../../main/upload/plan.ts';
import type { Source } from '../../../main/upload/ports.ts';
import { createBlockReader } from '../../../main/upload/reader.ts';
import { createLocalHasher } from '../../support/upload/local-hasher.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const SIZE_BYTES = 200 * GIB + 5;
const READ_AHEAD = 4;

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-sparse-'));
  path = join(folder, 'sparse.pst');
  await writeFile(path, '!BDN');
  await truncate(path, SIZE_BYTES);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function zeroBlock(index: number, sizeBytes: number, start = ''): string {
  const bytes = Buffer.alloc(sizeBytes);
  bytes.write(start);
  return encodeBlockId({ index, sizeBytes, md5: createHash('md5').update(bytes).digest() });
}

/** The source, and how many bytes were read from it. */
function counted(source: Source): Source & { readonly readBytes: () => number } {
  let total = 0;
  return {
    ...source,
    async read(target, offset) {
      const count = await source.read(target, offset);
      total += count;
      return count;
    },
    readBytes: () => total,
  };
}

test('a file of 200 GiB of holes is planned to the byte, and its first blocks are read without the rest', async () => {
  const source = counted(await openFileSource(path));
  const signature = await source.getSignature();
  const plan = planBlocks(signature.sizeBytes);
  expect(plan).toEqual({ sizeBytes: SIZE_BYTES, blockBytes: 8 * MIB, count: 25_601 });
  expect(blockRange(plan, plan.count - 1)).toEqual({ offset: 200 * GIB, length: 5 });

  const reader = createBlockReader({ source, signature, plan, hasher: createLocalHasher(), readAhead: READ_AHEAD });
  const ids: string[] = [];
  for await (const block of reader.blocks(Array(plan.count).keys())) {
    ids.push(block.id);
    reader.release(block);
    if (block.index === 1) break;
  }
  expect(ids).toEqual([zeroBlock(0, 8 * MIB, '!BDN'), zeroBlock(1, 8 * MIB)]);
  expect(source.readBytes()).toBeLessThanOrEqual((2 + READ_AHEAD) * 8 * MIB);
  await source.close();
});

test('the last bytes behind 200 GiB of holes are read right', async () => {
  const handle = await open(path, 'r+');
  await handle.write(Buffer.from('end'), 0, 3, SIZE_BYTES - 3);
  await handle.close();
  const source = await openFileSource(path);
  const { offset, length } = blockRange(planBlocks(SIZE_BYTES), 25_600);
  const target = Buffer.alloc(length, '-');
  expect([await source.read(target, offset), target.toString('latin1')]).toEqual([5, '\0\0end']);
  expect(await source.read(target, SIZE_BYTES)).toBe(0);
  await source.close();
});

test('reading fills none of the holes', async () => {
  const { blocks, size } = await stat(path);
  expect(size).toBe(SIZE_BYTES);
  expect(blocks * 512).toBeLessThan(MIB);
});
