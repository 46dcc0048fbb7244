import { BLOCK_ENCODINGS, decodeBlock } from '../../../main/pst/block-encoding.ts';
import { pstCrc } from '../../../main/pst/crc.ts';
import {
  blockRoom,
  type FileLayout,
  type IndexName,
  isInternal,
  LAYOUTS,
  levelOf,
  pageRows,
  readNumber,
} from '../../../main/pst/page-layout.ts';

/** The bytes of a sound PST, to be changed at places that mean something. */
export type PstImage = { readonly bytes: Buffer; readonly layout: FileLayout; readonly encoding: number };

/** A page of an index; `at` is where it stands in the file. */
export type PageRow = {
  readonly at: number;
  readonly level: number;
  readonly count: number;
  readonly entryBytes: number;
};
/** An entry of the index of nodes; `at` is where the entry stands. */
export type NodeRow = {
  readonly at: number;
  readonly id: number;
  readonly dataId: number;
  readonly subnodesId: number;
};
/** An entry of the index of blocks, and where the block stands. */
export type BlockRow = {
  readonly at: number;
  readonly id: number;
  readonly position: number;
  readonly sizeBytes: number;
};

/** Where the fields of the header stand that both layouts have. @see [MS-PST] 2.2.2.6 */
const HEADER_FIELDS = {
  unicode: { eof: 0xb8, lastMap: 0xc0, mapValid: 0xf8, encoding: 0x201 },
  ansi: { eof: 0xa8, lastMap: 0xac, mapValid: 0xc8, encoding: 0x1cd },
} as const;
export type HeaderField = keyof (typeof HEADER_FIELDS)['unicode'];

/** A copy of a sound PST of 512-byte pages, ready to be changed. */
export function openImage(source: Buffer): PstImage {
  const bytes = Buffer.from(source);
  const layout = bytes.readUInt16LE(10) < 20 ? LAYOUTS.ansi : LAYOUTS.unicode;
  return { bytes, layout, encoding: bytes.readUInt8(fieldOffset({ layout }, 'encoding')) };
}

export function isAnsi({ layout }: Pick<PstImage, 'layout'>): boolean {
  return layout.idBytes === 4;
}

/** Where a field of the header stands. */
export function fieldOffset(image: Pick<PstImage, 'layout'>, field: HeaderField): number {
  return HEADER_FIELDS[isAnsi(image) ? 'ansi' : 'unicode'][field];
}

/** Writes an id, an offset or a size as wide as the layout has them; what is too large loses its upper half. */
export function writeWide({ bytes, layout }: PstImage, value: number, at: number): void {
  if (layout.idBytes === 4) bytes.writeUInt32LE(value % 0x1_0000_0000, at);
  else bytes.writeBigUInt64LE(BigInt(value), at);
}

export function rootOf({ bytes, layout }: PstImage, index: IndexName): number {
  return readNumber(bytes, layout.roots[index], layout.idBytes);
}

/** Makes the checksums of the header right again. */
export function resealHeader(image: PstImage): void {
  const { bytes } = image;
  bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 471)), 4);
  if (!isAnsi(image)) bytes.writeUInt32LE(pstCrc(bytes.subarray(8, 8 + 516)), 0x20c);
}

/** Makes the checksum of a page right again. */
export function resealPage({ bytes, layout: { page } }: PstImage, at: number): void {
  bytes.writeUInt32LE(pstCrc(bytes.subarray(at, at + page.kindOffset)), at + page.crcOffset);
}

/** Makes the checksum of a block right again. */
export function resealBlock({ bytes, layout }: PstImage, { position, sizeBytes }: BlockRow): void {
  const { trailerBytes, crcOffset } = layout.block;
  const trailer = position + blockRoom(sizeBytes, layout) - trailerBytes;
  bytes.writeUInt32LE(pstCrc(bytes.subarray(position, position + sizeBytes)), trailer + crcOffset);
}

/** Every page of an index, each before those below it. */
export function listPages(image: PstImage, index: IndexName): readonly PageRow[] {
  const { bytes, layout } = image;
  const found: PageRow[] = [];
  const waiting = [rootOf(image, index)];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const page = bytes.subarray(at, at + layout.page.bytes);
    const row = { at, level: levelOf(page, layout), ...pageRows(page, layout) };
    found.push(row);
    if (row.level === 0) continue;
    for (let i = row.count - 1; i >= 0; i -= 1) {
      waiting.push(readNumber(page, i * row.entryBytes + layout.idBytes * 2, layout.idBytes));
    }
  }
  return found;
}

export function listNodes(image: PstImage): readonly NodeRow[] {
  const { bytes, layout } = image;
  return listEntries(image, 'nodes').map((at) => ({
    at,
    id: bytes.readUInt32LE(at),
    dataId: readNumber(bytes, at + layout.idBytes, layout.idBytes),
    subnodesId: readNumber(bytes, at + layout.idBytes * 2, layout.idBytes),
  }));
}

export function listBlocks(image: PstImage): readonly BlockRow[] {
  const { bytes, layout } = image;
  return listEntries(image, 'blocks').map((at) => ({
    at,
    id: readNumber(bytes, at, layout.idBytes),
    position: readNumber(bytes, at + layout.idBytes, layout.idBytes),
    sizeBytes: bytes.readUInt16LE(at + layout.idBytes * 2),
  }));
}

/** Blocks that list other blocks: of data, or of subnodes. */
export function listLists(image: PstImage, kind: 'data' | 'subnodes'): readonly BlockRow[] {
  const mark = kind === 'data' ? 1 : 2;
  return listBlocks(image).filter(({ id, position }) => isInternal(id) && image.bytes[position] === mark);
}

/** Makes the checksum of the page right again in which an entry stands. */
export function resealEntry(image: PstImage, at: number): void {
  resealPage(image, at - (at % image.layout.page.bytes));
}

/** Changes what a block holds, once it is decoded, and seals it again. */
export function editBlock(image: PstImage, block: BlockRow, edit: (plain: Buffer) => void): void {
  const stored = image.bytes.subarray(block.position, block.position + block.sizeBytes);
  const encoding = isInternal(block.id) ? BLOCK_ENCODINGS.none : image.encoding;
  const plain = decodeBlock(stored, encoding, BigInt(block.id));
  if (plain === null) throw new RangeError('an encoding nobody can undo');
  edit(plain);
  encodeBlock(plain, encoding, BigInt(block.id)).copy(stored);
  resealBlock(image, block);
}

/** What each byte becomes when it is permuted. */
const PERMUTED = new Map(
  decodeBlock(Buffer.from(Array.from({ length: 256 }, (_, i) => i)), BLOCK_ENCODINGS.permuted, 0n)?.entries(),
);
const PERMUTED_BY_PLAIN = new Map(Array.from(PERMUTED, ([permuted, plain]) => [plain, permuted]));

function encodeBlock(plain: Buffer, encoding: number, id: bigint): Buffer {
  if (encoding === BLOCK_ENCODINGS.permuted) return Buffer.from(plain.map((byte) => PERMUTED_BY_PLAIN.get(byte) ?? 0));
  // Turning a block is its own way back.
  return decodeBlock(plain, encoding, id) ?? plain;
}

/** What a block holds, decoded; a copy. */
export function readPlain({ bytes, encoding }: PstImage, { id, position, sizeBytes }: BlockRow): Buffer {
  const plain = decodeBlock(
    bytes.subarray(position, position + sizeBytes),
    isInternal(id) ? BLOCK_ENCODINGS.none : encoding,
    BigInt(id),
  );
  return plain ?? Buffer.alloc(0);
}

function listEntries(image: PstImage, index: IndexName): readonly number[] {
  return listPages(image, index)
    .filter(({ level }) => level === 0)
    .flatMap(({ at, count, entryBytes }) => Array.from({ length: count }, (_, i) => at + i * entryBytes));
}
