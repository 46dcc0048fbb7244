import { PstFault } from './fault.ts';
import type { PstNode } from './node.ts';

/** What the heap of a node is used for. @see [MS-PST] 2.3.1.2 bClientSig */
export const HEAP_KINDS = { properties: 0xbc, table: 0x7c } as const;

/** The heap in a node: small values by id, and the sorted lists made of them. @see [MS-PST] 2.3.1, 2.3.2 */
export interface Heap {
  /** Id of the value where everything else starts. */
  readonly rootId: number;
  /** A value of the heap; empty for id 0. @throws PstFault heapDamaged */
  value(id: number): Buffer;
  /** The value, in one piece, that an id names either in the heap or in a node of its own. @throws PstFault */
  valueOrSubnode(id: number): Buffer;
  /** The entries of the sorted list at an id, in order of their keys. @throws PstFault heapDamaged */
  list(headerId: number): readonly HeapEntry[];
  readonly node: PstNode;
}

export type HeapEntry = { readonly key: number; readonly entry: Buffer };

const HEAP_SIGNATURE = 0xec;
const LIST_SIGNATURE = 0xb5;
const MAX_LIST_LEVELS = 8;
/** Low bits of an id that tell a heap value (0) from a node. @see [MS-PST] 2.3.1.1 HID */
const KIND_MASK = 0x1f;

/** Opens the heap of a node. @throws PstFault heapDamaged when there is none of that kind. */
export function openHeap(node: PstNode, kind: number): Heap {
  const blocks = node.blocks();
  const first = blocks[0];
  if (!first || first.length < 12 || first[2] !== HEAP_SIGNATURE || first[3] !== kind)
    throw new PstFault('heapDamaged');
  const value = (id: number) => (id === 0 ? Buffer.alloc(0) : readValue(blocks, id));
  return {
    rootId: first.readUInt32LE(4),
    value,
    valueOrSubnode: (id) => {
      if ((id & KIND_MASK) === 0) return value(id);
      const parts = node.subnode(id).blocks();
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    },
    list: (headerId) => guarded(() => readList(value, headerId)),
    node,
  };
}

function readValue(blocks: readonly Buffer[], id: number): Buffer {
  return guarded(() => {
    const block = blocks[id >>> 16];
    if (!block || (id & KIND_MASK) !== 0) throw new PstFault('heapDamaged');
    const mapAt = block.readUInt16LE(0);
    const count = block.readUInt16LE(mapAt);
    const index = (id & 0xffff) >>> 5;
    if (index < 1 || index > count) throw new PstFault('heapDamaged');
    const start = block.readUInt16LE(mapAt + 2 + index * 2);
    const end = block.readUInt16LE(mapAt + 4 + index * 2);
    if (start > end || end > mapAt) throw new PstFault('heapDamaged');
    return block.subarray(start, end);
  });
}

function readList(value: (id: number) => Buffer, headerId: number): readonly HeapEntry[] {
  const header = value(headerId);
  if (header[0] !== LIST_SIGNATURE) throw new PstFault('heapDamaged');
  const [keyBytes, entryBytes, levels] = [header.readUInt8(1), header.readUInt8(2), header.readUInt8(3)];
  if (keyBytes < 1 || keyBytes > 4 || levels > MAX_LIST_LEVELS) throw new PstFault('heapDamaged');
  const found: HeapEntry[] = [];
  const read = (id: number, level: number): void => {
    const bytes = value(id);
    const rowBytes = keyBytes + (level === 0 ? entryBytes : 4);
    for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) {
      const entry = bytes.subarray(at + keyBytes, at + rowBytes);
      if (level === 0) found.push({ key: bytes.readUIntLE(at, keyBytes), entry });
      else read(entry.readUInt32LE(0), level - 1);
    }
  };
  read(header.readUInt32LE(4), levels);
  return found;
}

/** Reading outside a buffer is how damaged offsets show. */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new PstFault('heapDamaged', error);
    throw error;
  }
}
