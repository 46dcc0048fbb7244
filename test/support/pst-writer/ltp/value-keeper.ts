import { type BlockStore, inGroups, MAX_BLOCK_BYTES, type Subnode } from '../ndb/block-store.ts';
import { makeNid, NID_TYPE } from '../ndb/nid.ts';
import { type Heap, MAX_HEAP_VALUE_BYTES } from './heap.ts';

const FIRST_INDEX = 0x401;

/** Puts values of any length where a heap-based structure can name them: the heap, or a subnode of the node. */
export class ValueKeeper {
  readonly #blocks: BlockStore;
  readonly #heap: Heap;
  readonly #subnodes: Subnode[] = [];

  constructor(blocks: BlockStore, heap: Heap) {
    this.#blocks = blocks;
    this.#heap = heap;
  }

  /** The subnodes made so far. */
  get subnodes(): readonly Subnode[] {
    return this.#subnodes;
  }

  /** Keeps the bytes; gives a heap id or, for long ones, a node id. */
  keep(bytes: Buffer): number {
    if (bytes.length <= MAX_HEAP_VALUE_BYTES) return this.#heap.allocate(bytes);
    return this.adopt(this.#blocks.writeData(piecesOf(bytes)));
  }

  /** Makes data already written a subnode; gives its node id, or 0 ("empty") for no data. */
  adopt(dataBid: number): number {
    if (dataBid === 0) return 0;
    const nid = makeNid(NID_TYPE.listPropertyTable, FIRST_INDEX + this.#subnodes.length);
    this.#subnodes.push({ nid, dataBid, subnodeBid: 0 });
    return nid;
  }

  /** Writes rows of equal length into blocks that no row straddles; gives a heap id or a node id. */
  keepRows(rows: readonly Buffer[]): number {
    const rowBytes = rows[0]?.length ?? 0;
    if (rows.length * rowBytes <= MAX_HEAP_VALUE_BYTES) return this.#heap.allocate(Buffer.concat(rows));
    const groups = inGroups(rows, Math.floor(MAX_BLOCK_BYTES / rowBytes));
    const blocks = groups.map((group, order) =>
      Buffer.concat(group, order < groups.length - 1 ? MAX_BLOCK_BYTES : group.length * rowBytes),
    );
    return this.adopt(this.#blocks.writeData(blocks));
  }
}

/** The bytes in pieces that fill blocks. */
export function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += MAX_BLOCK_BYTES) yield bytes.subarray(at, at + MAX_BLOCK_BYTES);
}
