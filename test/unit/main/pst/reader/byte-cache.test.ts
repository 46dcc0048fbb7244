import { describe, expect, it } from 'vitest';
import { ByteCache } from '../../../../../main/pst/reader/byte-cache.ts';

const PIECE = Buffer.alloc(744);
/** Each piece costs 744 and 256 bytes, so this holds four in either half. */
const MAX_BYTES = 8_000;

function heldOf(cache: ByteCache, keys: number): number[] {
  return Array.from({ length: keys }, (_, key) => key).filter((key) => cache.get(key) !== undefined);
}

describe('a cache', () => {
  it('gives back what it was given, and nothing else', () => {
    const cache = new ByteCache(MAX_BYTES);
    cache.add(1, PIECE);
    expect([cache.get(1), cache.get(2)]).toEqual([PIECE, undefined]);
  });

  it('never holds more than it may, and what came last', () => {
    const cache = new ByteCache(MAX_BYTES);
    for (let key = 0; key < 100; key += 1) cache.add(key, PIECE);
    const held = heldOf(cache, 100);
    expect(held.length).toBeLessThanOrEqual(8);
    expect(held).toContain(99);
  });

  it('keeps what is used again and again', () => {
    const cache = new ByteCache(MAX_BYTES);
    cache.add(0, PIECE);
    for (let key = 1; key < 100; key += 1) {
      cache.add(key, PIECE);
      expect(cache.get(0)).toBe(PIECE);
    }
  });

  it('does not let one large piece drive out the others', () => {
    const cache = new ByteCache(MAX_BYTES);
    cache.add(1, PIECE);
    cache.add(2, Buffer.alloc(MAX_BYTES));
    expect([cache.get(1), cache.get(2)]).toEqual([PIECE, undefined]);
  });
});

it('a copy stays as it was, and so do those beside it', () => {
  const cache = new ByteCache(1024 * 1024);
  const room = Buffer.alloc(9000);
  const copies = [512, 512, 1, 9000, 512].map((length, key) =>
    cache.addCopy(key, room.fill(key + 1).subarray(0, length)),
  );
  room.fill(0xff);
  for (const [key, copy] of copies.entries()) {
    expect(cache.get(key)).toBe(copy);
    expect(copy.every((byte) => byte === key + 1)).toBe(true);
  }
});
