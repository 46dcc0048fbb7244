import { parentPort, workerData } from 'node:worker_threads';
import { createHashWork, type HashTask } from '../platform/hash-work.ts';

/** It is started with the memory blocks lie in; each message is a task, each answer what came of it. */
const work = createHashWork(workerData as WebAssembly.Memory | null);
parentPort?.on('message', (task: HashTask) => parentPort?.postMessage(work(task)));
