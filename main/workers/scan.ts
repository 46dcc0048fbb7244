import type { ScanInput } from '../scan/scan-event.ts';
import { scanHere } from './local-scan.ts';
import { createScanThreads } from './scan-threads.ts';
import { serveWorker } from './serve.ts';

/** The bundles, ours and that of the threads, lie side by side. */
const folder = import.meta.dirname;
const threads = createScanThreads(folder, { isAhead: true });

/** Input: what to scan. */
serveWorker((input, { signal }) => scanHere(input as ScanInput, { signal, folder, threads }));
