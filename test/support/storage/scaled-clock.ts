import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../../main/upload/clock.ts';

/** A clock that runs so many times faster than the PC's, so that real servers can be waited for in little time. */
export type ScaledClock = Clock & {
  /** Runs at another speed from now on; what sleeps already wakes when it would have. */
  setSpeed(factor: number): void;
};

export function createScaledClock(factor: number): ScaledClock {
  let speed = factor;
  let turnedAtMs = performance.now();
  let passedMs = 0;
  const now = () => passedMs + (performance.now() - turnedAtMs) * speed;
  return {
    now,
    setSpeed(next) {
      passedMs = now();
      turnedAtMs = performance.now();
      speed = next;
    },
    sleep: async (delayMs, signal) => {
      try {
        await delay(delayMs / speed, undefined, { signal });
      } catch {
        throw signal.reason;
      }
    },
  };
}
