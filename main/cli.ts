import { runCli } from './cli/program.ts';
import { createNodeCliHost } from './cli-host.ts';
import { createNodeSpawn } from './platform/node-worker.ts';

/** The first Ctrl+C stops in good order, the second at once. */
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort('shutdown');
  });
}
// Whoever reads our output may stop reading, as `head` does.
process.stdout.on('error', () => process.exit(0));

const exitCode = await runCli(process.argv.slice(2), {
  host: createNodeCliHost(createNodeSpawn(import.meta.dirname)),
  streams: process,
  signal: interrupt.signal,
});
process.stdout.write('', () => process.exit(exitCode));
