/** Half of the weight of a smoothed rate lies within this time; long enough to ride out one slow block. */
const HALF_LIFE_MS = 5_000;

/** A remaining time is only told after bytes have flowed this long. */
const SETTLING_MS = 30_000;

/** How far off the smoothed rate may be; what a range of remaining time is made of. */
const RANGE = { low: 0.8, high: 1.5 } as const;

export type Rate = {
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: { low: number; high: number } | null;
};

/**
 * A meter of a transfer: feed it the bytes done so far, read the smoothed rate and the time left as a range.
 * `nowMs` comes from a clock that never goes back.
 */
export function createRateMeter(nowMs: () => number): { measure(doneBytes: number, totalBytes: number): Rate } {
  let start: { atMs: number } | null = null;
  let last = { atMs: 0, doneBytes: 0 };
  let smoothed: number | null = null;
  return {
    measure(doneBytes, totalBytes) {
      const atMs = nowMs();
      if (!start) {
        start = { atMs };
        last = { atMs, doneBytes };
        return { bytesPerSecond: null, secondsLeft: null };
      }
      const elapsedMs = atMs - last.atMs;
      if (elapsedMs > 0) {
        const current = (Math.max(0, doneBytes - last.doneBytes) * 1000) / elapsedMs;
        const weight = 1 - 0.5 ** (elapsedMs / HALF_LIFE_MS);
        smoothed = smoothed === null ? current : smoothed + weight * (current - smoothed);
        last = { atMs, doneBytes };
      }
      const isSettled = atMs - start.atMs >= SETTLING_MS;
      return { bytesPerSecond: smoothed, secondsLeft: isSettled ? rangeOf(totalBytes - doneBytes, smoothed) : null };
    },
  };
}

function rangeOf(leftBytes: number, bytesPerSecond: number | null): Rate['secondsLeft'] {
  if (!bytesPerSecond) return null;
  const seconds = Math.max(0, leftBytes) / bytesPerSecond;
  return { low: Math.floor(seconds * RANGE.low), high: Math.ceil(seconds * RANGE.high) };
}
