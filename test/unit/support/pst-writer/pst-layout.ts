import { crc32 } from 'node:zlib';

/** A stretch of the file, bytes from its start; the end is exclusive. */
export type Range = { readonly from: number; readonly to: number };
/** One row of the block B-tree. */
export type BlockRow = { bid: number; ib: number; sizeBytes: number; references: number };
/** One row of the node B-tree. */
export type NodeRow = { nid: number; dataBid: number; subnodeBid: number; parentNid: number };
/** A page or block whose checksum, signature or id is not what its place asks for; empty in a sound file. */
export type Flaw = { readonly what: string; readonly ib: number };

/**
 * The lowest layer of a PST as read by code that shares nothing with the writer, so that a mistake in the one does not
 * hide in the other. @see [MS-PST] 2.2
 */
export type PstLayout = {
  readonly blocks: BlockRow[];
  readonly nodes: NodeRow[];
  /** Pages of the two B-trees. */
  readonly pages: Range[];
  /** Allocation maps and the other maps, by place. */
  readonly maps: { readonly type: number; readonly ib: number }[];
  /** What the allocation maps say is taken, in 64-byte slots joined to ranges. */
  readonly taken: Range[];
  readonly flaws: Flaw[];
};

const FIRST_MAP = 0x4400;
const MAP_STEP = 0x3e000;

/** Where things stand in each of the two layouts. */
type Shape = {
  readonly idBytes: 4 | 8;
  readonly trailerBytes: 12 | 16;
  readonly nodes: number;
  readonly blocks: number;
  /** Behind the rows of a page. */
  readonly rowsEnd: number;
  readonly mapBits: number;
  /** Within a trailer. */
  readonly crc: number;
  readonly id: number;
};
const UNICODE: Shape = {
  idBytes: 8,
  trailerBytes: 16,
  nodes: 224,
  blocks: 240,
  rowsEnd: 488,
  mapBits: 0,
  crc: 4,
  id: 8,
};
const ANSI: Shape = { idBytes: 4, trailerBytes: 12, nodes: 188, blocks: 196, rowsEnd: 496, mapBits: 4, crc: 8, id: 4 };

/** The layout of a file, by the version in its header. */
function shapeOf(file: Buffer): Shape {
  return file.readUInt16LE(10) < 23 ? ANSI : UNICODE;
}

/** Reads the layout of a whole file in memory. */
export function readLayout(file: Buffer): PstLayout {
  const flaws: Flaw[] = [];
  const pages: Range[] = [];
  const blocks: BlockRow[] = [];
  const nodes: NodeRow[] = [];
  const shape = shapeOf(file);
  const wide = shape.idBytes;
  const id = (bytes: Buffer, order: number) => readId(file, bytes, order * wide);
  walkTree({ file, shape, type: 0x80, pages, flaws }, readId(file, file, shape.blocks), (row) => {
    const [sizeBytes, references] = [row.readUInt16LE(2 * wide), row.readUInt16LE(2 * wide + 2)];
    blocks.push({ bid: id(row, 0), ib: id(row, 1), sizeBytes, references });
  });
  walkTree({ file, shape, type: 0x81, pages, flaws }, readId(file, file, shape.nodes), (row) => {
    nodes.push({ nid: id(row, 0), dataBid: id(row, 1), subnodeBid: id(row, 2), parentNid: row.readUInt32LE(3 * wide) });
  });
  for (const block of blocks) checkBlock(file, block, flaws);
  return { blocks, nodes, pages, maps: readMaps(file, flaws), taken: readTaken(file), flaws };
}

/** The place of a block in the file, trailer and padding included. */
export function blockRange(file: Buffer, { ib, sizeBytes }: BlockRow): Range {
  return { from: ib, to: ib + Math.ceil((sizeBytes + shapeOf(file).trailerBytes) / 64) * 64 };
}

/** An id or offset, as wide as the file has them. */
export function readId(file: Buffer, bytes: Buffer, offset: number): number {
  return shapeOf(file).idBytes === 8 ? at(bytes, offset) : bytes.readUInt32LE(offset);
}

/** Ranges in order, those that touch joined. @throws when two overlap */
export function joinRanges(ranges: readonly Range[]): Range[] {
  const joined: { from: number; to: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && range.from < last.to) throw new Error(`overlap at ${range.from}`);
    if (last !== undefined && range.from === last.to) last.to = range.to;
    else joined.push({ ...range });
  }
  return joined;
}

/** CRC-32 as PSTs use it. */
export function checksum(bytes: Buffer): number {
  return (crc32(bytes, 0xffffffff) ^ 0xffffffff) >>> 0;
}

/** The 64-bit number at an offset. */
export function at(bytes: Buffer, offset: number): number {
  return Number(bytes.readBigUInt64LE(offset));
}

type Walk = {
  readonly file: Buffer;
  readonly shape: Shape;
  readonly type: number;
  readonly pages: Range[];
  readonly flaws: Flaw[];
};

function walkTree(walk: Walk, ib: number, onRow: (row: Buffer) => void): void {
  const { file, shape } = walk;
  const page = file.subarray(ib, ib + 512);
  walk.pages.push({ from: ib, to: ib + 512 });
  checkPage(file, { ib, type: walk.type, bid: null }, walk.flaws);
  const [count = 0, , rowBytes = 0, level = 0] = page.subarray(shape.rowsEnd, shape.rowsEnd + 4);
  for (let order = 0; order < count; order += 1) {
    const row = page.subarray(order * rowBytes, (order + 1) * rowBytes);
    if (level === 0) onRow(row);
    else walkTree(walk, readId(file, row, 2 * shape.idBytes), onRow);
  }
}

function checkPage(file: Buffer, want: { ib: number; type: number; bid: number | null }, flaws: Flaw[]): void {
  const { ib } = want;
  const { trailerBytes, crc, id } = shapeOf(file);
  const body = file.subarray(ib, ib + 512 - trailerBytes);
  const trailer = file.subarray(ib + 512 - trailerBytes, ib + 512);
  if (trailer[0] !== want.type || trailer[1] !== want.type) flaws.push({ what: 'page type', ib });
  if (trailer.readUInt32LE(crc) !== checksum(body)) flaws.push({ what: 'page checksum', ib });
  const bid = readId(file, trailer, id);
  if (want.bid !== null && want.bid !== bid) flaws.push({ what: 'page id', ib });
  if (trailer.readUInt16LE(2) !== signature(ib, bid)) flaws.push({ what: 'page signature', ib });
}

function checkBlock(file: Buffer, block: BlockRow, flaws: Flaw[]): void {
  const { ib, sizeBytes, bid } = block;
  const { trailerBytes, crc, id } = shapeOf(file);
  const end = blockRange(file, block).to;
  const trailer = file.subarray(end - trailerBytes, end);
  if (trailer.readUInt16LE(0) !== sizeBytes) flaws.push({ what: 'block size', ib });
  if (trailer.readUInt16LE(2) !== signature(ib, bid)) flaws.push({ what: 'block signature', ib });
  if (trailer.readUInt32LE(crc) !== checksum(file.subarray(ib, ib + sizeBytes)))
    flaws.push({ what: 'block checksum', ib });
  if (readId(file, trailer, id) !== bid) flaws.push({ what: 'block id', ib });
}

function signature(ib: number, bid: number): number {
  const mixed = Number((BigInt(ib) ^ BigInt(bid)) & 0xffffffffn);
  return (mixed >>> 16) ^ (mixed & 0xffff);
}

function readMaps(file: Buffer, flaws: Flaw[]): { type: number; ib: number }[] {
  const maps: { type: number; ib: number }[] = [];
  for (let span = 0; FIRST_MAP + span * MAP_STEP < file.length; span += 1) {
    const types = [0x84];
    if (span % 8 === 0) types.push(0x83);
    if (span >= 128 && (span - 128) % 496 === 0) types.push(0x82);
    types.forEach((type, order) => {
      const ib = FIRST_MAP + span * MAP_STEP + order * 512;
      maps.push({ type, ib });
      checkPage(file, { ib, type, bid: ib }, flaws);
    });
  }
  return maps;
}

function readTaken(file: Buffer): Range[] {
  const ranges: Range[] = [];
  const { mapBits } = shapeOf(file);
  for (let ib = FIRST_MAP; ib < file.length; ib += MAP_STEP) {
    for (let slot = 0; slot < 496 * 8; slot += 1) {
      const bit = (file[ib + mapBits + (slot >> 3)] ?? 0) & (0x80 >> (slot & 7));
      if (bit !== 0) ranges.push({ from: ib + slot * 64, to: ib + (slot + 1) * 64 });
    }
  }
  return joinRanges(ranges);
}
