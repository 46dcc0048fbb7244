import { pstCrc, writeIds } from './binary.ts';
import { BLOCK_ENCODINGS, type BlockEncoding } from './block-encoding.ts';
import type { FileFormat, FileFormatName } from './file-format.ts';
import { PAGE_BYTES, PAGE_TYPE, type PageReference, sealPage } from './pages.ts';
import { FIRST_SPAN_IB, type SpanTotals } from './span-file.ts';

const DENSITY_LIST_IB = 0x4200;
const NID_TYPES = 32;
const FIRST_INDEX = 0x400;
/** Types whose ids start higher, by type: search folders, messages, associated messages. @see [MS-PST] 2.2.2.6 */
const FIRST_INDEX_OF_TYPE: Readonly<Record<number, number>> = { 3: 0x4000, 4: 0x1_0000, 8: 0x8000 };

/** Where the fields of the header stand, bytes from the start. @see [MS-PST] 2.2.2.5, 2.2.2.6 */
type HeaderLayout = {
  readonly version: number;
  /** The counters of page ids and of block ids. */
  readonly nextPageBid: number;
  readonly nextBid: number;
  /** Number of changes; the counters of node ids follow. */
  readonly unique: number;
  readonly eof: number;
  /** True byte that the maps are valid, behind the last of the root's offsets. */
  readonly mapsValid: number;
  /** The first bytes of the free maps; the sentinel, the encoding follow them. */
  readonly freeMaps: number;
  readonly hasFullCrc: boolean;
};

const LAYOUTS: Readonly<Record<FileFormatName, HeaderLayout>> = {
  unicode: {
    version: 23,
    nextPageBid: 32,
    nextBid: 516,
    unique: 40,
    eof: 184,
    mapsValid: 248,
    freeMaps: 256,
    hasFullCrc: true,
  },
  ansi: {
    version: 14,
    nextPageBid: 28,
    nextBid: 24,
    unique: 32,
    eof: 168,
    mapsValid: 200,
    freeMaps: 204,
    hasFullCrc: false,
  },
};
const FREE_MAPS_BYTES = 256;

/** Everything the header says. `nextIndexOfType` gives the next free node index of each node type in use. */
export type HeaderFacts = {
  readonly spans: SpanTotals;
  readonly nodeTree: PageReference;
  readonly blockTree: PageReference;
  readonly nextBid: number;
  readonly nextPageBid: number;
  readonly encoding: BlockEncoding;
  readonly nextIndexOfType: ReadonlyMap<number, number>;
};

/** The bytes before the first allocation map: header and an empty density list. @see [MS-PST] 2.2.2.6 */
export function buildFront(format: FileFormat, facts: HeaderFacts): Buffer {
  const front = Buffer.alloc(FIRST_SPAN_IB);
  const layout = LAYOUTS[format.name];
  writeIdentity(front, layout.version);
  // Outlook fills the list when it next looks for free space; an empty one is valid.
  const list = front.subarray(DENSITY_LIST_IB, DENSITY_LIST_IB + PAGE_BYTES);
  sealPage(format, list, PAGE_TYPE.densityList, { bid: facts.nextPageBid, ib: DENSITY_LIST_IB });
  writeIds(format, front, layout.nextPageBid, [facts.nextPageBid + 1]);
  writeIds(format, front, layout.nextBid, [facts.nextBid]);
  writeCounters(front, layout.unique, facts.nextIndexOfType);
  writeRoot(format, front, facts);
  front.fill(0xff, layout.freeMaps, layout.freeMaps + FREE_MAPS_BYTES);
  front[layout.freeMaps + FREE_MAPS_BYTES] = 0x80;
  front[layout.freeMaps + FREE_MAPS_BYTES + 1] = BLOCK_ENCODINGS[facts.encoding];
  front.writeUInt32LE(pstCrc(front.subarray(8, 8 + 471)), 4);
  if (layout.hasFullCrc) front.writeUInt32LE(pstCrc(front.subarray(8, 8 + 516)), 524);
  return front;
}

function writeIdentity(front: Buffer, version: number): void {
  front.write('!BDN', 0, 'latin1');
  front.write('SM', 8, 'latin1');
  front.writeUInt16LE(version, 10);
  front.writeUInt16LE(19, 12);
  front[14] = 1;
  front[15] = 1;
}

function writeCounters(front: Buffer, at: number, nextIndexOfType: ReadonlyMap<number, number>): void {
  front.writeUInt32LE(1, at);
  for (let type = 0; type < NID_TYPES; type += 1) {
    const first = FIRST_INDEX_OF_TYPE[type] ?? FIRST_INDEX;
    front.writeUInt32LE(Math.max(first, nextIndexOfType.get(type) ?? 0), at + 4 + 4 * type);
  }
}

function writeRoot(format: FileFormat, front: Buffer, { spans, nodeTree, blockTree }: HeaderFacts): void {
  const { eof, mapsValid } = LAYOUTS[format.name];
  // No room is kept apart for pages, so their free bytes stay 0.
  writeIds(format, front, eof, [spans.eofBytes, spans.lastMapIb, spans.freeBytes, 0]);
  writeIds(format, front, eof + 4 * format.idBytes, [nodeTree.bid, nodeTree.ib, blockTree.bid, blockTree.ib]);
  front[mapsValid] = 2;
}
