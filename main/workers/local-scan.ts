import { join } from 'node:path';
import { createMarkReader } from '../platform/file-marks.ts';
import { createFileTree } from '../platform/file-tree.ts';
import { createMemoryFile } from '../platform/folder-memory-file.ts';
import { checkHeader, HEADER_BYTES, isStoreHead } from '../pst/header.ts';
import { readRecordKey } from '../pst/record-key.ts';
import type { FileJudge } from '../scan/ports.ts';
import { scan } from '../scan/scan.ts';
import type { ScanEvent, ScanInput } from '../scan/scan-event.ts';
import type { ScanThreads } from './scan-threads.ts';

const judge: FileJudge = { headBytes: HEADER_BYTES, check: checkHeader, isStore: isStoreHead, readRecordKey };

/** Where a drive is slow, more of them wait for it at a time; with more than these the memory is too dear. */
const SLOW_SWEEPERS = 5;
/** The size of the thread pool unless the environment names another. @see https://nodejs.org/api/cli.html#uv_threadpool_sizesize */
const POOL_THREADS = 4;

/** `folder` is that of the bundles; `threads` end with the scan. */
export type ScanHereOptions = {
  readonly signal: AbortSignal;
  readonly folder: string;
  readonly threads: ScanThreads;
};

/**
 * A scan in this process, with threads for the reading of folders.
 *
 * Nothing can interrupt a thread that waits for a drive which never answers; it holds up `process.exit`, too. A process
 * that has to end in spite of it must end by a signal.
 * @yields and @throws as `scan` does
 */
export async function* scanHere(
  input: ScanInput,
  { signal, folder, threads }: ScanHereOptions,
): AsyncGenerator<ScanEvent> {
  const marks = createMarkReader({ scriptPath: join(assetFolder(folder), 'powershell', 'file-marks.ps1') });
  const sweepers = { ...threads, slowCount: SLOW_SWEEPERS };
  const poolThreads = Number(process.env.UV_THREADPOOL_SIZE) || POOL_THREADS;
  try {
    const options = { tree: createFileTree(), judge, marks, signal, sweepers, poolThreads };
    const { memoryFile } = input;
    yield* scan(input, memoryFile === null ? options : { ...options, memoryFile: createMemoryFile(memoryFile) });
  } finally {
    marks.close();
    threads.close();
  }
}

/** In a packaged app the assets lie beside the archive, because PowerShell cannot read inside it. */
function assetFolder(bundles: string): string {
  const project = join(bundles, '..', '..');
  return join(project.endsWith('.asar') ? join(project, '..') : project, 'assets');
}
