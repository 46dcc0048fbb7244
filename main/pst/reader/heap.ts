import { PstFault } from './fault.ts';
import type { PstNode } from './node.ts';

/** What the heap of a node is used for. @see [MS-PST] 2.3.1.2 bClientSig */
export const HEAP_KINDS = { properties: 0xbc, table: 0x7c } as const;

/** What a heap needs of its node. */
export type HeapNode = Pick<PstNode, 'layout' | 'block' | 'subnode'>;

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
  /** The sorted list at an id, piece by piece, in order of its keys. @throws PstFault heapDamaged, at the latest then */
  list(headerId: number): Iterable<HeapRows>;
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

/** Remembers the block it last looked into: values that are read together mostly stand together. */
class NodeHeap implements Heap {
  readonly rootId: number;
  readonly node: HeapNode;
  readonly #blockBits: number;
  #number = 0;
  #block: Buffer;
  /** Where the map of the block begins, and how many values it tells of. */
  #mapAt = 0;
  #count = 0;
  readonly #place: { bytes: Buffer; start: number; end: number } = { bytes: NOTHING, start: 0, end: 0 };

  constructor(node: HeapNode, first: Buffer) {
    this.node = node;
    this.#blockBits = node.layout.heapIndexBits + KIND_BITS;
    this.rootId = first.readUInt32LE(4);
    this.#block = first;
    this.#readMap();
  }

  value(id: number): Buffer {
    if (id === 0) return NOTHING;
    const { bytes, start, end } = this.locate(id);
    return bytes.subarray(start, end);
  }

  locate(id: number): HeapPlace {
    const number = id >>> this.#blockBits;
    const index = (id & (2 ** this.#blockBits - 1)) >>> KIND_BITS;
    if (number !== this.#number) this.#enter(number);
    if (!isHeapId(id) || index === 0 || index > this.#count) throw new PstFault('heapDamaged');
    const block = this.#block;
    const at = this.#mapAt + 2 + index * 2;
    const start = block.readUInt16LE(at);
    const end = block.readUInt16LE(at + 2);
    if (start > end || end > this.#mapAt) throw new PstFault('heapDamaged');
    const place = this.#place;
    place.bytes = block;
    place.start = start;
    place.end = end;
    return place;
  }

  valueOrSubnode(id: number): Buffer {
    return isHeapId(id) ? this.value(id) : this.node.subnode(id).bytes();
  }

  list(headerId: number): Iterable<HeapRows> {
    return readList((id) => this.value(id), headerId);
  }

  #enter(number: number): void {
    // A block that cannot be read must not leave the map of the one before with it.
    this.#number = -1;
    this.#count = 0;
    const block = this.node.block(number);
    if (block === null) throw new PstFault('heapDamaged');
    this.#block = block;
    this.#number = number;
    this.#readMap();
  }

  /** A map that does not lie in the block tells of no values. */
  #readMap(): void {
    const block = this.#block;
    this.#mapAt = block.length < 2 ? 0xffff : block.readUInt16LE(0);
    const room = block.length - this.#mapAt - 6;
    this.#count = room < 0 ? 0 : Math.min(block.readUInt16LE(this.#mapAt), room >>> 1);
  }
}

/** Goes through a list with a stack of its own; no piece twice, or a list that leads back to itself would never end. */
function* readList(value: (id: number) => Buffer, headerId: number): Generator<HeapRows> {
  const header = value(headerId);
  if (header.length < LIST_HEADER_BYTES || header[0] !== LIST_SIGNATURE) throw new PstFault('heapDamaged');
  const [keyBytes, entryBytes, levels] = [header.readUInt8(1), header.readUInt8(2), header.readUInt8(3)];
  if (keyBytes < 1 || keyBytes > 4 || levels > MAX_LIST_LEVELS) throw new PstFault('heapDamaged');
  const rootId = header.readUInt32LE(4);
  // Most lists are one piece.
  if (levels === 0) {
    yield { bytes: value(rootId), keyBytes, rowBytes: keyBytes + entryBytes };
    return;
  }
  const met = new Set<number>();
  const waiting = [{ id: rootId, level: levels }];
  for (let piece = waiting.pop(); piece; piece = waiting.pop()) {
    if (met.has(piece.id)) throw new PstFault('heapDamaged');
    met.add(piece.id);
    const bytes = value(piece.id);
    const rowBytes = keyBytes + (piece.level === 0 ? entryBytes : BRANCH_BYTES);
    if (piece.level === 0) yield { bytes, keyBytes, rowBytes };
    else for (const id of branches(bytes, keyBytes, rowBytes)) waiting.push({ id, level: piece.level - 1 });
  }
}

/** The pieces a branch leads to, the last one first. */
function branches(bytes: Buffer, keyBytes: number, rowBytes: number): number[] {
  const count = Math.floor(bytes.length / rowBytes);
  return Array.from({ length: count }, (_, i) => bytes.readUInt32LE((count - 1 - i) * rowBytes + keyBytes));
}
