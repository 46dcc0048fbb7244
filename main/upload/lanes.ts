import { linkAbort } from './linked-abort.ts';

/** Work of one lane. It must end soon after its signal is aborted. */
export type LaneTask<T> = (signal: AbortSignal) => Promise<T>;

/** How many tasks may be under way, and how many of which nobody has said yet that their results were dealt with. */
export type LaneRoom = { readonly running: number; readonly unfreed: number };

/**
 * A few tasks side by side. Whoever takes results says when they were dealt with; that bounds how far the work runs ahead
 * of him, while new tasks start in the meantime.
 */
export interface Lanes<T> {
  /** Tasks that were started and whose results were not freed. */
  readonly unfreedCount: number;
  /** Resolves when one more task fits, by bounds that may change. @throws the signal's reason when it is aborted */
  room(bounds: () => LaneRoom): Promise<void>;
  start(task: LaneTask<T>): void;
  /** Results of the tasks that have ended since, oldest first. @throws the failure of a task, after the results before it. */
  take(): T[];
  /** So many of the results taken have been dealt with. */
  free(count: number): void;
  /** Aborts what is under way and waits until all of it has ended. */
  stop(): Promise<void>;
}

type Outcome<T> =
  | { readonly kind: 'finished'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Lanes whose tasks also end with `signal`; `onEnd` is called whenever there is something to take. */
export function createLanes<T>(signal: AbortSignal, onEnd: () => void): Lanes<T> {
  const abort = linkAbort(signal);
  const running = new Set<Promise<void>>();
  let outcomes: Outcome<T>[] = [];
  let unfreedCount = 0;
  let look: () => void = () => undefined;
  abort.controller.signal.addEventListener('abort', () => look(), { once: true });

  return {
    get unfreedCount() {
      return unfreedCount;
    },
    async room(bounds) {
      for (;;) {
        abort.controller.signal.throwIfAborted();
        const most = bounds();
        if (running.size < most.running && unfreedCount < most.unfreed) return;
        await new Promise<void>((resolve) => {
          look = resolve;
        });
      }
    },
    start(task) {
      unfreedCount += 1;
      const run: Promise<void> = settle(task(abort.controller.signal)).then((outcome) => {
        running.delete(run);
        outcomes.push(outcome);
        look();
        onEnd();
      });
      running.add(run);
    },
    take() {
      const failedAt = outcomes.findIndex(({ kind }) => kind === 'failed');
      const ready = failedAt < 0 ? outcomes : outcomes.slice(0, failedAt);
      const [failure] = outcomes.slice(ready.length);
      if (ready.length === 0 && failure?.kind === 'failed') throw failure.error;
      outcomes = outcomes.slice(ready.length);
      // Whoever was told of several ends at once comes back for the failure.
      if (failure) onEnd();
      return ready.flatMap((outcome) => (outcome.kind === 'finished' ? [outcome.value] : []));
    },
    free(count) {
      unfreedCount -= count;
      look();
    },
    async stop() {
      abort.controller.abort('stopped');
      abort.release();
      await Promise.all(running);
    },
  };
}

/** Never rejects: a failure is a result like any other, so nobody has to be listening when it happens. */
async function settle<T>(task: Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'finished', value: await task };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
