import { MAX_BLOCK_BYTES } from '../ndb/block-store.ts';

/** Longest value a heap takes; longer ones become subnodes. @see [MS-PST] 2.3.3.3 */
export const MAX_HEAP_VALUE_BYTES = 3_580;

/** What a heap holds, by the signature in its first block. @see [MS-PST] 2.3.1.2 */
export const HEAP_CLIENT = { propertyContext: 0xbc, tableContext: 0x7c } as const;
export type HeapClient = (typeof HEAP_CLIENT)[keyof typeof HEAP_CLIENT];

const FIRST_HEADER_BYTES = 12;
const PAGE_HEADER_BYTES = 2;
const BITMAP_HEADER_BYTES = 66;
const MAP_HEADER_BYTES = 4;
const MAX_VALUES_PER_BLOCK = 2_040;
/** Free bytes at which a fill level ends, from level 0 (most room) to 14; below the last is level 15. @see [MS-PST] 2.3.1.2 */
const FILL_LEVEL_BYTES = [3_584, 2_560, 2_048, 1_792, 1_536, 1_280, 1_024, 768, 512, 256, 128, 64, 32, 16, 8];

type HeapBlock = { readonly headerBytes: number; readonly values: Buffer[]; valueBytes: number };

/** Small values in one node, each found by a heap id. @see [MS-PST] 2.3.1 */
export class Heap {
  readonly #client: HeapClient;
  readonly #blocks: HeapBlock[] = [];

  constructor(client: HeapClient) {
    this.#client = client;
  }

  /** Keeps `value` and gives its heap id; 0, which means "empty", for no bytes. The bytes are read in `toBlocks`. */
  allocate(value: Buffer): number {
    if (value.length === 0) return 0;
    if (value.length > MAX_HEAP_VALUE_BYTES) throw new RangeError(`a heap value of ${value.length} bytes`);
    const block = this.#roomFor(value.length);
    block.values.push(value);
    block.valueBytes += value.length;
    return (this.#blocks.length - 1) * 0x1_0000 + block.values.length * 32;
  }

  /** The data blocks of the node. `rootHid` is what a reader of this kind of heap starts from. */
  toBlocks(rootHid: number): Buffer[] {
    const blocks = this.#blocks.map(layOut);
    const first = blocks[0];
    if (first === undefined) throw new RangeError('an empty heap');
    first[2] = 0xec;
    first[3] = this.#client;
    first.writeUInt32LE(rootHid, 4);
    writeFillLevels(blocks);
    return blocks;
  }

  #roomFor(sizeBytes: number): HeapBlock {
    const last = this.#blocks.at(-1);
    if (
      last !== undefined &&
      last.values.length < MAX_VALUES_PER_BLOCK &&
      laidOutBytes(last, sizeBytes) <= MAX_BLOCK_BYTES
    )
      return last;
    const block: HeapBlock = { headerBytes: headerBytes(this.#blocks.length), values: [], valueBytes: 0 };
    this.#blocks.push(block);
    return block;
  }
}

function headerBytes(order: number): number {
  if (order === 0) return FIRST_HEADER_BYTES;
  return isBitmapBlock(order) ? BITMAP_HEADER_BYTES : PAGE_HEADER_BYTES;
}

/** Blocks 8, 136, 264 … state the fill levels of themselves and the 127 after them. @see [MS-PST] 2.3.1.4 */
function isBitmapBlock(order: number): boolean {
  return order >= 8 && (order - 8) % 128 === 0;
}

/** Bytes of the block with one more value, the map rounded up to an even offset. */
function laidOutBytes(block: HeapBlock, moreBytes: number): number {
  return block.headerBytes + block.valueBytes + moreBytes + 1 + MAP_HEADER_BYTES + 2 * (block.values.length + 2);
}

function layOut(block: HeapBlock): Buffer {
  const end = block.headerBytes + block.valueBytes;
  const map = end + (end % 2);
  const bytes = Buffer.alloc(map + MAP_HEADER_BYTES + 2 * (block.values.length + 1));
  bytes.writeUInt16LE(map, 0);
  bytes.writeUInt16LE(block.values.length, map);
  let at = block.headerBytes;
  block.values.forEach((value, order) => {
    bytes.set(value, at);
    bytes.writeUInt16LE(at, map + MAP_HEADER_BYTES + 2 * order);
    at += value.length;
  });
  bytes.writeUInt16LE(at, map + MAP_HEADER_BYTES + 2 * block.values.length);
  return bytes;
}

function writeFillLevels(blocks: readonly Buffer[]): void {
  let target: { bytes: Buffer; at: number; first: number } | undefined;
  blocks.forEach((block, order) => {
    if (order === 0) target = { bytes: block, at: 8, first: 0 };
    if (isBitmapBlock(order)) target = { bytes: block, at: 2, first: order };
    if (target === undefined) return;
    const nibble = order - target.first;
    const at = target.at + Math.floor(nibble / 2);
    target.bytes[at] = (target.bytes[at] ?? 0) | (fillLevel(block) << (4 * (nibble % 2)));
  });
}

function fillLevel(block: Buffer): number {
  const free = MAX_BLOCK_BYTES - block.length;
  const level = FILL_LEVEL_BYTES.findIndex((bytes) => free >= bytes);
  return level === -1 ? 15 : level;
}
