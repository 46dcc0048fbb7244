import type { Fingerprints } from './fingerprints.ts';

/**
 * How many items of the one file the other holds as well, by message id or by what else tells them apart. Each of the
 * one file counts, also those it holds twice; those nothing is known of never do.
 */
export function countShared(one: Fingerprints, other: Fingerprints): number {
  const hasMessageId = createLookup(other.messageIds);
  const hasRow = createLookup(other.rows);
  let shared = 0;
  for (let item = 0; item < one.items; item += 1) {
    if (hasMessageId(one.messageIds[item] ?? 0) || hasRow(one.rows[item] ?? 0)) shared += 1;
  }
  return shared;
}

/** A set of numbers in one piece of memory, at most half full: what is looked for lies where its low bits say, or soon behind. */
function createLookup(numbers: Float64Array): (number: number) => boolean {
  const slots = new Float64Array(2 ** Math.ceil(Math.log2(numbers.length * 2 + 2)));
  const mask = slots.length - 1;
  const slotOf = (number: number): number => {
    let slot = number & mask;
    while (slots[slot] !== 0 && slots[slot] !== number) slot = (slot + 1) & mask;
    return slot;
  };
  for (const number of numbers) if (number !== 0) slots[slotOf(number)] = number;
  return (number) => number !== 0 && slots[slotOf(number)] === number;
}
