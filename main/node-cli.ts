import { join } from 'node:path';
import { runCli } from './cli/program.ts';
import { createNodeCliHost, hasTenant } from './cli-host.ts';
import { listenForInterrupt, watchOutput } from './cli-process.ts';
import { createNodeSpawn } from './platform/node-worker.ts';
import { areLocal } from './platform/remote-mounts.ts';
import type { Scan } from './wiring.ts';
import type { ScanThreads } from './workers/scan-threads.ts';

/** Runs the command line of this process and ends the process. `folder` is that of the bundles. */
export async function runNodeCli(folder: string, threads: ScanThreads): Promise<void> {
  const spawn = createNodeSpawn(folder);
  /**
   * On drives of this PC a scan runs in this process: starting another would take longer than many a scan. What may never
   * answer is left to a process that can be killed.
   */
  const scan: Scan = async function* (input, options) {
    if (await areLocal(input.roots)) {
      const { scanHere } = await import('./workers/local-scan.ts');
      yield* scanHere(input, { ...options, folder, threads });
    } else {
      threads.close();
      const { createWorkerScan } = await import('./wiring.ts');
      yield* createWorkerScan(spawn)(input, options);
    }
  };
  const interrupt = listenForInterrupt();
  const output = watchOutput(interrupt);
  const host = createNodeCliHost({ spawn, scan, assets: join(folder, '../../assets'), hasSandbox: hasTenant(folder) });
  const exitCode = await runCli(process.argv.slice(2), { host, streams: process, signal: interrupt.signal });
  output.end(exitCode, (code) => process.exit(code));
}
