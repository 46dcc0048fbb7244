import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createMarkReader } from '../platform/file-marks.ts';
import { createFileTree } from '../platform/file-tree.ts';
import { checkHeader, HEADER_BYTES, isStoreHead } from '../pst/header.ts';
import { readRecordKey } from '../pst/record-key.ts';
import type { FileJudge, Sweep, Sweeper, WalkRules } from '../scan/ports.ts';
import { scan } from '../scan/scan.ts';
import type { ScanEvent, ScanInput } from '../scan/scan-event.ts';

const judge: FileJudge = { headBytes: HEADER_BYTES, check: checkHeader, isStore: isStoreHead, readRecordKey };

/** More were no quicker on two processors, and each takes about 12 MiB. */
const MOST_SWEEPERS = 2;
/** A folder's names are all a thread holds; the default would let garbage pile up to many times that. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 4 };
/** The size of the thread pool unless the environment names another. @see https://nodejs.org/api/cli.html#uv_threadpool_sizesize */
const POOL_THREADS = 4;

/** `folder` is that of the bundles, where `thread-scan.js` lies. */
export type ScanHereOptions = { readonly signal: AbortSignal; readonly folder: string };

/**
 * A scan in this process, with threads for the reading of folders.
 *
 * Nothing can interrupt a thread that waits for a drive which never answers; it holds up `process.exit`, too. A process
 * that has to end in spite of it must end by a signal.
 * @yields and @throws as `scan` does
 */
export async function* scanHere(input: ScanInput, { signal, folder }: ScanHereOptions): AsyncGenerator<ScanEvent> {
  const marks = createMarkReader({ scriptPath: join(assetFolder(folder), 'powershell', 'file-marks.ps1') });
  const bundle = join(folder, 'thread-scan.js');
  const sweepers = {
    count: Math.min(MOST_SWEEPERS, availableParallelism()),
    start: (rules: WalkRules) => startSweeper(bundle, rules),
  };
  const poolThreads = Number(process.env.UV_THREADPOOL_SIZE) || POOL_THREADS;
  try {
    yield* scan(input, { tree: createFileTree(), judge, marks, signal, sweepers, poolThreads });
  } finally {
    marks.close();
  }
}

/** In a packaged app the assets lie beside the archive, because PowerShell cannot read inside it. */
function assetFolder(bundles: string): string {
  const project = join(bundles, '..', '..');
  return join(project.endsWith('.asar') ? join(project, '..') : project, 'assets');
}

function startSweeper(bundle: string, rules: WalkRules): Promise<Sweeper> {
  const worker = new Worker(bundle, { resourceLimits: THREAD_LIMITS, workerData: rules });
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
