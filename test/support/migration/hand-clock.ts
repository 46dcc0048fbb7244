import type { Clock } from '../../../main/migration/ports.ts';

/** Lets everything that can go on go on. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

type Sleeper = { readonly dueMs: number; readonly wake: () => void };

/** A clock whose time goes by when a test says so. */
export class HandClock implements Clock {
  #nowMs = Date.parse('2026-01-02T03:04:05.678Z');
  #monotonicMs = 0;
  #sinceBootMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): Date {
    return new Date(this.#nowMs);
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** As a clock that goes on in a sleep has it. */
  sinceBootMs(): number {
    return this.#sinceBootMs;
  }

  /** Sets the clock on the wall, and no other, forward. */
  setForward(byMs: number): void {
    this.#nowMs += byMs;
  }

  sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      };
      const wake = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const sleeper = { dueMs: this.#monotonicMs + delayMs, wake };
      if (signal.aborted) return stop();
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  get sleepers(): number {
    return this.#sleepers.size;
  }

  /** Lets time go by, with `sleptMs` more on the wall than a clock that stands still in sleep has seen. */
  async pass(elapsedMs: number, sleptMs = 0): Promise<void> {
    this.#monotonicMs += elapsedMs;
    this.#nowMs += elapsedMs + sleptMs;
    this.#sinceBootMs += elapsedMs + sleptMs;
    for (const sleeper of this.#sleepers) {
      if (sleeper.dueMs > this.#monotonicMs) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
    await settle();
  }
}
