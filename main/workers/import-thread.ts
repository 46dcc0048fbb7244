import { parentPort, workerData } from 'node:worker_threads';
import { openWithPstExtractor } from '../pst/pst-extractor-store.ts';
import { ImportInput } from '../sandbox/import-pst.ts';
import { runImportThread } from '../sandbox/import-thread.ts';

/** Any message means "stop after this item". */
const stop = new AbortController();
const port = parentPort;
if (port) {
  port.on('message', () => stop.abort('pause'));
  const tell = (message: unknown) => port.postMessage(message);
  await runImportThread(ImportInput.parse(workerData), openWithPstExtractor, { signal: stop.signal, tell });
  // An open port would keep the thread alive.
  port.close();
}
