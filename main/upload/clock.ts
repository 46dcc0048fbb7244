import { setTimeout as delay } from 'node:timers/promises';

/** Time as the uploader sees it. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** @throws the signal's reason as soon as it is aborted. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** The real time of this process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(delayMs, signal) {
    signal.throwIfAborted();
    try {
      await delay(delayMs, undefined, { signal });
    } catch (error) {
      // The timer's own AbortError would look like a failure; the caller knows its stops by the signal's reason.
      signal.throwIfAborted();
      throw error;
    }
  },
};
