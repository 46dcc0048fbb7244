import { parentPort, workerData } from 'node:worker_threads';
import { createFolderVisitor } from '../platform/file-tree.ts';
import type { CheckTask, SweepTask, WalkRules } from '../scan/ports.ts';
import { createCheck, createSweep } from '../scan/sweep.ts';

/** Its data are the rules of the walk; each message is a task, each answer what came of it. Imports little: a scan waits for it. */
const disk = createFolderVisitor();
const sweep = createSweep(workerData as WalkRules, disk);
const check = createCheck(disk);
const port = parentPort;
port?.on('message', (task: SweepTask | CheckTask) => {
  port.postMessage('stamps' in task ? check(task) : sweep(task));
});
