import { inGroups } from '../ndb/binary.ts';
import { type Heap, MAX_HEAP_VALUE_BYTES } from './heap.ts';

const HID_BYTES = 4;
const HEADER_BYTES = 8;

/** The B-tree on a heap: a header that is allocated first and filled once the records are known. @see [MS-PST] 2.3.2 */
export class HeapTree {
  /** Heap id of the header, which names the tree. */
  readonly hid: number;
  readonly #heap: Heap;
  readonly #header: Buffer;

  /** Allocates at once, since readers look for the header of a property context at the first heap id. */
  constructor(heap: Heap) {
    this.#heap = heap;
    const { hid, bytes } = heap.reserve(HEADER_BYTES);
    this.hid = hid;
    this.#header = bytes;
  }

  /** Writes the records, sorted by key: `keyBytes` of key and then the data, all of one length. */
  fill(keyBytes: number, dataBytes: number, records: readonly Buffer[]): void {
    let level = 0;
    let nodes = this.#writeLevel(keyBytes, keyBytes + dataBytes, records);
    while (nodes.length > 1) {
      level += 1;
      nodes = this.#writeLevel(keyBytes, keyBytes + HID_BYTES, nodes);
    }
    this.#header[0] = 0xb5;
    this.#header[1] = keyBytes;
    this.#header[2] = dataBytes;
    this.#header[3] = level;
    this.#header.writeUInt32LE(nodes[0]?.readUInt32LE(keyBytes) ?? 0, 4);
  }

  /** Writes the groups of one level; gives the records of the level above: first key and heap id. */
  #writeLevel(keyBytes: number, recordBytes: number, records: readonly Buffer[]): Buffer[] {
    return inGroups(records, Math.floor(MAX_HEAP_VALUE_BYTES / recordBytes)).map((group) => {
      const above = Buffer.alloc(keyBytes + HID_BYTES);
      above.set(group[0]?.subarray(0, keyBytes) ?? []);
      above.writeUInt32LE(this.#heap.allocate(Buffer.concat(group)), keyBytes);
      return above;
    });
  }
}
