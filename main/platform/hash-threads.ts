import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Hasher } from '../upload/ports.ts';
import { createHashPool, type HashThread } from './hash-pool.ts';
import type { HashAnswer } from './hash-work.ts';
import { createLaneMemory } from './md5-lanes.ts';

/** MD5 without lanes takes more than twice the time of SHA-256: two threads keep up with the one for SHA-256. */
const MOST_MD5_THREADS = 2;

/** A thread holds a block's place and some numbers; what it need not have it does not grow to. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 };

/** `folder` is that of the bundles, where `thread-hash.js` lies. Without `hasLanes` MD5s are made by OpenSSL alone. */
export type HashThreadsOptions = { readonly folder: string; readonly hasLanes?: boolean };

/**
 * Hashes beside the thread that calls, which only passes on where blocks lie. The threads start now: a transfer has other
 * things to do first. To be closed; until then they keep the process alive.
 */
export function createHashThreads({ folder, hasLanes = true }: HashThreadsOptions): Hasher {
  const memory = hasLanes ? createLaneMemory() : null;
  const start = (own: WebAssembly.Memory | null) => startThread(join(folder, 'thread-hash.js'), own);
  const md5Count = memory ? 1 : Math.min(MOST_MD5_THREADS, availableParallelism());
  return createHashPool({
    memory,
    sha256: start(memory),
    md5: Array.from({ length: md5Count }, () => start(memory)),
  });
}

function startThread(path: string, memory: WebAssembly.Memory | null): HashThread {
  const worker = new Worker(path, { workerData: memory, resourceLimits: LIMITS });
  return {
    post: (task) => worker.postMessage(task),
    onAnswer: (listener) => worker.on('message', (answer: HashAnswer) => listener(answer)),
    onEnd(listener) {
      worker.once('error', (error) => listener(error instanceof Error ? error : new Error('a hash thread failed')));
      worker.once('exit', () => listener(new Error('a hash thread ended')));
    },
    async end() {
      await worker.terminate();
    },
  };
}
