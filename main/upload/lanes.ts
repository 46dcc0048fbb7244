import { linkAbort } from './linked-abort.ts';
import type { UploadEvent } from './upload-event.ts';

/** Work of one lane: what it reports on the way, and its result. It must end soon after its signal is aborted. */
export type LaneTask<T> = (signal: AbortSignal) => AsyncGenerator<UploadEvent, T>;

/** Something a lane has to say. */
export type LaneNote<T> =
  | { readonly kind: 'reported'; readonly event: UploadEvent }
  | { readonly kind: 'finished'; readonly value: T };

/**
 * A few tasks side by side. A lane is free again not when its task ends but when its `finished` note was taken: who takes
 * the notes one by one and starts tasks in between thereby bounds how far the work runs ahead of him.
 */
export interface Lanes<T> {
  readonly isFull: boolean;
  readonly isIdle: boolean;
  /** True when `next` answers at once. */
  readonly hasNotes: boolean;
  /** @throws Error when no lane is free. */
  start(task: LaneTask<T>): void;
  /** The oldest note; waits for one. @throws the failure of a task, in its turn. */
  next(): Promise<LaneNote<T>>;
  /** Aborts what is under way and waits until all of it has ended. */
  stop(): Promise<void>;
}

type Entry<T> = LaneNote<T> | { readonly kind: 'failed'; readonly error: unknown };

/** Lanes for `limit` tasks at once that also end with `signal`. */
export function createLanes<T>(limit: number, signal: AbortSignal): Lanes<T> {
  const abort = linkAbort(signal);
  const entries = createQueue<Entry<T>>(supersedes);
  const running = new Set<Promise<void>>();
  let taken = 0;

  return {
    get isFull() {
      return taken >= limit;
    },
    get isIdle() {
      return taken === 0;
    },
    get hasNotes() {
      return entries.size > 0;
    },
    start(task) {
      if (taken >= limit) throw new Error('no lane is free');
      taken += 1;
      const run: Promise<void> = runTask(task, abort.controller.signal, entries.push).finally(() =>
        running.delete(run),
      );
      running.add(run);
    },
    async next() {
      const entry = await entries.take();
      if (entry.kind === 'failed') throw entry.error;
      if (entry.kind === 'finished') taken -= 1;
      return entry;
    },
    async stop() {
      abort.controller.abort('stopped');
      abort.release();
      await Promise.all(running);
    },
  };
}

/** Never rejects: a failure is a note like any other, so nobody has to be listening when it happens. */
async function runTask<T>(task: LaneTask<T>, signal: AbortSignal, push: (entry: Entry<T>) => void): Promise<void> {
  try {
    const steps = task(signal);
    let step = await steps.next();
    for (; !step.done; step = await steps.next()) push({ kind: 'reported', event: step.value });
    push({ kind: 'finished', value: step.value });
  } catch (error) {
    push({ kind: 'failed', error });
  }
}

/** Only the newest wait is news; without this a consumer that is away through a long outage would find thousands. */
function supersedes<T>(newer: Entry<T>, older: Entry<T>): boolean {
  return isWaiting(newer) && isWaiting(older);
}

function isWaiting<T>(entry: Entry<T>): boolean {
  return entry.kind === 'reported' && entry.event.kind === 'waiting';
}

function createQueue<E>(replaces: (newer: E, older: E) => boolean) {
  const entries: E[] = [];
  let wake: () => void = () => undefined;
  return {
    get size() {
      return entries.length;
    },
    push(entry: E) {
      const stale = entries.findIndex((older) => replaces(entry, older));
      if (stale >= 0) entries.splice(stale, 1);
      entries.push(entry);
      wake();
    },
    async take(): Promise<E> {
      for (;;) {
        const entry = entries.shift();
        if (entry !== undefined) return entry;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
