import { describe, expect, it } from 'vitest';
import { decompressRtf } from '../../../../../main/pst/reader/rtf.ts';

function fromHex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

describe('decompressRtf', () => {
  // The two examples of [MS-OXRTFCP] 3.1.1 and 3.1.2.
  it('expands a text', () => {
    const compressed = fromHex(
      '2d000000 2b000000 4c5a4675 f1c5c7a7 03000a00 72637067 31323542 320af320 68656c09 00206277 05b06c64 7d0a800f a0',
    );
    expect(decompressRtf(compressed).toString('latin1')).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
  });

  it('expands a text that refers to what it is just writing', () => {
    const compressed = fromHex('1a000000 1c000000 4c5a4675 e2d44b51 41000420 5758595a 0d6e7d01 0eb0');
    expect(decompressRtf(compressed).toString('latin1')).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  });

  it('takes a text that is not compressed as it is', () => {
    const text = Buffer.from('{\\rtf1 plain}');
    const header = Buffer.alloc(16);
    header.writeUInt32LE(text.length, 4);
    header.writeUInt32LE(0x414c454d, 8);
    expect(decompressRtf(Buffer.concat([header, text])).toString()).toBe('{\\rtf1 plain}');
  });

  it.each([
    ['is shorter than its header', fromHex('2d000000 2b000000')],
    ['is of another kind', fromHex('2d000000 2b000000 00000000 f1c5c7a7 03')],
    ['claims more than any letter holds', fromHex('2d000000 ffffffff 4c5a4675 f1c5c7a7 03')],
  ])('refuses what %s', (_, compressed) => {
    expect(() => decompressRtf(compressed)).toThrow(expect.objectContaining({ word: 'textDamaged' }));
  });

  it('makes no room for what it only claims', () => {
    const claim = fromHex('2d000000 ffffff03 4c5a4675 f1c5c7a7 00 58595a5a5a5a5a5a');
    expect(decompressRtf(claim).toString('latin1')).toBe('XYZZZZZZ');
    expect(decompressRtf(claim).buffer.byteLength).toBeLessThan(100_000);
  });

  it('expands the most a byte can become', () => {
    // A reference of 17 bytes to what was preloaded, as often as flags allow.
    const content = Buffer.concat(Array.from({ length: 100 }, () => Buffer.from(`ff${'000f'.repeat(8)}`, 'hex')));
    const header = fromHex('00000000 00353500 4c5a4675 00000000');
    header.writeUInt32LE(100 * 8 * 17, 4);
    expect(decompressRtf(Buffer.concat([header, content]))).toHaveLength(100 * 8 * 17);
  });

  it('gives what there is of a text that was cut', () => {
    const whole = fromHex(
      '2d000000 2b000000 4c5a4675 f1c5c7a7 03000a00 72637067 31323542 320af320 68656c09 00206277 05b06c64 7d0a800f a0',
    );
    for (let length = 16; length < whole.length; length++) {
      const text = decompressRtf(whole.subarray(0, length)).toString('latin1');
      expect('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n'.startsWith(text.slice(0, -17))).toBe(true);
    }
  });
});
