/** What an entry costs beside its bytes; so that very many small ones stay within the bound, too. An estimate of ours. */
const ENTRY_BYTES = 256;

/**
 * Pieces of a file by number, within a bound. Kept in two generations: when the younger has filled its half, the older is
 * dropped with all that was not used since. That takes far less time than to know the order of every use.
 */
export class ByteCache {
  readonly #maxBytes: number;
  #young = new Map<number, Buffer>();
  #old = new Map<number, Buffer>();
  #youngBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: number): Buffer | undefined {
    const piece = this.#young.get(key);
    if (piece !== undefined) return piece;
    const old = this.#old.get(key);
    if (old !== undefined) this.add(key, old);
    return old;
  }

  /** Keeps a piece, unless it alone would fill the half. */
  add(key: number, piece: Buffer): void {
    const bytes = piece.length + ENTRY_BYTES;
    if (bytes > this.#maxBytes / 2) return;
    if (this.#youngBytes + bytes > this.#maxBytes / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(key, piece);
    this.#youngBytes += bytes;
  }
}
