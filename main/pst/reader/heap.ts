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
  /** The value, in one piece, that an id names either in the heap or in a node of its own. @throws PstFault */
  valueOrSubnode(id: number): Buffer;
  /** The sorted list at an id, piece by piece, in order of its keys. @throws PstFault heapDamaged, at the latest then */
  list(headerId: number): Iterable<HeapRows>;
  readonly node: HeapNode;
}

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

/** True for an id that names a value of the heap itself, not a node. */
export function isHeapId(id: number): boolean {
  return (id & KIND_MASK) === 0;
}

/** Opens the heap of a node. @throws PstFault heapDamaged when there is none of that kind. */
export function openHeap(node: HeapNode, kind: number): Heap {
  const first = node.block(0);
  if (!first || first.length < HEAP_HEADER_BYTES || first[2] !== HEAP_SIGNATURE || first[3] !== kind)
    throw new PstFault('heapDamaged');
  const value = (id: number) => (id === 0 ? Buffer.alloc(0) : readValue(node, id));
  return {
    rootId: first.readUInt32LE(4),
    value,
    valueOrSubnode: (id) => (isHeapId(id) ? value(id) : node.subnode(id).bytes()),
    list: (headerId) => readList(value, headerId),
    node,
  };
}

function readValue(node: HeapNode, id: number): Buffer {
  const blockBits = node.layout.heapIndexBits + KIND_BITS;
  const index = (id % 2 ** blockBits) >>> KIND_BITS;
  const block = isHeapId(id) && index > 0 ? node.block(id >>> blockBits) : null;
  if (block === null) throw new PstFault('heapDamaged');
  try {
    const mapAt = block.readUInt16LE(0);
    if (index > block.readUInt16LE(mapAt)) throw new PstFault('heapDamaged');
    const start = block.readUInt16LE(mapAt + 2 + index * 2);
    const end = block.readUInt16LE(mapAt + 4 + index * 2);
    if (start > end || end > mapAt) throw new PstFault('heapDamaged');
    return block.subarray(start, end);
  } catch (error) {
    // Reading outside a buffer is how damaged offsets show.
    if (error instanceof RangeError) throw new PstFault('heapDamaged', error);
    throw error;
  }
}

/** Goes through a list with a stack of its own; no piece twice, or a list that leads back to itself would never end. */
function* readList(value: (id: number) => Buffer, headerId: number): Generator<HeapRows> {
  const header = value(headerId);
  if (header.length < LIST_HEADER_BYTES || header[0] !== LIST_SIGNATURE) throw new PstFault('heapDamaged');
  const [keyBytes, entryBytes, levels] = [header.readUInt8(1), header.readUInt8(2), header.readUInt8(3)];
  if (keyBytes < 1 || keyBytes > 4 || levels > MAX_LIST_LEVELS) throw new PstFault('heapDamaged');
  const met = new Set<number>();
  const waiting = [{ id: header.readUInt32LE(4), level: levels }];
  for (let piece = waiting.pop(); piece; piece = waiting.pop()) {
    if (met.has(piece.id)) throw new PstFault('heapDamaged');
    met.add(piece.id);
    const bytes = value(piece.id);
    const rowBytes = keyBytes + (piece.level === 0 ? entryBytes : BRANCH_BYTES);
    if (piece.level === 0) yield { bytes, keyBytes, rowBytes };
    else waiting.push(...branches(bytes, keyBytes, rowBytes, piece.level - 1));
  }
}

/** The pieces a branch leads to, the last one first. */
function branches(bytes: Buffer, keyBytes: number, rowBytes: number, level: number): { id: number; level: number }[] {
  const count = Math.floor(bytes.length / rowBytes);
  return Array.from({ length: count }, (_, i) => ({
    id: bytes.readUInt32LE((count - 1 - i) * rowBytes + keyBytes),
    level,
  }));
}
