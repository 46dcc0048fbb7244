import type { AppError } from '../../preload/contract/index.ts';
import type { AttemptDeps } from './attempt-deps.ts';
import { linkAbort } from './linked-abort.ts';
import { nextDelay, retryAfterMs } from './retry.ts';

/** The pauses between tries, one for all requests. */
export interface Backoff {
  /** Nothing is to be tried before, milliseconds of the clock. */
  readonly untilMs: number;
  /** `isNew` false for a failure of the same trouble: only what the service asks for counts. */
  failed(error: AppError, isNew: boolean): void;
  passed(): void;
  /** Forgets all there was, what the service asked for too. */
  reset(): void;
  /** Calls back when the time has come, if it had not by `nowMs`; to be called whenever somebody waits. */
  watch(nowMs: number): void;
  close(): void;
}

/** A backoff that calls `onDue` when a watched pause is over. */
export function createBackoff({ clock, random, signal }: AttemptDeps, onDue: () => void): Backoff {
  const ended = linkAbort(signal);
  let failures = 0;
  let ownUntilMs = Number.NEGATIVE_INFINITY;
  /** What the service asked for; it holds although others get through. */
  let askedUntilMs = Number.NEGATIVE_INFINITY;
  let watchedMs: number | null = null;

  const untilMs = (): number => Math.max(ownUntilMs, askedUntilMs);

  return {
    get untilMs() {
      return untilMs();
    },
    failed(error, isNew) {
      const nowMs = clock.now();
      askedUntilMs = Math.max(askedUntilMs, nowMs + retryAfterMs(error));
      if (!isNew) return;
      failures += 1;
      const delayMs = nextDelay(error, failures, random());
      if (delayMs !== 'stop') ownUntilMs = nowMs + delayMs;
    },
    passed() {
      failures = 0;
      ownUntilMs = Number.NEGATIVE_INFINITY;
    },
    reset() {
      failures = 0;
      ownUntilMs = Number.NEGATIVE_INFINITY;
      askedUntilMs = Number.NEGATIVE_INFINITY;
    },
    watch(nowMs) {
      const dueMs = untilMs();
      const delayMs = dueMs - nowMs;
      if (delayMs <= 0 || watchedMs === dueMs) return;
      watchedMs = dueMs;
      clock.sleep(delayMs, ended.controller.signal).then(
        () => {
          if (watchedMs === dueMs) watchedMs = null;
          onDue();
        },
        () => undefined,
      );
    },
    close() {
      ended.controller.abort('closed');
      ended.release();
    },
  };
}
