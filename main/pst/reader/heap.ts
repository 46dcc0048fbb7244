import { PstFault } from './fault.ts';
import type { PstNode } from './node.ts';

/** What the heap of a node is used for. @see [MS-PST] 2.3.1.2 bClientSig */
export const HEAP_KINDS = { properties: 0xbc, table: 0x7c } as const;

/** What a heap needs of its node. */
export type HeapNode = Pick<PstNode, 'layout' | 'block' | 'subnode'> & Partial<Pick<PstNode, 'scanBlock'>>;

/** The heap in a node: small values by id, and the sorted lists made of them. @see [MS-PST] 2.3.1, 2.3.2 */
export interface Heap {
  /** Id of the value where everything else starts. */
  readonly rootId: number;
  /** A value of the heap; empty for id 0. @throws PstFault heapDamaged */
  value(id: number): Buffer;
  /** Where a value stands; good until the next look-up. @throws PstFault heapDamaged, for id 0, too */
  locate(id: number): HeapPlace;
  /** The value, in one piece, that an id names either in the heap or in a node of its own. @throws PstFault */
  valueOrSubnode(id: number): Buffer;
  /** The sorted list at an id, piece by piece, in order of its keys. @throws PstFault heapDamaged */
  list(headerId: number): readonly HeapRows[];
  readonly node: HeapNode;
}

/** A value within the bytes of its block. */
export type HeapPlace = { readonly bytes: Buffer; readonly start: number; readonly end: number };

/** Rows that stand together, each a key and its entry; what is left at the end is no row. */
export type HeapRows = { readonly bytes: Buffer; readonly keyBytes: number; readonly rowBytes: number };

const HEAP_SIGNATURE = 0xec;
const HEAP_HEADER_BYTES = 12;
const LIST_SIGNATURE = 0xb5;
const LIST_HEADER_BYTES = 8;
const MAX_LIST_LEVELS = 8;
const BRANCH_BYTES = 4;
/** Low bits of an id that tell a heap value (0) from a node. @see [MS-PST] 2.3.1.1 HID */
const KIND_BITS = 5;
const KIND_MASK = 0x1f;
const NOTHING = Buffer.alloc(0);

/** True for an id that names a value of the heap itself, not a node. */
export function isHeapId(id: number): boolean {
  return (id & KIND_MASK) === 0;
}

/** Opens the heap of a node. @throws PstFault heapDamaged when there is none of that kind. */
export function openHeap(node: HeapNode, kind: number): Heap {
  const first = node.block(0);
  if (!first || first.length < HEAP_HEADER_BYTES || first[2] !== HEAP_SIGNATURE || first[3] !== kind)
    throw new PstFault('heapDamaged');
  return new NodeHeap(node, first);
}

class NodeHeap implements Heap {
  readonly rootId: number;
  readonly node: HeapNode;
  readonly #blockBits: number;
  /** The bits of an id that number the value within its block, those of its kind too. */
  readonly #indexMask: number;
  readonly #first: HeapBlock;
  /** Values that are read together mostly stand together, so the last block is remembered. */
  #last: HeapBlock;
  #located: HeapBlock;
  /** Where blocks behind the first are put while one value after the other is looked up; made when there is one. */
  #room: Buffer | null = null;
  /** Blocks that were there before: whoever comes back will do so again, so from then on they are kept. */
  #scanned: Set<number> | null = null;
  readonly #place: { bytes: Buffer; start: number; end: number } = { bytes: NOTHING, start: 0, end: 0 };

  constructor(node: HeapNode, first: Buffer) {
    this.node = node;
    this.#blockBits = node.layout.heapIndexBits + KIND_BITS;
    this.#indexMask = 2 ** this.#blockBits - 1;
    this.rootId = first.readUInt32LE(4);
    this.#first = readMap(first, 0);
    this.#last = this.#first;
    this.#located = this.#first;
  }

  value(id: number): Buffer {
    if (id === 0) return NOTHING;
    const number = id >>> this.#blockBits;
    if (number !== this.#last.number) this.#last = readMap(this.node.block(number), number);
    const { bytes, start, end } = this.#find(this.#last, id);
    return bytes.subarray(start, end);
  }

  locate(id: number): HeapPlace {
    const number = id >>> this.#blockBits;
    if (number !== this.#located.number) this.#located = this.#scan(number);
    return this.#find(this.#located, id);
  }

  valueOrSubnode(id: number): Buffer {
    return isHeapId(id) ? this.value(id) : this.node.subnode(id).bytes();
  }

  list(headerId: number): readonly HeapRows[] {
    return readList((id) => this.value(id), headerId);
  }

  #scan(number: number): HeapBlock {
    if (number === 0) return this.#first;
    this.#scanned ??= new Set();
    if (this.#scanned.has(number)) return readMap(this.node.block(number), number);
    this.#scanned.add(number);
    // What is in the room is overwritten, whether the read succeeds or not.
    this.#located = this.#first;
    this.#room ??= Buffer.allocUnsafeSlow(this.#first.bytes.length);
    return readMap(this.node.scanBlock?.(number, this.#room) ?? this.node.block(number), number);
  }

  #find({ bytes, mapAt, count }: HeapBlock, id: number): HeapPlace {
    const index = (id & this.#indexMask) >>> KIND_BITS;
    if (!isHeapId(id) || index === 0 || index > count) throw new PstFault('heapDamaged');
    const at = mapAt + 2 + index * 2;
    const place = this.#place;
    place.bytes = bytes;
    place.start = bytes.readUInt16LE(at);
    place.end = bytes.readUInt16LE(at + 2);
    if (place.start > place.end || place.end > mapAt) throw new PstFault('heapDamaged');
    return place;
  }
}

/** A block of a heap, where its map begins, and how many values that tells of. */
type HeapBlock = { readonly number: number; readonly bytes: Buffer; readonly mapAt: number; readonly count: number };

/** A map that does not lie in the block tells of no values. @throws PstFault heapDamaged when there is no block */
function readMap(bytes: Buffer | null, number: number): HeapBlock {
  if (bytes === null) throw new PstFault('heapDamaged');
  const mapAt = bytes.length < 2 ? bytes.length : bytes.readUInt16LE(0);
  const room = bytes.length - mapAt - 6;
  return { number, bytes, mapAt, count: room < 0 ? 0 : Math.min(bytes.readUInt16LE(mapAt), room >>> 1) };
}

/** Goes through a list with a stack of its own; no piece twice, or a list that leads back to itself would never end. */
function readList(value: (id: number) => Buffer, headerId: number): readonly HeapRows[] {
  const header = value(headerId);
  if (header.length < LIST_HEADER_BYTES || header[0] !== LIST_SIGNATURE) throw new PstFault('heapDamaged');
  const [keyBytes, entryBytes, levels] = [header.readUInt8(1), header.readUInt8(2), header.readUInt8(3)];
  if (keyBytes < 1 || keyBytes > 4 || levels > MAX_LIST_LEVELS) throw new PstFault('heapDamaged');
  const rootId = header.readUInt32LE(4);
  const leafRowBytes = keyBytes + entryBytes;
  // Most lists are one piece.
  if (levels === 0) return rootId === 0 ? [] : [{ bytes: value(rootId), keyBytes, rowBytes: leafRowBytes }];
  const found: HeapRows[] = [];
  const met = new Set<number>();
  const waiting = [{ id: rootId, level: levels }];
  for (let piece = waiting.pop(); piece; piece = waiting.pop()) {
    if (met.has(piece.id)) throw new PstFault('heapDamaged');
    met.add(piece.id);
    const bytes = value(piece.id);
    const level = piece.level - 1;
    if (piece.level === 0) found.push({ bytes, keyBytes, rowBytes: leafRowBytes });
    else for (const id of branches(bytes, keyBytes)) waiting.push({ id, level });
  }
  return found;
}

/** The pieces a branch leads to, the last one first. */
function branches(bytes: Buffer, keyBytes: number): readonly number[] {
  const rowBytes = keyBytes + BRANCH_BYTES;
  const count = Math.floor(bytes.length / rowBytes);
  return Array.from({ length: count }, (_, i) => bytes.readUInt32LE((count - 1 - i) * rowBytes + keyBytes));
}
