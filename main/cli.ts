import { createScanThreads } from './workers/scan-threads.ts';

/** The bundles lie beside this one. */
const folder = import.meta.dirname;
// Before anything else is loaded: a scan waits for its threads as long as for the rest of the program.
const threads = createScanThreads(folder, { isAhead: process.argv[2] === 'scan' });
const { runNodeCli } = await import('./node-cli.ts');
await runNodeCli(folder, threads);
