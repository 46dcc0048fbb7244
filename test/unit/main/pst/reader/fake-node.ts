import { LAYOUTS } from '../../../../../main/pst/page-layout.ts';
import type { PstNode } from '../../../../../main/pst/reader/node.ts';

/** A node that has these blocks and these nodes below it. */
export function fakeNode(blocks: readonly Buffer[], subnodes: ReadonlyMap<number, PstNode> = new Map()): PstNode {
  return {
    layout: LAYOUTS.unicode,
    dataId: 4,
    block: (index) => blocks[index] ?? null,
    scanBlock: (index, room) => scanned(blocks[index] ?? null, room),
    bytes: () => Buffer.concat(blocks),
    hasSubnode: (id) => subnodes.has(id),
    subnode: (id) => {
      const found = subnodes.get(id);
      if (found === undefined) throw new Error('subnodeMissing');
      return found;
    },
  };
}

/** A block in the room it is given: what was there before is overwritten, as in files. */
function scanned(block: Buffer | null, room: Buffer): Buffer | null {
  if (block === null || block.length > room.length) return block;
  room.fill(0xee);
  block.copy(room);
  return room.subarray(0, block.length);
}

/** Id of the value of that number, from 1 on, in the first block. */
export function heapId(number: number): number {
  return number << 5;
}

/** One block with a heap of these values; the first of them is where everything starts. @see [MS-PST] 2.3.1 */
export function heapBlock(kind: number, values: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(12);
  const map = Buffer.alloc(6 + values.length * 2);
  map.writeUInt16LE(values.length, 0);
  let end = head.length;
  for (const [i, value] of values.entries()) {
    map.writeUInt16LE(end, 4 + i * 2);
    end += value.length;
  }
  map.writeUInt16LE(end, 4 + values.length * 2);
  head.writeUInt16LE(end, 0);
  head[2] = 0xec;
  head[3] = kind;
  head.writeUInt32LE(heapId(1), 4);
  return Buffer.concat([head, ...values, map]);
}

/** The head of a sorted list. @see [MS-PST] 2.3.2.1 */
export function listHeader(keyBytes: number, entryBytes: number, levels: number, rootId: number): Buffer {
  const header = Buffer.from([0xb5, keyBytes, entryBytes, levels, 0, 0, 0, 0]);
  header.writeUInt32LE(rootId, 4);
  return header;
}

/** Numbers of four bytes each. */
export function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32LE(number, i * 4);
  return bytes;
}
