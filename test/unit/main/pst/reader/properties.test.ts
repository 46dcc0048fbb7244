import { expect, test } from 'vitest';
import { getSize, type PropertySource } from '../../../../../main/pst/reader/properties.ts';

function sizeOf(bytes: Buffer | null): number | null {
  const source: PropertySource = { get: (id) => (id === 1 && bytes !== null ? { type: 0x14, bytes } : null) };
  return getSize(source, 1);
}

test('a size is never less than nothing, whatever a damaged file says', () => {
  const wide = (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  };
  expect([wide(-1n), wide(-(2n ** 63n)), wide(5n), Buffer.from([0xff, 0xff, 0xff, 0xff]), null].map(sizeOf)).toEqual([
    0,
    0,
    5,
    0xffff_ffff,
    null,
  ]);
});
