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
/** Heap ids have 16 bits for the block. */
const MAX_BLOCKS = 0x1_0000;
/** Free bytes at which a fill level ends, from level 0 (most room) to 14; below the last is level 15. @see [MS-PST] 2.3.1.2 */
const FILL_LEVEL_BYTES = [3_584, 2_560, 2_048, 1_792, 1_536, 1_280, 1_024, 768, 512, 256, 128, 64, 32, 16, 8];

type HeapBlock = { readonly bytes: Buffer; readonly ends: number[]; endsAt: number };

/** Small values in one node, each found by a heap id. The blocks are filled as values come, so nothing is kept twice. @see [MS-PST] 2.3.1 */
export class Heap {
  readonly #client: HeapClient;
  readonly #maxBlockBytes: number;
  readonly #blocks: HeapBlock[] = [];

  constructor(client: HeapClient, maxBlockBytes: number) {
    this.#client = client;
    this.#maxBlockBytes = maxBlockBytes;
  }

  /** Keeps `value` and gives its heap id; 0, which means "empty", for no bytes. */
  allocate(value: Uint8Array): number {
    if (value.length === 0) return 0;
    const { hid, bytes } = this.reserve(value.length);
    bytes.set(value);
    return hid;
  }

  /** Room for a value of so many zeroed bytes, to be filled before `toBlocks`. */
  reserve(sizeBytes: number): { readonly hid: number; readonly bytes: Buffer } {
    if (sizeBytes > MAX_HEAP_VALUE_BYTES) throw new RangeError(`a heap value of ${sizeBytes} bytes`);
    const block = this.#roomFor(sizeBytes);
    const start = block.endsAt;
    block.endsAt += sizeBytes;
    block.ends.push(block.endsAt);
    const hid = (this.#blocks.length - 1) * 0x1_0000 + block.ends.length * 32;
    return { hid, bytes: block.bytes.subarray(start, block.endsAt) };
  }

  /** The data blocks of the node. `rootHid` is what a reader of this kind of heap starts from. */
  toBlocks(rootHid: number): Buffer[] {
    const blocks = this.#blocks.map((block, order) => finishBlock(block, headerBytes(order)));
    const first = blocks[0];
    if (first === undefined) throw new RangeError('an empty heap');
    first[2] = 0xec;
    first[3] = this.#client;
    first.writeUInt32LE(rootHid, 4);
    writeFillLevels(blocks, this.#maxBlockBytes);
    return blocks;
  }

  #roomFor(sizeBytes: number): HeapBlock {
    const last = this.#blocks.at(-1);
    const hasRoom = last !== undefined && last.ends.length < MAX_VALUES_PER_BLOCK;
    if (hasRoom && laidOutBytes(last, sizeBytes) <= this.#maxBlockBytes) return last;
    if (this.#blocks.length === MAX_BLOCKS) throw new RangeError('a heap of too many blocks');
    const block = { bytes: Buffer.alloc(this.#maxBlockBytes), ends: [], endsAt: headerBytes(this.#blocks.length) };
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
  return block.endsAt + moreBytes + 1 + MAP_HEADER_BYTES + 2 * (block.ends.length + 2);
}

/** Adds the map behind the values: how many there are, where each starts, where the last ends. */
function finishBlock({ bytes, ends, endsAt }: HeapBlock, start: number): Buffer {
  const map = endsAt + (endsAt % 2);
  bytes.writeUInt16LE(map, 0);
  bytes.writeUInt16LE(ends.length, map);
  bytes.writeUInt16LE(start, map + MAP_HEADER_BYTES);
  ends.forEach((end, order) => {
    bytes.writeUInt16LE(end, map + MAP_HEADER_BYTES + 2 * (order + 1));
  });
  return bytes.subarray(0, map + MAP_HEADER_BYTES + 2 * (ends.length + 1));
}

function writeFillLevels(blocks: readonly Buffer[], maxBlockBytes: number): void {
  let target: { bytes: Buffer; at: number; first: number } | undefined;
  blocks.forEach((block, order) => {
    if (order === 0) target = { bytes: block, at: 8, first: 0 };
    if (isBitmapBlock(order)) target = { bytes: block, at: 2, first: order };
    if (target === undefined) return;
    const nibble = order - target.first;
    const at = target.at + Math.floor(nibble / 2);
    target.bytes[at] = (target.bytes[at] ?? 0) | (fillLevel(maxBlockBytes - block.length) << (4 * (nibble % 2)));
  });
}

function fillLevel(freeBytes: number): number {
  const level = FILL_LEVEL_BYTES.findIndex((bytes) => freeBytes >= bytes);
  return level === -1 ? 15 : level;
}
