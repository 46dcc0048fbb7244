import type { ScanInput } from '../scan/scan-event.ts';
import { scanHere } from './local-scan.ts';
import { serveWorker } from './serve.ts';

/** Input: what to scan. The bundle of the threads lies beside ours. */
serveWorker((input, { signal }) => scanHere(input as ScanInput, { signal, folder: import.meta.dirname }));
