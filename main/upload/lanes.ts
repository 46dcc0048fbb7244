import { linkAbort } from './linked-abort.ts';

/** Work of one lane. It must end soon after its signal is aborted. */
export type LaneTask<T> = (signal: AbortSignal) => Promise<T>;

/**
 * A few tasks side by side. A lane is free again not when its task ends but when its result was taken: who takes results
 * and starts tasks in turn thereby bounds how far the work runs ahead of him.
 */
export interface Lanes<T> {
  /** Tasks that were started and whose results were not taken. */
  readonly takenCount: number;
  start(task: LaneTask<T>): void;
  /** Results of the tasks that have ended since, oldest first. @throws the failure of a task, after the results before it. */
  take(): T[];
  /** Aborts what is under way and waits until all of it has ended. */
  stop(): Promise<void>;
}

type Outcome<T> =
  | { readonly kind: 'finished'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Lanes whose tasks also end with `signal`; `onEnd` is called whenever one has ended. */
export function createLanes<T>(signal: AbortSignal, onEnd: () => void): Lanes<T> {
  const abort = linkAbort(signal);
  const running = new Set<Promise<void>>();
  let outcomes: Outcome<T>[] = [];
  let takenCount = 0;

  return {
    get takenCount() {
      return takenCount;
    },
    start(task) {
      takenCount += 1;
      const run: Promise<void> = settle(task(abort.controller.signal)).then((outcome) => {
        running.delete(run);
        outcomes.push(outcome);
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
      takenCount -= ready.length;
      return ready.flatMap((outcome) => (outcome.kind === 'finished' ? [outcome.value] : []));
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
