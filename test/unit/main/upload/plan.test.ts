import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_BLOCK_BYTES, MAX_BLOCK_COUNT } from '../../../../main/upload/block-id.ts';
import { blockRange, planBlocks, SMALLEST_BLOCK_BYTES } from '../../../../main/upload/plan.ts';
import { createProgress } from '../../../../main/upload/progress.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const TIB = MIB * MIB;

test('10,000 sizes from 1 byte to 1 TiB are covered exactly by at most 50,000 blocks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: TIB }), fc.double({ min: 0, max: 1, noNaN: true }), (sizeBytes, where) => {
      const plan = planBlocks(sizeBytes);
      expect(plan.count).toBeLessThanOrEqual(MAX_BLOCK_COUNT);
      expect(plan.blockBytes).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
      expect(blockRange(plan, 0).offset).toBe(0);
      const last = blockRange(plan, plan.count - 1);
      expect(last.offset + last.length).toBe(sizeBytes);
      expect(last.length).toBeGreaterThan(0);
      const index = Math.floor(where * (plan.count - 1));
      const range = blockRange(plan, index);
      expect(range.length).toBe(index === plan.count - 1 ? last.length : plan.blockBytes);
      if (index > 0) {
        const before = blockRange(plan, index - 1);
        expect(before.offset + before.length).toBe(range.offset);
      }
    }),
    { numRuns: 10_000 },
  );
}, 30_000);

test.each([
  [1, { blockBytes: 8 * MIB, count: 1 }],
  [8 * MIB, { blockBytes: 8 * MIB, count: 1 }],
  [8 * MIB + 1, { blockBytes: 8 * MIB, count: 2 }],
  [2 * GIB - 1, { blockBytes: 8 * MIB, count: 256 }],
  [2 * GIB, { blockBytes: 8 * MIB, count: 256 }],
  [2 * GIB + 1, { blockBytes: 8 * MIB, count: 257 }],
  [4 * GIB - 1, { blockBytes: 8 * MIB, count: 512 }],
  [4 * GIB, { blockBytes: 8 * MIB, count: 512 }],
  [4 * GIB + 1, { blockBytes: 8 * MIB, count: 513 }],
  [20 * GIB, { blockBytes: 8 * MIB, count: 2_560 }],
  [50 * GIB, { blockBytes: 8 * MIB, count: 6_400 }],
  [195 * GIB, { blockBytes: 8 * MIB, count: 24_960 }],
  [8 * MIB * 50_000, { blockBytes: 8 * MIB, count: 50_000 }],
  [8 * MIB * 50_000 + 1, { blockBytes: 16 * MIB, count: 25_001 }],
  [TIB, { blockBytes: 32 * MIB, count: 32_768 }],
])('%i bytes are cut as ever', (sizeBytes, cut) => {
  expect(planBlocks(sizeBytes)).toEqual({ sizeBytes, ...cut });
  expect(SMALLEST_BLOCK_BYTES).toBe(8 * MIB);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 53, 50_000 * MAX_BLOCK_BYTES])('%d bytes have no plan', (sizeBytes) => {
  expect(() => planBlocks(sizeBytes)).toThrow(RangeError);
});

test.each([-1, 2, 0.5])('a plan of two blocks has no block %d', (index) => {
  expect(() => blockRange(planBlocks(8 * MIB + 1), index)).toThrow(RangeError);
});

test.each([2 * GIB, 4 * GIB, 20 * GIB, 50 * GIB, 195 * GIB])(
  'around %d bytes blocks and progress add up to the byte',
  (around) => {
    for (const sizeBytes of [around - 1, around, around + 1]) {
      const plan = planBlocks(sizeBytes);
      const progress = createProgress(sizeBytes, createFakeClock(false));
      let end = 0;
      for (let index = 0; index < plan.count; index++) {
        const { offset, length } = blockRange(plan, index);
        if (offset !== end) expect.fail(`block ${index} starts at ${offset}, not at ${end}`);
        end += length;
        progress.add(length);
      }
      expect(end).toBe(sizeBytes);
      expect(progress.now()).toEqual({ kind: 'progressed', doneBytes: sizeBytes, keptBytes: 0, totalBytes: sizeBytes });
    }
  },
);
