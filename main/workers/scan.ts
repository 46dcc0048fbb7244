import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createFileTree } from '../platform/file-tree.ts';
import { checkHeader, HEADER_BYTES } from '../pst/header.ts';
import type { Sweep, Sweeper } from '../scan/ports.ts';
import { scan } from '../scan/scan.ts';
import { serveWorker } from './serve.ts';

const judge = { headBytes: HEADER_BYTES, check: checkHeader };

/** More were no quicker on two processors, and each takes about 12 MiB. */
const MOST_SWEEPERS = 2;
/** A folder's names are all a thread holds; the default would let garbage pile up to many times that. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 4 };

const sweepers = { count: Math.min(MOST_SWEEPERS, availableParallelism()), start: startSweeper };
const poolThreads = Number(process.env.UV_THREADPOOL_SIZE) || 4;

/** Input: the folders to walk. */
serveWorker((input, { signal }) => {
  const { roots } = input as { roots: readonly string[] };
  return scan(roots, { tree: createFileTree(), judge, signal, sweepers, poolThreads });
});

/** The bundle of `scan-thread.ts` lies beside ours. */
function startSweeper(): Promise<Sweeper> {
  const worker = new Worker(new URL('./thread-scan.js', import.meta.url), { resourceLimits: THREAD_LIMITS });
  let awaited: { resolve: (sweep: Sweep) => void; reject: (error: unknown) => void } | null = null;
  let end: unknown = null;
  const sweeper: Sweeper = {
    sweep: (task) =>
      new Promise((resolve, reject) => {
        if (end !== null) return reject(end);
        awaited = { resolve, reject };
        worker.postMessage(task);
      }),
    stop: () => void worker.terminate(),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      end ??= error;
      awaited?.reject(end);
      reject(end);
    };
    worker.once('online', () => resolve(sweeper));
    worker.on('message', (sweep: Sweep) => awaited?.resolve(sweep));
    worker.once('error', fail);
    worker.once('exit', () => fail(new Error('thread ended')));
  });
}
