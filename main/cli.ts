import { join } from 'node:path';
import { runCli } from './cli/program.ts';
import { createNodeCliHost } from './cli-host.ts';
import { listenForInterrupt, watchOutput } from './cli-process.ts';
import { createNodeSpawn } from './platform/node-worker.ts';
import type { Scan } from './wiring.ts';

/** In this process: starting another would take longer than many a scan. */
const scan: Scan = async function* (input, options) {
  const { scanHere } = await import('./workers/local-scan.ts');
  yield* scanHere(input, { ...options, folder: import.meta.dirname });
};

const interrupt = listenForInterrupt();
const output = watchOutput(interrupt);
const exitCode = await runCli(process.argv.slice(2), {
  host: createNodeCliHost({
    spawn: createNodeSpawn(import.meta.dirname),
    scan,
    assets: join(import.meta.dirname, '../../assets'),
  }),
  streams: process,
  signal: interrupt.signal,
});
output.end(exitCode, (code) => process.exit(code));
