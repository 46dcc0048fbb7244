import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BLOCK_ID_LENGTH,
  encodeBlockId,
  MAX_BLOCK_BYTES,
  MAX_BLOCK_COUNT,
  parseBlockId,
} from '../../../../main/upload/block-id.ts';

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
