import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planBlocks } from '../../../../main/upload/plan.ts';
import { createBlockReader } from '../../../../main/upload/reader.ts';
import { SAMPLED_BLOCKS, sampleIndexes } from '../../../../main/upload/verify.ts';
import { createFakeSource, type FakeSource, patternBytes } from '../../../support/upload/fake-source.ts';
import { createLocalHasher } from '../../../support/upload/local-hasher.ts';

const BLOCK = 1_000;
const COUNT = 20;

/** A file that was read to its end, and its reader. `random` chooses blocks 2 to 7 beside the first and the last. */
async function setUp(changedMs: number | null = 5) {
  const source = createFakeSource(patternBytes(COUNT * BLOCK));
  source.changedMs = changedMs;
  const plan = planBlocks(COUNT * BLOCK, BLOCK);
  const hasher = createLocalHasher();
  const reader = createBlockReader({ source, signature: source.signature(), plan, hasher, random: () => 0.1 });
  for await (const block of reader.blocks(Array(COUNT).keys())) reader.release(block);
  source.reads.length = 0;
  return { source, reader };
}

function flip(source: FakeSource, block: number): void {
  const at = block * BLOCK;
  source.bytes = source.bytes.with(at, (source.bytes[at] ?? 0) ^ 1);
}

test('of a file nobody touched a sample is read again: first, last and some between', async () => {
  const { source, reader } = await setUp();
  await reader.verify();
  expect(source.reads.map((offset) => offset / BLOCK)).toEqual([0, 2, 3, 4, 5, 6, 7, 19]);
});

test.each([0, 2, 7, 19])('a change to sampled block %d that left no trace in the times is found', async (block) => {
  const { source, reader } = await setUp(null);
  flip(source, block);
  await expect(reader.verify()).rejects.toMatchObject({ code: 'sourceChanged' });
});

test.each([1, 12, 18])('a change to any block, %d, is found when the time of change moved', async (block) => {
  const { source, reader } = await setUp();
  flip(source, block);
  source.changedMs = 6;
  await expect(reader.verify()).rejects.toMatchObject({ code: 'sourceChanged' });
});

test('a file of which only the time of change moved is read again in full, once', async () => {
  const { source, reader } = await setUp();
  source.changedMs = 6;
  await reader.verify();
  expect(source.reads).toHaveLength(COUNT);
  source.reads.length = 0;
  await reader.verify();
  expect(source.reads).toHaveLength(SAMPLED_BLOCKS);
});

test('a time of change that moved before the first byte was read does not count', async () => {
  const source = createFakeSource(patternBytes(COUNT * BLOCK));
  const plan = planBlocks(COUNT * BLOCK, BLOCK);
  const signature = { ...source.signature(), changedMs: 1 };
  const reader = createBlockReader({ source, signature, plan, hasher: createLocalHasher() });
  for await (const block of reader.blocks(Array(COUNT).keys())) reader.release(block);
  source.reads.length = 0;
  await reader.verify();
  expect(source.reads).toHaveLength(SAMPLED_BLOCKS);
});

test('a change behind the block that is being compared is found', async () => {
  const { source, reader } = await setUp();
  source.changedMs = 6;
  source.onRead = (offset) => {
    if (offset !== 10 * BLOCK) return;
    flip(source, 3);
    source.changedMs = 7;
  };
  await expect(reader.verify()).rejects.toMatchObject({ code: 'sourceChanged' });
});

test('a file that is touched during every comparison counts as changing', async () => {
  const { source, reader } = await setUp();
  source.onRead = () => {
    source.changedMs = (source.changedMs ?? 0) + 1;
  };
  await expect(reader.verify()).rejects.toMatchObject({ code: 'sourceChanged' });
  expect(source.reads.length).toBeLessThanOrEqual(3 * COUNT);
});

test.each([
  ['size', (source: FakeSource) => Object.assign(source, { bytes: patternBytes(COUNT * BLOCK + 1) })],
  ['time', (source: FakeSource) => Object.assign(source, { modifiedMs: 1 })],
])('a file of another %s has changed, and no byte of it is read', async (_name, change) => {
  const { source, reader } = await setUp();
  change(source);
  await expect(reader.verify()).rejects.toMatchObject({ code: 'sourceChanged' });
  expect(source.reads).toEqual([]);
});

test('a sample has the first and the last, no block twice, and all of a small file', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50_000 }), fc.infiniteStream(chance), (count, stream) => {
      const sample = sampleIndexes(count, () => stream.next().value ?? 0);
      expect(sample).toHaveLength(Math.min(count, SAMPLED_BLOCKS));
      expect(sample).toEqual([...new Set(sample)].sort((a, b) => a - b));
      expect(sample[0] ?? 0).toBe(0);
      expect(sample.at(-1) ?? -1).toBe(count - 1);
    }),
  );
});
