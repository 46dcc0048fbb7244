import { crc32 } from 'node:zlib';

const TWO_32 = 0x1_0000_0000;

/** Writes a non-negative safe integer as 64 bits, little-endian. */
export function writeUint64(target: Buffer, value: number, offset: number): void {
  target.writeUInt32LE(value % TWO_32, offset);
  target.writeUInt32LE(Math.floor(value / TWO_32), offset + 4);
}

/** The checksum of blocks, pages and the header: CRC-32 with neither initial nor final inversion. @see [MS-PST] 5.3 */
export function pstCrc(bytes: Uint8Array): number {
  return ~crc32(bytes, 0xffff_ffff) >>> 0;
}

/** The signature that ties a block or page to its place in the file. @see [MS-PST] 5.5 */
export function placeSignature(ib: number, bid: number): number {
  const mixed = ((ib % TWO_32) ^ (bid % TWO_32)) >>> 0;
  return (mixed >>> 16) ^ (mixed & 0xffff);
}

/** `value` rounded up to a multiple of `step`. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
