import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../migration/ports.ts';
import type { Clock as UploadClock } from '../upload/clock.ts';

/** The clock of this PC. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: async (delayMs, signal) => {
    try {
      await delay(delayMs, undefined, { signal });
    } catch {
      throw signal.reason;
    }
  },
};

/** The same clock as the uploader sees it. */
export const uploadClock: UploadClock = { now: systemClock.monotonicMs, sleep: systemClock.sleep };
