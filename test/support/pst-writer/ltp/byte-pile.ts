const FIRST_CHUNK_BYTES = 512;
const MAX_CHUNK_BYTES = 64 * 1024;

/** Bytes piled up in large chunks, so that a hundred thousand small values do not become as many objects. */
export class BytePile {
  readonly #chunks: Buffer[] = [];
  #usedBytes = 0;

  /** Room for so many bytes, zeroed, which never moves. */
  reserve(sizeBytes: number): Buffer {
    let last = this.#chunks.at(-1);
    if (last === undefined || this.#usedBytes + sizeBytes > last.length) {
      // Most tables are tiny, so the first chunk is.
      const wanted = Math.min((last?.length ?? FIRST_CHUNK_BYTES / 2) * 2, MAX_CHUNK_BYTES);
      last = Buffer.alloc(Math.max(wanted, sizeBytes));
      this.#chunks.push(last);
      this.#usedBytes = 0;
    }
    const start = this.#usedBytes;
    this.#usedBytes += sizeBytes;
    return last.subarray(start, this.#usedBytes);
  }

  /** Gives the pieces once more, in the order they were reserved and for the same lengths. */
  reader(): (sizeBytes: number) => Buffer {
    let order = 0;
    let at = 0;
    return (sizeBytes) => {
      if (at + sizeBytes > (this.#chunks[order]?.length ?? 0)) {
        order += 1;
        at = 0;
      }
      const start = at;
      at += sizeBytes;
      return (this.#chunks[order] ?? Buffer.alloc(0)).subarray(start, at);
    };
  }
}
