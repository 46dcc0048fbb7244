/** The same numbers for the same seed, on every machine. */
export type Random = {
  /** A whole number, 0 or more and less than `limit`. */
  below(limit: number): number;
  bytes(length: number): Buffer;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
};

/** A mulberry32 generator. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => Math.floor((next() / 0x1_0000_0000) * limit);
  return {
    below,
    bytes: (length) => Buffer.from(Array.from({ length }, () => next() & 0xff)),
    pick: (list) => {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
  };
}
