import { parentPort } from 'node:worker_threads';
import { createFolderVisitor } from '../platform/file-tree.ts';
import type { CheckTask, SweepTask, WalkRules } from '../scan/ports.ts';
import { createCheck, createSweep } from '../scan/sweep.ts';

/** Its first message holds the rules of the walk, each later one a task; each answer is what came of it. */
const disk = createFolderVisitor();
const check = createCheck(disk);
const port = parentPort;
port?.once('message', (rules: WalkRules) => {
  const sweep = createSweep(rules, disk);
  port.on('message', (task: SweepTask | CheckTask) => {
    port.postMessage('stamps' in task ? check(task) : sweep(task));
  });
  port.postMessage('ready');
});
