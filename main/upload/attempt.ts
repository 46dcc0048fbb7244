import { AppError } from '../../preload/contract/index.ts';
import type { Clock } from './clock.ts';
import { linkAbort } from './linked-abort.ts';
import { nextDelay, retryAfterMs } from './retry.ts';
import type { UploadEvent } from './upload-event.ts';

/** Silence after which a request is given up. A rule of ours: a black hole would hold it for ever. */
export const SILENCE_MS = 60_000;

/** Slowest line that still counts as working, bytes a second (64 kbit/s). A rule of ours. */
export const SLOWEST_BYTES_PER_SECOND = 8 * 1024;

/** What a call needs to be made more than once. `random` gives numbers from 0 up to, not including, 1. */
export type AttemptDeps = { readonly clock: Clock; readonly random: () => number; readonly signal: AbortSignal };

type Call<T> = (signal: AbortSignal) => Promise<T>;

/** Time a request with a body of that size may take without counting as stuck, milliseconds. */
export function patienceMs(sizeBytes: number): number {
  return Math.max(SILENCE_MS, (sizeBytes / SLOWEST_BYTES_PER_SECOND) * 1_000);
}

/**
 * The call's value, however many tries that takes.
 * @yields `waiting` before each pause between two tries.
 * @throws the call's error when it cannot be retried; the signal's reason when aborted.
 */
export async function* attempt<T>(call: Call<T>, deps: AttemptDeps): AsyncGenerator<UploadEvent, T> {
  for (let tries = 1; ; tries++) {
    let delayMs: number;
    try {
      deps.signal.throwIfAborted();
      return await call(deps.signal);
    } catch (error) {
      // A stop also breaks the request under way; only the stop is worth telling.
      deps.signal.throwIfAborted();
      const decision = nextDelay(error, tries, deps.random(), retryAfterMs(error));
      if (decision === 'stop' || !(error instanceof AppError)) throw error;
      delayMs = decision;
      yield { kind: 'waiting', code: error.code, delayMs };
    }
    await deps.clock.sleep(delayMs, deps.signal);
  }
}

/**
 * The call's value, if it comes within `limitMs`.
 * @throws AppError uploadRejected, retryable, when it took longer; then the call's signal has been aborted.
 */
export async function withinPatience<T>(call: Call<T>, limitMs: number, deps: AttemptDeps): Promise<T> {
  const request = linkAbort(deps.signal);
  const timer = linkAbort(deps.signal);
  let isStuck = false;
  const watch = deps.clock.sleep(limitMs, timer.controller.signal).then(
    () => {
      isStuck = true;
      request.controller.abort('stuck');
    },
    () => undefined,
  );
  try {
    return await call(request.controller.signal);
  } catch (error) {
    if (isStuck && !deps.signal.aborted) {
      throw new AppError('uploadRejected', { reason: 'NoAnswer' }, { isRetryable: true });
    }
    throw error;
  } finally {
    timer.controller.abort();
    request.release();
    timer.release();
    await watch;
  }
}
