import { parentPort, workerData } from 'node:worker_threads';
import { createFolderVisitor } from '../platform/file-tree.ts';
import type { SweepTask, WalkRules } from '../scan/ports.ts';
import { createSweep } from '../scan/sweep.ts';

/** Its data are the rules of the walk, each message is a sweep to do, each answer what came of it. Imports little: a scan waits for it. */
const sweep = createSweep(workerData as WalkRules, createFolderVisitor());
const port = parentPort;
port?.on('message', (task: SweepTask) => port.postMessage(sweep(task)));
