/** What an entry costs beside its bytes; so that very many small ones stay within the bound, too. An estimate of ours. */
const ENTRY_BYTES = 256;

/** Copies of small pieces are made side by side in rooms of this size, which are freed with the last of them. */
const ROOM_BYTES = 64 * 1024;

/**
 * Pieces of a file by number, within a bound. Kept in two generations: when the younger has filled its half, the older is
 * dropped with all that was not used since. That takes far less time than to know the order of every use.
 */
export class ByteCache {
  readonly #maxBytes: number;
  #young = new Map<number, Buffer>();
  #old = new Map<number, Buffer>();
  #youngBytes = 0;
  #room = Buffer.alloc(0);
  #roomUsed = 0;

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

  /** Keeps a copy of a piece, and gives it. */
  addCopy(key: number, piece: Buffer): Buffer {
    const copy = this.#copy(piece);
    this.add(key, copy);
    return copy;
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

  /** Not from the room all buffers share: what is dropped here would be kept by what others still use. */
  #copy(piece: Buffer): Buffer {
    if (piece.length > ROOM_BYTES / 8) return Buffer.from(piece);
    if (this.#roomUsed + piece.length > this.#room.length) {
      this.#room = Buffer.allocUnsafeSlow(ROOM_BYTES);
      this.#roomUsed = 0;
    }
    const copy = this.#room.subarray(this.#roomUsed, this.#roomUsed + piece.length);
    piece.copy(copy);
    this.#roomUsed += piece.length;
    return copy;
  }
}
