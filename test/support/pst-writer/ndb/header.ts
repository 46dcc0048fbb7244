import { pstCrc, writeUint64 } from './binary.ts';
import { PAGE_BYTES, PAGE_TYPE, type PageReference, sealPage } from './pages.ts';
import { FIRST_SPAN_IB, type SpanTotals } from './span-file.ts';

const DENSITY_LIST_IB = 0x4200;
const NID_TYPES = 32;
const FIRST_INDEX = 0x400;
/** Types whose ids start higher, by type: search folders, messages, associated messages. @see [MS-PST] 2.2.2.6 */
const FIRST_INDEX_OF_TYPE: Readonly<Record<number, number>> = { 3: 0x4000, 4: 0x1_0000, 8: 0x8000 };

/** Everything the header says. `nextIndexOfType` gives the next free node index of each node type in use. */
export type HeaderFacts = {
  readonly spans: SpanTotals;
  readonly nodeTree: PageReference;
  readonly blockTree: PageReference;
  readonly nextBid: number;
  readonly nextPageBid: number;
  readonly isPermuted: boolean;
  readonly nextIndexOfType: ReadonlyMap<number, number>;
};

/** The bytes before the first allocation map: header and an empty density list. @see [MS-PST] 2.2.2.6 */
export function buildFront(facts: HeaderFacts): Buffer {
  const front = Buffer.alloc(FIRST_SPAN_IB);
  writeIdentity(front);
  writeCounters(front, facts);
  writeRoot(front, facts);
  front.fill(0xff, 256, 512);
  front[512] = 0x80;
  front[513] = facts.isPermuted ? 1 : 0;
  writeUint64(front, facts.nextBid, 516);
  front.writeUInt32LE(pstCrc(front.subarray(8, 8 + 471)), 4);
  front.writeUInt32LE(pstCrc(front.subarray(8, 8 + 516)), 524);
  // Outlook fills the list when it next looks for free space; an empty one is valid.
  const list = front.subarray(DENSITY_LIST_IB, DENSITY_LIST_IB + PAGE_BYTES);
  sealPage(list, PAGE_TYPE.densityList, { bid: facts.nextPageBid, ib: DENSITY_LIST_IB });
  return front;
}

function writeIdentity(front: Buffer): void {
  front.write('!BDN', 0, 'latin1');
  front.write('SM', 8, 'latin1');
  front.writeUInt16LE(23, 10);
  front.writeUInt16LE(19, 12);
  front[14] = 1;
  front[15] = 1;
}

function writeCounters(front: Buffer, facts: HeaderFacts): void {
  writeUint64(front, facts.nextPageBid + 1, 32);
  front.writeUInt32LE(1, 40);
  for (let type = 0; type < NID_TYPES; type += 1) {
    const first = FIRST_INDEX_OF_TYPE[type] ?? FIRST_INDEX;
    front.writeUInt32LE(Math.max(first, facts.nextIndexOfType.get(type) ?? 0), 44 + 4 * type);
  }
}

function writeRoot(front: Buffer, { spans, nodeTree, blockTree }: HeaderFacts): void {
  writeUint64(front, spans.eofBytes, 184);
  writeUint64(front, spans.lastMapIb, 192);
  writeUint64(front, spans.freeBytes, 200);
  writeUint64(front, nodeTree.bid, 216);
  writeUint64(front, nodeTree.ib, 224);
  writeUint64(front, blockTree.bid, 232);
  writeUint64(front, blockTree.ib, 240);
  front[248] = 2;
}
