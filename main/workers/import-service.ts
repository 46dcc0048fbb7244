import { Worker } from 'node:worker_threads';
import { ImportServiceInput, startImportService } from '../sandbox/import-service.ts';
import type { ImportThread, StartImportThread } from '../sandbox/import-thread.ts';
import { serveService } from '../sandbox/serve-service.ts';
import { connectParent } from './parent.ts';

/** The bundle of `import-thread.ts` lies beside ours. */
const startThread: StartImportThread = (input): ImportThread => {
  const worker = new Worker(new URL('./thread-import.js', import.meta.url), { workerData: input });
  // An error is followed by the exit, which is what counts.
  worker.on('error', () => undefined);
  return {
    onMessage: (listener) => worker.on('message', listener),
    onExit: (listener) => worker.once('exit', listener),
    stop: () => worker.postMessage('stop'),
    terminate: async () => {
      await worker.terminate();
    },
  };
};

serveService(connectParent(), async (input) => {
  const service = await startImportService(ImportServiceInput.parse(input), startThread);
  return { facts: { endpoint: service.endpoint }, close: () => service.close() };
});
