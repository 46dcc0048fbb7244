import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BLOCK_ID_LENGTH,
  encodeBlockId,
  MAX_BLOCK_BYTES,
  MAX_BLOCK_COUNT,
  parseBlockId,
} from '../../../../main/upload/block-id.ts';
import { blockRange, planBlocks } from '../../../../main/upload/plan.ts';

const facts = fc.record({
  index: fc.integer({ min: 0, max: MAX_BLOCK_COUNT - 1 }),
  sizeBytes: fc.integer({ min: 1, max: MAX_BLOCK_BYTES }),
  md5: fc.uint8Array({ minLength: 16, maxLength: 16 }),
});

test('an id is 36 base64 characters and says again what it was made of', () => {
  fc.assert(
    fc.property(facts, (block) => {
      const id = encodeBlockId(block);
      expect(id).toMatch(/^[A-Za-z0-9+/]{36}$/);
      expect(id).toHaveLength(BLOCK_ID_LENGTH);
      expect(parseBlockId(id)).toEqual({ kind: 'ours', block });
    }),
  );
});

test('an id never changes between versions', () => {
  const md5 = Uint8Array.from({ length: 16 }, (_, index) => index);
  expect(encodeBlockId({ index: 258, sizeBytes: 8_388_608, md5 })).toBe('UEYBAAABAgCAAAAAAQIDBAUGBwgJCgsMDQ4P');
});

test('blocks that differ in one fact have different ids', () => {
  fc.assert(
    fc.property(facts, facts, (one, other) => {
      const isSame =
        JSON.stringify({ ...one, md5: [...one.md5] }) === JSON.stringify({ ...other, md5: [...other.md5] });
      expect(encodeBlockId(one) === encodeBlockId(other)).toBe(isSame);
    }),
  );
});

test.each([
  { index: -1, sizeBytes: 1, md5: 16 },
  { index: MAX_BLOCK_COUNT, sizeBytes: 1, md5: 16 },
  { index: 0.5, sizeBytes: 1, md5: 16 },
  { index: 0, sizeBytes: 0, md5: 16 },
  { index: 0, sizeBytes: MAX_BLOCK_BYTES + 1, md5: 16 },
  { index: 0, sizeBytes: 1, md5: 15 },
])('facts out of bounds have no id: %o', ({ index, sizeBytes, md5 }) => {
  expect(() => encodeBlockId({ index, sizeBytes, md5: new Uint8Array(md5) })).toThrow(RangeError);
});

const OURS = 'UEYBAAABAgCAAAAAAQIDBAUGBwgJCgsMDQ4P';

test.each([
  ['nothing', ''],
  ['another tool', Buffer.from('00000001').toString('base64')],
  ['another mark', OURS.replace('UEY', 'UEZ')],
  ['another version', OURS.replace('UEYB', 'UEYC')],
  ['an index beyond the last', `UEYB/////${OURS.slice(9)}`],
  ['text around it', ` ${OURS}`],
  [
    'the other base64 alphabet',
    encodeBlockId({ index: 0, sizeBytes: 1, md5: new Uint8Array(16).fill(255) }).replaceAll('/', '_'),
  ],
])('%s is foreign', (_name, id) => {
  expect(parseBlockId(id)).toEqual({ kind: 'foreign' });
});

test('any text is either foreign or exactly the id of what it says', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
      const parsed = parseBlockId(text);
      expect(parsed.kind === 'foreign' || encodeBlockId(parsed.block) === text).toBe(true);
    }),
  );
});

/** A file too large to be made: each block's MD5 is drawn from a seed and the place of its bytes. */
const imagined = fc.record({
  sizeBytes: fc.integer({ min: 1, max: 2 ** 40 }),
  smallestBlockBytes: fc.integer({ min: 12, max: 26 }).map((power) => 2 ** power),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});
type Imagined = { readonly sizeBytes: number; readonly smallestBlockBytes: number; readonly seed: number };

/** Ids of blocks `from` up to, not including, `to`, as one run of the program makes them. */
function idsOf({ sizeBytes, smallestBlockBytes, seed }: Imagined, from: number, to: number): string[] {
  const plan = planBlocks(sizeBytes, smallestBlockBytes);
  return Array.from({ length: Math.max(0, Math.min(to, plan.count) - from) }, (_, place) => {
    const { offset, length } = blockRange(plan, from + place);
    const md5 = new Uint8Array(16);
    new DataView(md5.buffer).setFloat64(0, offset);
    new DataView(md5.buffer).setUint32(8, seed);
    return encodeBlockId({ index: from + place, sizeBytes: length, md5 });
  });
}

test('10,000 random files, killed anywhere: the second run makes the ids of the first, unique, of one length, in order', () => {
  const window = 12;
  fc.assert(
    fc.property(imagined, fc.double({ min: 0, max: 1, noNaN: true }), (file, where) => {
      const { count } = planBlocks(file.sizeBytes, file.smallestBlockBytes);
      const killedAt = Math.floor(where * (count - 1));
      const from = Math.max(0, killedAt - window / 2);
      const first = idsOf(file, from, killedAt + 1);
      const second = idsOf(file, from, from + window);
      expect(second.slice(0, first.length)).toEqual(first);
      expect(new Set(second).size).toBe(second.length);
      expect(second.every((id) => id.length === BLOCK_ID_LENGTH)).toBe(true);
      expect(second.map(indexOf)).toEqual(second.map((_, place) => from + place));
      expect(
        second.map((id) => Buffer.from(id, 'base64')).every((id, place, all) => isBefore(all[place - 1], id)),
      ).toBe(true);
    }),
    { numRuns: 10_000 },
  );
}, 60_000);

test('a changed file or another block size gives other ids', () => {
  fc.assert(
    fc.property(imagined, fc.integer({ min: 1, max: 1_000 }), (file, change) => {
      const ids = new Set(idsOf(file, 0, 6));
      const changed = idsOf({ ...file, seed: (file.seed + change) % 2 ** 32 }, 0, 6);
      const recut = idsOf({ ...file, smallestBlockBytes: file.smallestBlockBytes * 2 }, 0, 6);
      const { blockBytes, count } = planBlocks(file.sizeBytes, file.smallestBlockBytes);
      expect(changed.filter((id) => ids.has(id))).toEqual([]);
      const isCutElse = planBlocks(file.sizeBytes, file.smallestBlockBytes * 2).blockBytes !== blockBytes;
      expect(isCutElse && count > 1 && recut.some((id) => ids.has(id))).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test('all ids of a file of the most blocks are unique, of one length and in order', () => {
  const ids = idsOf({ sizeBytes: MAX_BLOCK_COUNT * 4096, smallestBlockBytes: 4096, seed: 1 }, 0, MAX_BLOCK_COUNT);
  expect(ids).toHaveLength(MAX_BLOCK_COUNT);
  expect(new Set(ids).size).toBe(MAX_BLOCK_COUNT);
  expect(new Set(ids.map((id) => id.length))).toEqual(new Set([BLOCK_ID_LENGTH]));
  expect(ids.findIndex((id, index) => indexOf(id) !== index)).toBe(-1);
});

function indexOf(id: string): number {
  const parsed = parseBlockId(id);
  return parsed.kind === 'ours' ? parsed.block.index : -1;
}

/** The order of bytes: base64 text sorts otherwise. */
function isBefore(one: Buffer | undefined, other: Buffer): boolean {
  return one === undefined || one.compare(other) < 0;
}
