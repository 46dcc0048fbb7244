import { parentPort, workerData } from 'node:worker_threads';
import { openPstSource } from '../platform/pst-source.ts';
import { createPstOpener } from '../pst/open-pst.ts';
import { ImportInput } from '../sandbox/import-pst.ts';
import { runImportThread } from '../sandbox/import-thread.ts';

/** Any message means "stop after this item". */
const stop = new AbortController();
const port = parentPort;
if (port) {
  port.on('message', () => stop.abort('pause'));
  const tell = (message: unknown) => port.postMessage(message);
  await runImportThread(ImportInput.parse(workerData), createPstOpener(openPstSource), { signal: stop.signal, tell });
  // An open port would keep the thread alive.
  port.close();
}
