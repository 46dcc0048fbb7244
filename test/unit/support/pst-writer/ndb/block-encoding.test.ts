import { describe, expect, it } from 'vitest';
import { decodeBlock, BLOCK_ENCODINGS as READ_AS } from '../../../../../main/pst/block-encoding.ts';
import { BLOCK_ENCODINGS, type BlockEncoding, encodeBlock } from '../../../../support/pst-writer/ndb/block-encoding.ts';

/** Every byte there is, at even and odd places, and one more so that the length is odd. */
const PLAIN = Uint8Array.from({ length: 513 }, (_, i) => (i * 3) & 0xff);

describe.each(['none', 'permuted', 'cyclic'] as const)('a block encoded as %s', (encoding: BlockEncoding) => {
  it.each([4, 0x1_0004, 0x1_2345_6788, 0xffff_fffc])('with the id %i is read as it was', (bid) => {
    // A page of its own, since blocks start at any multiple of 64 bytes of a file.
    const stored = new Uint8Array(1 + PLAIN.length).subarray(bid % 8 === 0 ? 0 : 1).subarray(0, PLAIN.length);
    stored.set(PLAIN);
    encodeBlock(stored, encoding, bid);
    expect(Buffer.from(stored).equals(Buffer.from(PLAIN))).toBe(encoding === 'none');
    expect(decodeBlock(stored, READ_AS[encoding], BigInt(bid))).toEqual(Buffer.from(PLAIN));
  });

  it('has the number the header tells', () => {
    expect(BLOCK_ENCODINGS[encoding]).toBe(READ_AS[encoding]);
  });
});
