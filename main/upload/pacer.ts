import type { Clock } from './clock.ts';
import { linkAbort } from './linked-abort.ts';

/** Keeps the sending rate of all lanes together under a bound. */
export interface Pacer {
  /** Resolves when `sizeBytes` more may be sent. Turns are given in the order of the calls. @throws the signal's reason. */
  take(sizeBytes: number, signal: AbortSignal): Promise<void>;
  /** Bytes a second; null for no bound. Holds at once, for those who wait already as well. */
  setLimit(bytesPerSecond: number | null): void;
  /** How much to take at a time so that no lane waits long for the others; without a bound as much as one likes. */
  sliceBytes(): number;
  /** The longest time a lane waits for its turn when all of them want one, milliseconds; 0 without a bound. */
  longestTurnMs(): number;
}

/** Lanes that may want a turn at once, and how long one may then wait for the others. A rule of ours. */
const MOST_LANES = 16;
const MOST_WAIT_SECONDS = 2;

/** Time not used that may be made up for: on a busy PC every turn comes some milliseconds late. */
const CREDIT_MS = 500;

/** Smaller slices cost more than they help. */
const SMALLEST_SLICE_BYTES = 1024;

/** A pacer for that many bytes a second; null for one that never waits. */
export function createPacer(bytesPerSecond: number | null, clock: Clock): Pacer {
  let limit = bytesPerSecond;
  /** When all that was given a turn has gone. */
  let freeAtMs = clock.now();
  let largestBytes = SMALLEST_SLICE_BYTES;
  let tail: Promise<void> = Promise.resolve();
  let waiting = new AbortController();

  const debtMs = (): number => Math.max(0, freeAtMs - clock.now());

  async function waitForTurn(signal: AbortSignal): Promise<void> {
    while (limit !== null && debtMs() > 0) {
      signal.throwIfAborted();
      const changed = waiting;
      const both = linkAbort(signal);
      const onChange = () => both.controller.abort(CHANGED);
      changed.signal.addEventListener('abort', onChange, { once: true });
      try {
        await clock.sleep(debtMs(), both.controller.signal);
      } catch (reason) {
        if (reason !== CHANGED) throw reason;
      } finally {
        changed.signal.removeEventListener('abort', onChange);
        both.release();
      }
    }
    signal.throwIfAborted();
  }

  async function takeInTurn(sizeBytes: number, signal: AbortSignal): Promise<void> {
    await waitForTurn(signal);
    if (limit !== null) freeAtMs = Math.max(clock.now() - CREDIT_MS, freeAtMs) + (sizeBytes / limit) * 1_000;
  }

  return {
    take(sizeBytes, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (limit === null) return Promise.resolve();
      // A transport that cannot slice takes whole blocks.
      largestBytes = Math.max(largestBytes, sizeBytes);
      const turn = tail.then(() => takeInTurn(sizeBytes, signal));
      tail = turn.catch(() => undefined);
      return turn;
    },
    setLimit(next) {
      if (next === limit) return;
      // What was sent under the old bound is paid for at the new one.
      freeAtMs = next === null || limit === null ? clock.now() : clock.now() + (debtMs() * limit) / next;
      limit = next;
      waiting.abort();
      waiting = new AbortController();
    },
    sliceBytes: () =>
      limit === null
        ? Number.MAX_SAFE_INTEGER
        : Math.max(SMALLEST_SLICE_BYTES, Math.floor((limit * MOST_WAIT_SECONDS) / MOST_LANES)),
    longestTurnMs: () => (limit === null ? 0 : ((MOST_LANES * largestBytes) / limit) * 1_000),
  };
}

const CHANGED = Symbol('changed');
