import type { BlockStore, Subnode } from '../ndb/block-store.ts';
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
  keep(bytes: Uint8Array): number {
    if (bytes.length <= MAX_HEAP_VALUE_BYTES) return this.#heap.allocate(bytes);
    return this.adopt(this.#blocks.writeData(piecesOf(bytes, this.#blocks.format.maxBlockBytes)));
  }

  /** Writes data in pieces of at most one block into a subnode; gives its node id, or 0 ("empty") for no data. */
  keepPieces(pieces: Iterable<Uint8Array>): number {
    return this.adopt(this.#blocks.writeData(pieces));
  }

  /** Makes data already written a subnode; gives its node id, or 0 ("empty") for no data. */
  adopt(dataBid: number): number {
    if (dataBid === 0) return 0;
    const nid = makeNid(NID_TYPE.listPropertyTable, FIRST_INDEX + this.#subnodes.length);
    this.#subnodes.push({ nid, dataBid, subnodeBid: 0 });
    return nid;
  }
}

/** The bytes in pieces that fill blocks of so many bytes. */
export function* piecesOf(bytes: Uint8Array, blockBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += blockBytes) yield bytes.subarray(at, at + blockBytes);
}
