/** What an entry costs beside its bytes; so that very many small ones stay within the bound, too. An estimate of ours. */
const ENTRY_BYTES = 256;

/** Pieces of a file by number, of which those used last are kept as far as they fit. */
export class ByteCache {
  readonly #maxBytes: number;
  readonly #pieces = new Map<number, Buffer>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: number): Buffer | undefined {
    const piece = this.#pieces.get(key);
    if (piece === undefined) return undefined;
    // A map gives its keys in the order they came: what was used goes to the end.
    this.#pieces.delete(key);
    this.#pieces.set(key, piece);
    return piece;
  }

  /** Keeps a piece under a key that has none yet. */
  add(key: number, piece: Buffer): void {
    this.#pieces.set(key, piece);
    this.#bytes += piece.length + ENTRY_BYTES;
    while (this.#bytes > this.#maxBytes) {
      const [oldest] = this.#pieces;
      if (oldest === undefined) return;
      this.#pieces.delete(oldest[0]);
      this.#bytes -= oldest[1].length + ENTRY_BYTES;
    }
  }
}
