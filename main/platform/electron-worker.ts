import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { type SpawnWorker, workerEnvironment } from './worker-process.ts';

/** Starts workers as utility processes of Electron. `folder` holds the bundles and may lie inside an asar. */
export function createElectronSpawn(folder: string): SpawnWorker {
  return (name) => {
    const child = utilityProcess.fork(join(folder, `${name}.js`), [], {
      env: workerEnvironment(process.env),
      execArgv: [],
      serviceName: `PST Ferry ${name}`,
      stdio: 'ignore',
    });
    let exit: { code: number } | null = null;
    child.once('exit', (code) => {
      exit = { code };
    });
    return {
      send: (message) => {
        if (!exit) child.postMessage(message);
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => {
        if (exit) listener(exit.code);
        else child.once('exit', listener);
      },
      kill: () => child.kill(),
    };
  };
}
