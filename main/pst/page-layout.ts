import type { PstFormat } from '../../preload/contract/index.ts';
import { pstCrc } from './crc.ts';
import { PstFault } from './reader/fault.ts';

/** How one kind of file lays out what is read here. @see [MS-PST] 2.2.2.5, 2.2.2.7.7, 2.2.2.8.1 */
export type FileLayout = {
  /** Width of block ids and offsets, bytes. */
  readonly idBytes: 4 | 8;
  readonly page: PageLayout;
  /** Where blocks end: their rows, and the checksum counted from where the trailer begins. */
  readonly block: { readonly rowBytes: number; readonly trailerBytes: number; readonly crcOffset: number };
  /** True when the index of blocks tells, behind the stored size, the size of each block once it is unpacked. */
  readonly isPacked: boolean;
  /** Bits of a heap id that number the value within its block; five below them tell the kind. @see [MS-PST] 2.3.1.1 */
  readonly heapIndexBits: 11 | 14;
  /** Windows code page that the texts of 8 bits in this file are most likely in; null when nobody can tell. */
  readonly codepage: number | null;
  /** Where the header tells the offset of the first page of each index. */
  readonly roots: Readonly<Record<IndexName, number>>;
};

type PageLayout = {
  readonly bytes: number;
  readonly countOffset: number;
  readonly countBytes: 1 | 2;
  readonly entryBytesOffset: number;
  readonly levelOffset: number;
  readonly kindOffset: number;
  readonly crcOffset: number;
};

/** The two indexes of a file: nodes lead to blocks, blocks to places in the file. */
export type IndexName = 'nodes' | 'blocks';
/** @see [MS-PST] 2.2.2.7.1 ptype */
const PAGE_KINDS: Readonly<Record<IndexName, number>> = { blocks: 0x80, nodes: 0x81 };

const UNICODE: FileLayout = {
  idBytes: 8,
  page: {
    bytes: 512,
    countOffset: 488,
    countBytes: 1,
    entryBytesOffset: 490,
    levelOffset: 491,
    kindOffset: 496,
    crcOffset: 500,
  },
  block: { rowBytes: 64, trailerBytes: 16, crcOffset: 4 },
  isPacked: false,
  heapIndexBits: 11,
  codepage: null,
  roots: { nodes: 0xe0, blocks: 0xf0 },
};
const ANSI: FileLayout = {
  idBytes: 4,
  page: {
    bytes: 512,
    countOffset: 496,
    countBytes: 1,
    entryBytesOffset: 498,
    levelOffset: 499,
    kindOffset: 500,
    crcOffset: 508,
  },
  block: { rowBytes: 64, trailerBytes: 12, crcOffset: 8 },
  isPacked: false,
  heapIndexBits: 11,
  codepage: null,
  roots: { nodes: 0xbc, blocks: 0xc4 },
};
/** Not part of the specification; as caches of Outlook 2013 and later show it. */
const UNICODE_4K: FileLayout = {
  idBytes: 8,
  page: {
    bytes: 4096,
    countOffset: 4056,
    countBytes: 2,
    entryBytesOffset: 4060,
    levelOffset: 4061,
    kindOffset: 4072,
    crcOffset: 4076,
  },
  block: { rowBytes: 512, trailerBytes: 24, crcOffset: 4 },
  isPacked: true,
  heapIndexBits: 14,
  codepage: null,
  roots: { nodes: 0xe0, blocks: 0xf0 },
};

/** The layouts by the format a header tells. */
export const LAYOUTS: Readonly<Record<Exclude<PstFormat, 'unknown'>, FileLayout>> = {
  unicode: UNICODE,
  ansi: ANSI,
  unicode4k: UNICODE_4K,
};

/** How far a page of an index is above its leaves; 0 for a leaf. */
export function levelOf(page: Buffer, { page: layout }: FileLayout): number {
  return page.readUInt8(layout.levelOffset);
}

/** @throws PstFault indexDamaged when these are not the bytes of a whole page of that index. */
export function checkPage(page: Buffer, { page: layout }: FileLayout, index: IndexName): void {
  const isRightKind = page.length === layout.bytes && page[layout.kindOffset] === PAGE_KINDS[index];
  if (!isRightKind || page.readUInt32LE(layout.crcOffset) !== pstCrc(page.subarray(0, layout.kindOffset))) {
    throw new PstFault('indexDamaged');
  }
}

/** How many entries a page has, and how long each is. @throws PstFault indexDamaged when they do not fit. */
export function pageRows(page: Buffer, { page: layout, idBytes }: FileLayout): { count: number; entryBytes: number } {
  const count = page.readUIntLE(layout.countOffset, layout.countBytes);
  const entryBytes = page.readUInt8(layout.entryBytesOffset);
  if (entryBytes < idBytes * 3 || count * entryBytes > layout.countOffset) throw new PstFault('indexDamaged');
  return { count, entryBytes };
}

type Wanted = { readonly index: IndexName; readonly id: number };

/**
 * Where the entry of that id stands in a leaf; above, the last one that begins at or before it. Null when there is none.
 * @throws PstFault indexDamaged
 */
export function rowInPage(
  page: Buffer,
  layout: FileLayout,
  { index, id }: Wanted,
): { readonly start: number; readonly end: number } | null {
  const { count, entryBytes } = pageRows(page, layout);
  const wanted = keyOf(index, id);
  let low = 0;
  let high = count;
  // Ends at the first entry behind the wanted one.
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(index, readNumber(page, middle * entryBytes, layout.idBytes)) > wanted) high = middle;
    else low = middle + 1;
  }
  if (low === 0) return null;
  const start = (low - 1) * entryBytes;
  const isExact = keyOf(index, readNumber(page, start, layout.idBytes)) === wanted;
  return isExact || levelOf(page, layout) > 0 ? { start, end: start + entryBytes } : null;
}

/** Node ids have 32 bits whatever their room; the lowest bit of a block id belongs to the program that wrote it. */
function keyOf(index: IndexName, id: number): number {
  return index === 'nodes' ? id >>> 0 : id - (id % 2);
}

/** True for the id of a block that lists other blocks instead of holding data. @see [MS-PST] 2.2.2.2 BID */
export function isInternal(blockId: number): boolean {
  return (blockId & 2) !== 0;
}

/** Bytes that a block of so many bytes of data takes in the file. */
export function blockRoom(sizeBytes: number, { block }: FileLayout): number {
  return Math.ceil((sizeBytes + block.trailerBytes) / block.rowBytes) * block.rowBytes;
}

/**
 * The data of a block, still encoded, given all the bytes it takes in the file.
 * @throws PstFault blockDamaged when its checksum is wrong.
 */
export function checkedBlock(bytes: Buffer, sizeBytes: number, { block }: FileLayout): Buffer {
  const data = bytes.subarray(0, sizeBytes);
  if (bytes.readUInt32LE(bytes.length - block.trailerBytes + block.crcOffset) !== pstCrc(data)) {
    throw new PstFault('blockDamaged');
  }
  return data;
}

/** An id or an offset as a number: not a safe integer beyond 2^53, where no file has either. */
export function readNumber(bytes: Buffer, at: number, width: 4 | 8): number {
  const low = bytes.readUInt32LE(at);
  return width === 4 ? low : low + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;
}
