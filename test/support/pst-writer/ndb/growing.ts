const FIRST_ROOM = 256;

/** Whole numbers in a list that grows and takes no more than it must: files have millions of blocks. */
export class Growing {
  #values: Float64Array | Uint32Array | Uint16Array;
  #count = 0;

  /** `kind` says how large the numbers may become: 2^53, 2^32 or 2^16. */
  constructor(kind: 'offset' | 'id' | 'small') {
    this.#values = room(kind, FIRST_ROOM);
    this.#kind = kind;
  }

  readonly #kind: 'offset' | 'id' | 'small';

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const larger = room(this.#kind, this.#count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count] = value;
    this.#count += 1;
  }

  /** @throws RangeError for a place that holds none */
  at(order: number): number {
    if (!(order >= 0 && order < this.#count)) throw new RangeError(`no number at ${order}`);
    return this.#values[order] ?? 0;
  }

  /** @throws RangeError for a place that holds none */
  set(order: number, value: number): void {
    if (!(order >= 0 && order < this.#count)) throw new RangeError(`no number at ${order}`);
    this.#values[order] = value;
  }

  /** The places of the numbers in rising order of the numbers; equal ones in the order they came. */
  sortedOrder(): Uint32Array {
    const order = Uint32Array.from({ length: this.#count }, (_, place) => place);
    return order.sort((a, b) => (this.#values[a] ?? 0) - (this.#values[b] ?? 0));
  }
}

function room(kind: 'offset' | 'id' | 'small', length: number): Float64Array | Uint32Array | Uint16Array {
  if (kind === 'offset') return new Float64Array(length);
  return kind === 'id' ? new Uint32Array(length) : new Uint16Array(length);
}
