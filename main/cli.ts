import { runCli } from './cli/program.ts';
import { createNodeCliHost } from './cli-host.ts';
import { listenForInterrupt, watchOutput } from './cli-process.ts';
import { createNodeSpawn } from './platform/node-worker.ts';

const interrupt = listenForInterrupt();
const output = watchOutput(interrupt);
const exitCode = await runCli(process.argv.slice(2), {
  host: createNodeCliHost(createNodeSpawn(import.meta.dirname)),
  streams: process,
  signal: interrupt.signal,
});
output.end(exitCode, (code) => process.exit(code));
