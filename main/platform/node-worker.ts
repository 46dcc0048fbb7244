import { fork } from 'node:child_process';
import { join } from 'node:path';
import { type SpawnWorker, workerEnvironment } from './worker-process.ts';

/** Starts workers as child processes of plain Node. `folder` holds the bundles. */
export function createNodeSpawn(folder: string): SpawnWorker {
  return (name) => {
    const child = fork(join(folder, `${name}.js`), {
      env: workerEnvironment(process.env),
      execArgv: [],
      serialization: 'advanced',
      // Data goes to stdout and human text to stderr of the main process alone.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('error', () => undefined);
    return {
      send: (message) => {
        if (child.connected) child.send(message as object, () => undefined);
      },
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => {
        if (child.exitCode !== null || child.signalCode !== null) return listener(child.exitCode);
        child.once('exit', listener);
        // What could not even be started never exits.
        child.once('error', () => {
          if (child.pid === undefined) listener(null);
        });
      },
      kill: () => child.kill('SIGKILL'),
    };
  };
}
