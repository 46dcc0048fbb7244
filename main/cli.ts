import { join } from 'node:path';
import { runCli } from './cli/program.ts';
import { createNodeCliHost } from './cli-host.ts';
import { listenForInterrupt, watchOutput } from './cli-process.ts';
import { createNodeSpawn } from './platform/node-worker.ts';
import { areLocal } from './platform/remote-mounts.ts';
import type { Scan } from './wiring.ts';

const spawn = createNodeSpawn(import.meta.dirname);

/**
 * On drives of this PC a scan runs in this process: starting another would take longer than many a scan. What may never
 * answer is left to a process that can be killed.
 */
const scan: Scan = async function* (input, options) {
  if (await areLocal(input.roots)) {
    const { scanHere } = await import('./workers/local-scan.ts');
    yield* scanHere(input, { ...options, folder: import.meta.dirname });
  } else {
    const { createWorkerScan } = await import('./wiring.ts');
    yield* createWorkerScan(spawn)(input, options);
  }
};

const interrupt = listenForInterrupt();
const output = watchOutput(interrupt);
const exitCode = await runCli(process.argv.slice(2), {
  host: createNodeCliHost({
    spawn,
    scan,
    assets: join(import.meta.dirname, '../../assets'),
  }),
  streams: process,
  signal: interrupt.signal,
});
output.end(exitCode, (code) => process.exit(code));
