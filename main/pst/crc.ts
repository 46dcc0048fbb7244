import { crc32 } from 'node:zlib';

/** The checksum of headers, pages and blocks: the usual CRC-32 table, but starting at 0 and without the final inversion. @see [MS-PST] 5.3 */
export function pstCrc(bytes: Uint8Array): number {
  return (crc32(bytes, 0xffffffff) ^ 0xffffffff) >>> 0;
}
