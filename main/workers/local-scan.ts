import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createMarkReader } from '../platform/file-marks.ts';
import { createFileTree } from '../platform/file-tree.ts';
import { createMemoryFile } from '../platform/folder-memory-file.ts';
import { checkHeader, HEADER_BYTES, isStoreHead } from '../pst/header.ts';
import { readRecordKey } from '../pst/record-key.ts';
import type { CheckTask, FileJudge, FolderCheck, Sweep, Sweeper, SweepTask, WalkRules } from '../scan/ports.ts';
import { scan } from '../scan/scan.ts';
import type { ScanEvent, ScanInput } from '../scan/scan-event.ts';

const judge: FileJudge = { headBytes: HEADER_BYTES, check: checkHeader, isStore: isStoreHead, readRecordKey };

/** More were no quicker on two processors, and each takes about 12 MiB. */
const MOST_SWEEPERS = 2;
/** Where a drive is slow, two more that wait for it took a fifth off the time; with eight, the memory is too dear. */
const SLOW_SWEEPERS = 4;
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
    slowCount: SLOW_SWEEPERS,
    start: (rules: WalkRules) => startSweeper(bundle, rules),
  };
  const poolThreads = Number(process.env.UV_THREADPOOL_SIZE) || POOL_THREADS;
  try {
    const options = { tree: createFileTree(), judge, marks, signal, sweepers, poolThreads };
    const { memoryFile } = input;
    yield* scan(input, memoryFile === null ? options : { ...options, memoryFile: createMemoryFile(memoryFile) });
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
  let awaited: { resolve: (answer: unknown) => void; reject: (error: unknown) => void } | null = null;
  let end: unknown = null;
  const ask = (task: SweepTask | CheckTask) =>
    new Promise<unknown>((resolve, reject) => {
      if (end !== null) return reject(end);
      awaited = { resolve, reject };
      worker.postMessage(task);
    });
  const sweeper: Sweeper = {
    sweep: async (task) => (await ask(task)) as Sweep,
    check: async (task) => (await ask(task)) as FolderCheck,
    stop: () => void worker.terminate(),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      end ??= error;
      awaited?.reject(end);
      reject(end);
    };
    worker.once('online', () => resolve(sweeper));
    worker.on('message', (answer: unknown) => awaited?.resolve(answer));
    worker.once('error', fail);
    worker.once('exit', () => fail(new Error('thread ended')));
  });
}
