import type { PstFormat } from '../../preload/contract/index.ts';
import { pstCrc } from './crc.ts';
import { PstFault } from './extractor/fault.ts';

/** How one kind of file lays out what is read here. @see [MS-PST] 2.2.2.5, 2.2.2.7.7, 2.2.2.8.1 */
export type FileLayout = {
  /** Width of block ids and offsets, bytes. */
  readonly idBytes: 4 | 8;
  readonly page: PageLayout;
  /** Where blocks end: their rows, and the checksum counted from the end of the last row. Null when not known to us. */
  readonly block: { readonly rowBytes: number; readonly trailerBytes: number; readonly crcOffset: number } | null;
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
  block: null,
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

/**
 * The entry of that id in a leaf; above, the last one that begins at or before it. Null when there is none.
 * @throws PstFault indexDamaged
 */
export function findInPage(
  page: Buffer,
  layout: FileLayout,
  { index, id }: { readonly index: IndexName; readonly id: bigint },
): Buffer | null {
  const { countOffset, countBytes, entryBytesOffset } = layout.page;
  const count = page.readUIntLE(countOffset, countBytes);
  const entryBytes = page.readUInt8(entryBytesOffset);
  if (entryBytes < layout.idBytes * 3 || count * entryBytes > countOffset) throw new PstFault('indexDamaged');
  const isLeaf = levelOf(page, layout) === 0;
  const wanted = keyOf(index, id);
  let found: Buffer | null = null;
  for (let at = 0; at < count * entryBytes; at += entryBytes) {
    const key = keyOf(index, readId(page, at, layout.idBytes));
    if (key > wanted) break;
    if (!isLeaf || key === wanted) found = page.subarray(at, at + entryBytes);
  }
  return found;
}

/** Node ids have 32 bits whatever their room; the lowest bit of a block id belongs to the program that wrote it. */
function keyOf(index: IndexName, id: bigint): bigint {
  return index === 'nodes' ? BigInt.asUintN(32, id) : id & ~1n;
}

/** Bytes that a block of so many bytes of data takes in the file. */
export function blockRoom(sizeBytes: number, { block }: FileLayout): number {
  if (block === null) return sizeBytes;
  return Math.ceil((sizeBytes + block.trailerBytes) / block.rowBytes) * block.rowBytes;
}

/**
 * The data of a block, still encoded, given all the bytes it takes in the file.
 * @throws PstFault blockDamaged when its checksum is wrong.
 */
export function checkedBlock(bytes: Buffer, sizeBytes: number, { block }: FileLayout): Buffer {
  const data = bytes.subarray(0, sizeBytes);
  if (block !== null && bytes.readUInt32LE(bytes.length - block.trailerBytes + block.crcOffset) !== pstCrc(data)) {
    throw new PstFault('blockDamaged');
  }
  return data;
}

/** An id or an offset in the file. */
export function readId(bytes: Buffer, at: number, width: 4 | 8): bigint {
  return width === 4 ? BigInt(bytes.readUInt32LE(at)) : bytes.readBigUInt64LE(at);
}
