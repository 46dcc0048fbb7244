#!/usr/bin/env node
// Our worker process alone: walks ROOT, prints the hits one a line and last {"workerSeconds":…}.
//   node walk-worker.mjs WORKER ROOT [MEMORY]
// MEMORY is a file in which the folders of the last run are kept.
import { fork } from 'node:child_process';

const [worker, root, memoryFile = null] = process.argv.slice(2);
const input = { roots: [root], barriers: [], skipped: [], files: [], isDeep: false, known: [], memoryFile };
// As the command line starts it: with little of our environment.
const child = fork(worker, { execArgv: [], serialization: 'advanced', env: { PATH: process.env.PATH } });
let startedMs = 0;
child.on('message', (message) => {
  if (message.kind === 'ready') {
    startedMs = performance.now();
    child.send({ kind: 'start', input });
  }
  if (message.kind === 'value' && message.value.kind === 'found') process.stdout.write(`${message.value.file.path}\n`);
  if (message.kind === 'ready' || message.kind === 'value') return child.send({ kind: 'next' });
  const workerSeconds = (performance.now() - startedMs) / 1000;
  process.stdout.write(`${JSON.stringify({ workerSeconds })}\n`);
  process.exitCode = message.kind === 'ended' ? 0 : 1;
  child.kill('SIGKILL');
});
