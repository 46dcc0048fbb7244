import type { BlockPlace } from './hash-work.ts';
import { PAGE_BYTES } from './md5-lanes.ts';

/** Memory for blocks that threads see as well. */
export type BlockMemory = {
  /** Memory for one block, not cleared; never given back. */
  readonly allocate: (sizeBytes: number) => Uint8Array;
  /** How a thread finds a block. @throws Error for one that was not allocated here */
  readonly placeOf: (block: Uint8Array) => BlockPlace;
};

/** Takes blocks from `memory` as long as it can grow; else each has a buffer of its own. */
export function createBlockMemory(memory: WebAssembly.Memory | null): BlockMemory {
  /** A memory that grows gets another buffer object over the same bytes, and older blocks keep the older one. */
  const buffersOfMemory = new WeakSet<ArrayBufferLike>();
  return {
    allocate(sizeBytes) {
      const page = memory ? grow(memory, Math.ceil(sizeBytes / PAGE_BYTES)) : null;
      if (memory === null || page === null) return new Uint8Array(new SharedArrayBuffer(sizeBytes));
      buffersOfMemory.add(memory.buffer);
      return new Uint8Array(memory.buffer, page * PAGE_BYTES, sizeBytes);
    },
    placeOf({ buffer, byteOffset, byteLength }) {
      if (!(buffer instanceof SharedArrayBuffer)) throw new Error('a block that was not allocated by its hasher');
      return { buffer: buffersOfMemory.has(buffer) ? null : buffer, offset: byteOffset, length: byteLength };
    },
  };
}

/** The first of the new pages; null when the memory has as many as it may. */
function grow(memory: WebAssembly.Memory, pages: number): number | null {
  try {
    return memory.grow(pages);
  } catch {
    return null;
  }
}
