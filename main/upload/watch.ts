import { AppError } from '../../preload/contract/index.ts';
import type { Clock } from './clock.ts';
import { linkAbort } from './linked-abort.ts';
import type { CallOptions } from './ports.ts';

/** Silence after which a request is given up. A rule of ours: a black hole would hold it for ever. */
export const SILENCE_MS = 60_000;

/** Slowest line that still counts as working, bytes a second (64 kbit/s). A rule of ours. */
export const SLOWEST_BYTES_PER_SECOND = 8 * 1024;

/** How often the requests under way are looked at. */
export const TICK_MS = 5_000;

/** A look that comes so much too late means that the PC has slept, or this process was stopped. */
export const SLEPT_MS = 15_000;

/** Bytes the system may still hold back when it has taken the whole body: its buffer and those on the way. */
const HELD_BACK_BYTES = 512 * 1024;

/** Looks over which the line's rate is measured. */
const RATE_TICKS = 2;

/** A request to be watched. `bodyBytes` of question and answer together; `isBlock` when its body is worth watching. */
export type WatchedCall<T> = {
  readonly call: (options: CallOptions) => Promise<T>;
  readonly bodyBytes: number;
  readonly isBlock: boolean;
  /** Hears how much of a block has gone. */
  readonly onSent?: (sentBytes: number) => void;
};

/** Thrown by a request that was given up for no fault of its own: it is to be made again at once. */
export const AGAIN = Symbol('again');

/** Watches requests, so that none waits for ever. */
export interface Watch {
  /** @throws AGAIN; AppError uploadRejected, retryable, for one that was silent for too long; what the call throws */
  run<T>(watched: WatchedCall<T>, signal: AbortSignal): Promise<T>;
  /** Gives up requests that have not moved for so long; 0 for all of them. They are made again. */
  abandon(idleMs: number): void;
}

export type WatchDeps = {
  readonly clock: Clock;
  /** Time a lane may wait for its turn to send, milliseconds: that is not the store's silence. */
  readonly pausedMs: () => number;
  /** How many requests are worth while. */
  readonly limit: () => number;
  /** The rate of the last seconds, bytes a second, while requests were under way all the time. */
  readonly onRate: (bytesPerSecond: number) => void;
  readonly onSlept: () => void;
};

type Entry = {
  readonly controller: AbortController;
  readonly bodyBytes: number;
  readonly isBlock: boolean;
  readonly startedMs: number;
  movedMs: number;
  /** Null as long as nothing was told of it. */
  sentBytes: number | null;
  verdict: 'silent' | 'again' | null;
};

/** A watch over nothing yet. */
export function createWatch(deps: WatchDeps): Watch {
  const { clock } = deps;
  const entries = new Set<Entry>();
  let movedBytes = 0;
  let ticking: AbortController | null = null;

  const giveUp = (entry: Entry, verdict: 'silent' | 'again'): void => {
    entry.verdict ??= verdict;
    entry.controller.abort(verdict);
  };

  const abandon = (idleMs: number): void => {
    for (const entry of [...entries]) if (clock.now() - entry.movedMs >= idleMs) giveUp(entry, 'again');
  };

  const look = (): void => {
    const isStuck = (entry: Entry, aheadMs: number): boolean =>
      clock.now() + aheadMs - entry.movedMs - deps.pausedMs() >= patienceMs(entry);
    if (![...entries].some((entry) => isStuck(entry, 0))) return;
    // What would be given up at the next look has met the same; together they are one trouble.
    for (const entry of [...entries]) if (isStuck(entry, TICK_MS)) giveUp(entry, 'silent');
  };

  async function tick(signal: AbortSignal): Promise<void> {
    const rates: number[] = [];
    for (let lastMs = clock.now(); ; lastMs = clock.now()) {
      movedBytes = 0;
      await clock.sleep(TICK_MS, signal);
      const passedMs = clock.now() - lastMs;
      if (passedMs > TICK_MS + SLEPT_MS) {
        rates.length = 0;
        abandon(0);
        deps.onSlept();
        continue;
      }
      look();
      rates.push((movedBytes / passedMs) * 1_000);
      if (rates.length > RATE_TICKS) rates.shift();
      // Nothing at all is an outage, which says nothing of the line's rate.
      if (rates.length < RATE_TICKS || rates.includes(0)) continue;
      deps.onRate(rates.reduce((sum, rate) => sum + rate, 0) / RATE_TICKS);
      thinOut([...entries], deps.limit(), giveUp);
    }
  }

  const enter = (entry: Entry): void => {
    entries.add(entry);
    if (ticking) return;
    ticking = new AbortController();
    tick(ticking.signal).catch(() => undefined);
  };

  const leave = (entry: Entry): void => {
    entries.delete(entry);
    if (entries.size > 0) return;
    ticking?.abort('idle');
    ticking = null;
  };

  return {
    abandon,
    async run(watched, signal) {
      const request = linkAbort(signal);
      const entry = createEntry(watched, request.controller, clock.now());
      enter(entry);
      const onSent = (sentBytes: number): void => {
        // The body starts over when a connection turns out to be dead.
        movedBytes += Math.max(0, sentBytes - (entry.sentBytes ?? 0));
        entry.sentBytes = sentBytes;
        entry.movedMs = clock.now();
        watched.onSent?.(sentBytes);
      };
      try {
        return await watched.call({ signal: request.controller.signal, onSent });
      } catch (error) {
        signal.throwIfAborted();
        if (entry.verdict === 'again') throw AGAIN;
        if (entry.verdict === 'silent') throw new AppError('uploadRejected', NO_ANSWER, { isRetryable: true });
        throw error;
      } finally {
        leave(entry);
        request.release();
      }
    },
  };
}

const NO_ANSWER = { reason: 'NoAnswer', waitFor: 'silent' } as const;

function createEntry(
  { bodyBytes, isBlock }: { readonly bodyBytes: number; readonly isBlock: boolean },
  controller: AbortController,
  nowMs: number,
): Entry {
  return { controller, bodyBytes, isBlock, startedMs: nowMs, movedMs: nowMs, sentBytes: null, verdict: null };
}

/** How long a request may stand still. Where nothing is told of its body, that is what a slow line needs for all of it. */
function patienceMs(entry: Entry): number {
  const { bodyBytes, sentBytes, startedMs, movedMs } = entry;
  if (!entry.isBlock || sentBytes === null) return SILENCE_MS + (bodyBytes / SLOWEST_BYTES_PER_SECOND) * 1_000;
  if (sentBytes < bodyBytes) return SILENCE_MS;
  const bytesPerMs = bodyBytes / Math.max(1, movedMs - startedMs);
  return SILENCE_MS + Math.min(bodyBytes, HELD_BACK_BYTES) / bytesPerMs;
}

/** On a line too slow for all of them, blocks that have hardly begun are put back, so that one after another arrives. */
function thinOut(entries: readonly Entry[], limit: number, giveUp: (entry: Entry, verdict: 'again') => void): void {
  const begun = entries.filter((entry) => entry.isBlock && entry.sentBytes !== null);
  const surplus = begun.slice(limit).filter((entry) => (entry.sentBytes ?? 0) < entry.bodyBytes / 4);
  for (const entry of surplus) giveUp(entry, 'again');
}
