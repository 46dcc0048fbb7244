import { crc32 } from 'node:zlib';
import { PSTFile } from 'pst-extractor';
import { DescriptorIndexNode } from 'pst-extractor/dist/DescriptorIndexNode.class.js';
import { OffsetIndexItem } from 'pst-extractor/dist/OffsetIndexItem.class.js';
import { PstFault } from './fault.ts';

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
  readonly entryBytesOffset: number;
  readonly levelOffset: number;
  readonly kindOffset: number;
  readonly crcOffset: number;
};

type IndexName = 'nodes' | 'blocks';
/** @see [MS-PST] 2.2.2.7.1 ptype */
const PAGE_KINDS: Readonly<Record<IndexName, number>> = { blocks: 0x80, nodes: 0x81 };

const UNICODE: FileLayout = {
  idBytes: 8,
  page: { bytes: 512, countOffset: 488, entryBytesOffset: 490, levelOffset: 491, kindOffset: 496, crcOffset: 500 },
  block: { rowBytes: 64, trailerBytes: 16, crcOffset: 4 },
  roots: { nodes: 0xe0, blocks: 0xf0 },
};
const ANSI: FileLayout = {
  idBytes: 4,
  page: { bytes: 512, countOffset: 496, entryBytesOffset: 498, levelOffset: 499, kindOffset: 500, crcOffset: 508 },
  block: { rowBytes: 64, trailerBytes: 12, crcOffset: 8 },
  roots: { nodes: 0xbc, blocks: 0xc4 },
};
/** Not part of the specification; as caches of Outlook 2013 and later show it. */
const UNICODE_4K: FileLayout = {
  idBytes: 8,
  page: {
    bytes: 4096,
    countOffset: 4056,
    entryBytesOffset: 4060,
    levelOffset: 4061,
    kindOffset: 4072,
    crcOffset: 4076,
  },
  block: null,
  roots: { nodes: 0xe0, blocks: 0xf0 },
};

/** The layout of an opened file. */
export function layoutOf(file: PSTFile): FileLayout {
  if (file.pstFileType === PSTFile.PST_TYPE_ANSI) return ANSI;
  return file.pstFileType === PSTFile.PST_TYPE_UNICODE ? UNICODE : UNICODE_4K;
}

type Long = Parameters<PSTFile['getOffsetIndexNode']>[0];

/**
 * A file of the library whose indexes are searched by us.
 *
 * The library's own search never ends when damage makes a page lead back to itself, and compares ANSI ids as text, so
 * that it finds nothing in such files. It calls these methods from its constructor on. Blocks are checked before the
 * library sees them, because it waits for ever for bytes that a block should have and has not.
 */
export class CheckedPstFile extends PSTFile {
  override getDescriptorIndexNode(id: Long): DescriptorIndexNode {
    return new DescriptorIndexNode(findEntry(this, 'nodes', unsigned(id)), this.pstFileType);
  }

  override getOffsetIndexNode(id: Long): OffsetIndexItem {
    const item = new OffsetIndexItem(findEntry(this, 'blocks', unsigned(id)), this.pstFileType);
    readBlockAt(this, item.fileOffset.toNumber(), item.size);
    return item;
  }
}

/** Where a block lies. @throws PstFault blockMissing, indexDamaged */
export function findBlock(file: PSTFile, id: bigint): { readonly offset: number; readonly sizeBytes: number } {
  const entry = findEntry(file, 'blocks', id);
  const { idBytes } = layoutOf(file);
  return { offset: readId(entry, idBytes, idBytes), sizeBytes: entry.readUInt16LE(idBytes * 2) };
}

/** The blocks of a node. @throws PstFault nodeMissing, indexDamaged */
export function findNodeBlocks(file: PSTFile, id: number): { readonly dataId: bigint; readonly subnodesId: bigint } {
  const entry = findEntry(file, 'nodes', BigInt(id));
  const { idBytes } = layoutOf(file);
  return { dataId: readBigId(entry, idBytes, idBytes), subnodesId: readBigId(entry, idBytes * 2, idBytes) };
}

/** The bytes of a block as they stand in the file. @throws PstFault blockDamaged when its checksum is wrong. */
export function readBlockAt(file: PSTFile, offset: number, sizeBytes: number): Buffer {
  const { block } = layoutOf(file);
  if (block === null) return readAt(file, offset, sizeBytes);
  const room = Math.ceil((sizeBytes + block.trailerBytes) / block.rowBytes) * block.rowBytes;
  const bytes = readAt(file, offset, room);
  const data = bytes.subarray(0, sizeBytes);
  if (bytes.readUInt32LE(room - block.trailerBytes + block.crcOffset) !== crcOf(data))
    throw new PstFault('blockDamaged');
  return data;
}

function findEntry(file: PSTFile, index: IndexName, id: bigint): Buffer {
  const { page: layout, idBytes, roots } = layoutOf(file);
  const wanted = keyOf(index, id);
  let page = readPage(file, index, readId(readAt(file, roots[index], idBytes), 0, idBytes));
  for (;;) {
    const level = page.readUInt8(layout.levelOffset);
    const entry = findInPage(page, { layout, idBytes, index, wanted, isLeaf: level === 0 });
    if (!entry) throw new PstFault(index === 'nodes' ? 'nodeMissing' : 'blockMissing');
    if (level === 0) return entry;
    page = readPage(file, index, readId(entry, idBytes * 2, idBytes));
    // One level down each time, or a page that leads back to itself would keep us here.
    if (page.readUInt8(layout.levelOffset) !== level - 1) throw new PstFault('indexDamaged');
  }
}

type Search = {
  readonly layout: PageLayout;
  readonly idBytes: 4 | 8;
  readonly index: IndexName;
  readonly wanted: bigint;
  readonly isLeaf: boolean;
};

/** The entry of that id in a leaf; above, the last one that begins at or before it. */
function findInPage(page: Buffer, { layout, idBytes, index, wanted, isLeaf }: Search): Buffer | null {
  const isLarge = layout.bytes === UNICODE_4K.page.bytes;
  const count = isLarge ? page.readUInt16LE(layout.countOffset) : page.readUInt8(layout.countOffset);
  const entryBytes = page.readUInt8(layout.entryBytesOffset);
  if (entryBytes < idBytes * 3 || count * entryBytes > layout.countOffset) throw new PstFault('indexDamaged');
  let found: Buffer | null = null;
  for (let at = 0; at < count * entryBytes; at += entryBytes) {
    const key = keyOf(index, readBigId(page, at, idBytes));
    if (key > wanted) break;
    if (!isLeaf || key === wanted) found = page.subarray(at, at + entryBytes);
  }
  return found;
}

/** Node ids have 32 bits whatever their room; the lowest bit of a block id belongs to the program that wrote it. */
function keyOf(index: IndexName, id: bigint): bigint {
  return index === 'nodes' ? BigInt.asUintN(32, id) : id & ~1n;
}

function readPage(file: PSTFile, index: IndexName, offset: number): Buffer {
  const { page: layout } = layoutOf(file);
  const page = readAt(file, offset, layout.bytes);
  const isRightKind = page[layout.kindOffset] === PAGE_KINDS[index];
  const crc = crcOf(page.subarray(0, layout.kindOffset));
  if (!isRightKind || page.readUInt32LE(layout.crcOffset) !== crc) throw new PstFault('indexDamaged');
  return page;
}

function readAt(file: PSTFile, offset: number, length: number): Buffer {
  if (!Number.isSafeInteger(offset)) throw new PstFault('indexDamaged');
  const bytes = Buffer.alloc(length);
  try {
    file.readCompletely(bytes, offset);
  } catch (error) {
    throw new PstFault('readFailed', error);
  }
  return bytes;
}

/** @see [MS-PST] 5.3 */
function crcOf(bytes: Uint8Array): number {
  return (crc32(bytes, 0xffffffff) ^ 0xffffffff) >>> 0;
}

function readBigId(bytes: Buffer, at: number, width: 4 | 8): bigint {
  return width === 4 ? BigInt(bytes.readUInt32LE(at)) : bytes.readBigUInt64LE(at);
}

function readId(bytes: Buffer, at: number, width: 4 | 8): number {
  return Number(readBigId(bytes, at, width));
}

function unsigned(id: Long): bigint {
  return BigInt.asUintN(64, BigInt(id.toString()));
}
