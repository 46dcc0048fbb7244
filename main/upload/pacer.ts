import type { Clock } from './clock.ts';

/** Keeps the sending rate under a bound. */
export interface Pacer {
  /** Resolves when `sizeBytes` more may be sent. Turns are given in the order of the calls. @throws the signal's reason. */
  take(sizeBytes: number, signal: AbortSignal): Promise<void>;
}

/** A pacer for that many bytes a second; null for one that never waits. */
export function createPacer(bytesPerSecond: number | null, clock: Clock): Pacer {
  if (bytesPerSecond === null) return { take: () => Promise.resolve() };
  let freeAtMs = Number.NEGATIVE_INFINITY;
  return {
    async take(sizeBytes, signal) {
      const nowMs = clock.now();
      const turnMs = Math.max(nowMs, freeAtMs);
      freeAtMs = turnMs + (sizeBytes / bytesPerSecond) * 1_000;
      if (turnMs > nowMs) await clock.sleep(turnMs - nowMs, signal);
    },
  };
}
