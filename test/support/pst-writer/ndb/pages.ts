import { pstCrc, writeTrailer } from './binary.ts';
import type { FileFormat } from './file-format.ts';

/** Bytes of one page. @see [MS-PST] 2.2.2.7 */
export const PAGE_BYTES = 512;

/** Kinds of page, by the number the trailer carries. @see [MS-PST] 2.2.2.7.1 */
export const PAGE_TYPE = {
  blockTree: 0x80,
  nodeTree: 0x81,
  freeMap: 0x82,
  pageMap: 0x83,
  allocationMap: 0x84,
  freePageMap: 0x85,
  densityList: 0x86,
} as const;
export type PageType = (typeof PAGE_TYPE)[keyof typeof PAGE_TYPE];

/** What identifies a page: its id and its place in the file, bytes from the start. */
export type PageReference = { readonly bid: number; readonly ib: number };

/** Ends a page whose body is already written: type, signature, checksum, id. */
export function sealPage(format: FileFormat, page: Buffer, type: PageType, { bid, ib }: PageReference): void {
  const crc = pstCrc(page.subarray(0, PAGE_BYTES - format.trailerBytes));
  writeTrailer(format, page, { lead: type * 0x101, bid, ib, crc });
}
