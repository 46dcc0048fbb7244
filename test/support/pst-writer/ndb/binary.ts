import { crc32 } from 'node:zlib';
import type { FileFormat } from './file-format.ts';

const TWO_32 = 0x1_0000_0000;

/** Writes a non-negative safe integer as 64 bits, little-endian. */
export function writeUint64(target: Buffer, value: number, offset: number): void {
  target.writeUInt32LE(value % TWO_32, offset);
  target.writeUInt32LE(Math.floor(value / TWO_32), offset + 4);
}

/** Writes numbers one after the other, each as wide as the ids of the format. */
export function writeIds(format: FileFormat, target: Buffer, offset: number, values: readonly number[]): void {
  values.forEach((value, order) => {
    const at = offset + order * format.idBytes;
    if (format.idBytes === 8) writeUint64(target, value, at);
    else target.writeUInt32LE(value, at);
  });
}

/** What a trailer says: two bytes that tell what it ends, and what ties it to its place. */
export type Trailer = { readonly lead: number; readonly bid: number; readonly ib: number; readonly crc: number };

/** Writes the trailer of a block or page into its last bytes. @see [MS-PST] 2.2.2.7.1 and 2.2.2.8.1 */
export function writeTrailer(format: FileFormat, bytes: Buffer, { lead, bid, ib, crc }: Trailer): void {
  const at = bytes.length - format.trailerBytes;
  bytes.writeUInt16LE(lead, at);
  bytes.writeUInt16LE(placeSignature(ib, bid), at + 2);
  // The old layout has the id before the checksum.
  const isAnsi = format.name === 'ansi';
  bytes.writeUInt32LE(crc, at + (isAnsi ? 8 : 4));
  writeIds(format, bytes, at + (isAnsi ? 4 : 8), [bid]);
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

/** `list` cut into groups of at most `size`, in order. */
export function inGroups<T>(list: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let at = 0; at < list.length; at += size) groups.push(list.slice(at, at + size));
  return groups;
}
