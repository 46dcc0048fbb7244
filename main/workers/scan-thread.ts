import { parentPort } from 'node:worker_threads';
import { createFolderVisitor } from '../platform/file-tree.ts';
import type { SweepTask } from '../scan/ports.ts';
import { sweepFolders } from '../scan/sweep.ts';

/** Each message is a sweep to do, each answer what came of it. Imports little: it is started in the middle of a scan. */
const disk = createFolderVisitor();
const port = parentPort;
port?.on('message', (task: SweepTask) => port.postMessage(sweepFolders(task, disk)));
