import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckTask, FolderCheck, Sweep, Sweeper, SweepTask, WalkRules } from '../scan/ports.ts';

/** More were no quicker on two processors, and each takes about 12 MiB. */
const MOST_THREADS = 2;
/** With less a thread spends more time on collecting garbage; with more it is no quicker. */
const QUICK_LIMITS = { maxYoungGenerationSizeMb: 32 };
/** Threads of a slow drive mostly wait; there are more of them. */
const SLOW_LIMITS = { maxYoungGenerationSizeMb: 16 };

/** Threads that read folders; those of a quick drive may be started before it is known what to read. */
export type ScanThreads = {
  /** How many read a quick drive side by side. */
  readonly count: number;
  /** A thread that works by these rules: one that was started ahead, else a new one. @throws when it ends at once */
  readonly start: (rules: WalkRules) => Promise<Sweeper>;
  /** Ends those that were started ahead and never needed. */
  readonly close: () => void;
};

/**
 * The threads of one scan. `folder` is that of the bundles, where `thread-scan.js` lies. `isAhead` starts them now: a
 * process that is itself still starting has a processor to spare, and a thread takes as long to start as most of it.
 */
export function createScanThreads(folder: string, { isAhead }: { readonly isAhead: boolean }): ScanThreads {
  const count = Math.min(MOST_THREADS, availableParallelism());
  let created = 0;
  const create = () => {
    created += 1;
    const resourceLimits = created > count ? SLOW_LIMITS : QUICK_LIMITS;
    return new Worker(join(folder, 'thread-scan.js'), { resourceLimits });
  };
  const spare = isAhead ? Array.from({ length: count }, create) : [];
  for (const worker of spare) worker.unref();
  return {
    count,
    start: (rules) => {
      const worker = spare.pop() ?? create();
      worker.ref();
      return employ(worker, rules);
    },
    close: () => {
      for (const worker of spare.splice(0)) void worker.terminate();
    },
  };
}

function employ(worker: Worker, rules: WalkRules): Promise<Sweeper> {
  let awaited: { resolve: (answer: unknown) => void; reject: (error: unknown) => void } | null = null;
  let end: unknown = null;
  const ask = (message: WalkRules | SweepTask | CheckTask) =>
    new Promise<unknown>((resolve, reject) => {
      if (end !== null) return reject(end);
      awaited = { resolve, reject };
      worker.postMessage(message);
    });
  const fail = (error: unknown) => {
    end ??= error;
    awaited?.reject(end);
  };
  worker.on('message', (answer: unknown) => awaited?.resolve(answer));
  worker.once('error', fail);
  worker.once('exit', () => fail(new Error('thread ended')));
  return ask(rules).then(() => ({
    sweep: async (task) => (await ask(task)) as Sweep,
    check: async (task) => (await ask(task)) as FolderCheck,
    stop: () => void worker.terminate(),
  }));
}
