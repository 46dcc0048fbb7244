/** Bounds of a slice, bytes: on a line of 64 kbit/s the smallest is two seconds. */
const SMALLEST = 16 * 1024;
const FIRST = 128 * 1024;

/** A slice that took less makes the next one larger, one that took more makes it smaller, milliseconds. */
const QUICK_MS = 50;
const SLOW_MS = 1_000;

/** How much of a body to give to a connection at once. */
export type Slices = {
  sizeBytes(): number;
  took(sizeBytes: number, tookMs: number): void;
  /** The connection ended while a slice was under way: perhaps it was too large to be seen moving. */
  lost(): void;
};

/**
 * Slices that fit the line: on a slow one a slice is a few seconds, so that its progress can be told from a standstill, on
 * a quick one there are few of them.
 */
export function createSlices(largestBytes: number): Slices {
  let current = FIRST;
  let mostBytes = largestBytes;
  return {
    sizeBytes: () => current,
    took: (sizeBytes, tookMs) => {
      // A slice cut short, by a bandwidth limit or the end of the body, says nothing about a whole one.
      if (tookMs < QUICK_MS && sizeBytes >= current) current = Math.min(current * 2, mostBytes);
      if (tookMs > SLOW_MS) current = Math.max(current / 2, SMALLEST);
    },
    lost: () => {
      // For good: buffers on the way take the first slices of any line quickly, and the next would be too large again.
      mostBytes = FIRST;
      current = current > FIRST ? FIRST : SMALLEST;
    },
  };
}
