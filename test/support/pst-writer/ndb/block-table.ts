import { Growing } from './growing.ts';

const BID_STEP = 4;
/** Marks the id of a block that lists other blocks. @see [MS-PST] 2.2.2.2 */
const INTERNAL_BIT = 2;
/** The block B-tree itself counts, too, and the one who had the block written. @see [MS-PST] 2.2.2.7.7.3 */
const FIRST_REFERENCES = 2;
const MAX_REFERENCES = 0xffff;

/** One row of the block B-tree. `references` counts the tree itself too. @see [MS-PST] 2.2.2.7.7.3 */
export type BlockEntry = {
  readonly bid: number;
  readonly ib: number;
  readonly sizeBytes: number;
  readonly references: number;
};

/** Every block written, by rising id: 14 bytes of memory each. */
export class BlockTable {
  readonly #bids = new Growing('id');
  readonly #places = new Growing('offset');
  readonly #sizes = new Growing('small');
  readonly #references = new Growing('small');

  get count(): number {
    return this.#bids.count;
  }

  /** The id the next block would get if it held data. */
  get nextBid(): number {
    return (this.#bids.count + 1) * BID_STEP;
  }

  /** The id the next block will get. */
  nextBidOf(isInternal: boolean): number {
    return this.nextBid + (isInternal ? INTERNAL_BIT : 0);
  }

  add(bid: number, ib: number, sizeBytes: number): void {
    this.#bids.add(bid);
    this.#places.add(ib);
    this.#sizes.add(sizeBytes);
    this.#references.add(FIRST_REFERENCES);
  }

  /** Counts a further user of a block; false when there are as many as can be. @throws RangeError when there is no such block */
  tryShare(bid: number): boolean {
    const order = Math.floor(bid / BID_STEP) - 1;
    const references = this.#references.at(order) + 1;
    if (references > MAX_REFERENCES) return false;
    this.#references.set(order, references);
    return true;
  }

  at(order: number): BlockEntry {
    return {
      bid: this.#bids.at(order),
      ib: this.#places.at(order),
      sizeBytes: this.#sizes.at(order),
      references: this.#references.at(order),
    };
  }
}
