import type { Clock } from '../../../main/upload/clock.ts';

type Sleeper = { readonly dueMs: number; readonly wake: () => void };

/**
 * Time that jumps to the next sleeper as soon as nothing else can happen. `sleeps` lists what was slept through to the
 * end, in order.
 */
export type FakeClock = Clock & { readonly sleeps: number[]; readonly sleeperCount: number; advance(ms: number): void };

/** Turns of the event loop in which nothing has happened before time goes on. */
const QUIET_TURNS = 2;

/** @param jumps false for time that passes by `advance` alone and wakes nobody. */
export function createFakeClock(jumps = true): FakeClock {
  const sleepers = new Set<Sleeper>();
  const sleeps: number[] = [];
  let nowMs = 0;
  let isPumping = false;

  const jump = (): void => {
    const [first] = [...sleepers].sort((a, b) => a.dueMs - b.dueMs);
    if (!first) return;
    nowMs = Math.max(nowMs, first.dueMs);
    sleepers.delete(first);
    first.wake();
  };

  // A turn of the event loop later all microtasks have run: whatever could go on without time passing has.
  const pump = async (): Promise<void> => {
    isPumping = true;
    while (sleepers.size > 0) {
      for (let turn = 0; turn < QUIET_TURNS; turn++) await new Promise(setImmediate);
      jump();
    }
    isPumping = false;
  };

  return {
    sleeps,
    get sleeperCount() {
      return sleepers.size;
    },
    now: () => nowMs,
    advance(ms) {
      nowMs += ms;
    },
    sleep: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const leave = () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        };
        const wake = () => {
          signal.removeEventListener('abort', leave);
          sleeps.push(delayMs);
          resolve();
        };
        const sleeper = { dueMs: nowMs + delayMs, wake };
        sleepers.add(sleeper);
        signal.addEventListener('abort', leave, { once: true });
        if (jumps && !isPumping) void pump();
      }),
  };
}
