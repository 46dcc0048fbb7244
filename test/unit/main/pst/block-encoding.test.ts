import { deflateSync } from 'node:zlib';
import { PSTUtil } from 'pst-extractor/dist/PSTUtil.class.js';
import { describe, expect, it, test } from 'vitest';
import { BLOCK_ENCODINGS, decodeBlock, unpackBlock } from '../../../../main/pst/block-encoding.ts';

const EVERY_BYTE = Buffer.from(Uint8Array.from({ length: 256 }, (_, i) => i));

describe('a block', () => {
  it('that is not encoded stays as it is', () => {
    expect(decodeBlock(EVERY_BYTE, BLOCK_ENCODINGS.none, 4n)).toEqual(EVERY_BYTE);
  });

  it('in the usual encoding is decoded as the library does', () => {
    expect(decodeBlock(EVERY_BYTE, BLOCK_ENCODINGS.permuted, 4n)).toEqual(PSTUtil.decode(Buffer.from(EVERY_BYTE)));
  });

  it('in the high encoding is decoded by encoding it again, and depends on its id', () => {
    const long = Buffer.concat(Array.from({ length: 20 }, () => EVERY_BYTE));
    for (const id of [4n, 0x1_0000n, 0xfedc_ba98n, 0x7_0000_0004n]) {
      const encoded = decodeBlock(long, BLOCK_ENCODINGS.cyclic, id);
      expect(encoded).not.toEqual(long);
      expect(decodeBlock(encoded ?? Buffer.alloc(0), BLOCK_ENCODINGS.cyclic, id)).toEqual(long);
    }
    const [one, other] = [4n, 8n].map((id) => decodeBlock(long, BLOCK_ENCODINGS.cyclic, id));
    expect(one).not.toEqual(other);
  });

  // Made by another implementation, whose files readpst and pffinfo read.
  it('in the high encoding gives these bytes', () => {
    const decoded = decodeBlock(EVERY_BYTE.subarray(0, 16), BLOCK_ENCODINGS.cyclic, 0x1234_fffan);
    expect(decoded?.toString('hex')).toBe('9c3c846ac28ba25019ccaeb63a824763');
  });

  test.each([3, BLOCK_ENCODINGS.wipProtected, 255])('in encoding %i is not decoded', (encoding) => {
    expect(decodeBlock(EVERY_BYTE, encoding, 4n)).toBeNull();
  });

  it('is never changed in its place', () => {
    const bytes = Buffer.from(EVERY_BYTE);
    for (const encoding of [0, 1, 2]) decodeBlock(bytes, encoding, 4n);
    expect(bytes).toEqual(EVERY_BYTE);
  });
});

describe('a packed block', () => {
  it('is unpacked', () => {
    expect(unpackBlock(deflateSync(EVERY_BYTE))).toEqual(EVERY_BYTE);
  });

  it('that only begins like one stays as it is, and so does one that would fill the memory', () => {
    const bomb = deflateSync(Buffer.alloc(0x100001));
    for (const bytes of [EVERY_BYTE, Buffer.alloc(0), Buffer.from('xylophone'), bomb]) {
      expect(unpackBlock(bytes)).toBe(bytes);
    }
  });
});
