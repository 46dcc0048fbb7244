import type { OpenPst } from '../../../main/sandbox/import-pst.ts';
import { type FromImportThread, runImportThread, type StartImportThread } from '../../../main/sandbox/import-thread.ts';

/** Import "threads" that run inside the test's own process. */
export function createLocalThread(openPst: OpenPst): StartImportThread {
  return (input) => {
    const stop = new AbortController();
    const listeners: ((message: FromImportThread) => void)[] = [];
    const tell = (message: FromImportThread) => {
      for (const listener of listeners) listener(structuredClone(message));
    };
    const ended = Promise.resolve().then(() => runImportThread(input, openPst, { signal: stop.signal, tell }));
    return {
      onMessage: (listener) => listeners.push(listener),
      onExit: (listener) => void ended.then(listener),
      stop: () => stop.abort('pause'),
      terminate: async () => {
        stop.abort('pause');
        await ended;
      },
    };
  };
}
