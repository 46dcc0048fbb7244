import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { waitForFolder } from '../platform/state-folder.ts';
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

/** After a crash of the app the service of before may still be writing. */
const FORERUNNER_LIMIT_MS = 20_000;

serveService(connectParent(), async (raw) => {
  const input = ImportServiceInput.parse(raw);
  const lock = await waitForFolder(join(input.folder, 'requests'), FORERUNNER_LIMIT_MS);
  const service = await startImportService(input, startThread);
  const close = async () => {
    await service.close();
    await lock.release();
  };
  return { facts: { endpoint: service.endpoint }, close };
});
