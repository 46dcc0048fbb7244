import { AppError } from '../../preload/contract/index.ts';
import type { SpawnWorker, WorkerName } from './worker-process.ts';

/** How long a server may take to say that it is ready, and to stop in good order. */
const READY_LIMIT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

/** A server in a process of its own. */
export type WorkerServer = {
  /** The message with which it said that it is ready. */
  readonly ready: unknown;
  /** Ends it in good order; kills it when it takes too long. */
  stop(): Promise<void>;
  onExit(listener: (code: number | null) => void): void;
};

/**
 * Starts a worker that serves until it is stopped.
 * @throws AppError tenantUnavailable when it ends or stays silent instead of becoming ready.
 */
export async function startWorkerServer(spawn: SpawnWorker, name: WorkerName, input: unknown): Promise<WorkerServer> {
  const worker = spawn(name);
  const ended = new Promise<number | null>((resolve) => worker.onExit(resolve));
  const ready = await new Promise<unknown>((resolve, reject) => {
    const give = (reason: string) => {
      worker.kill();
      reject(new AppError('tenantUnavailable', { reason }));
    };
    const timer = setTimeout(() => give(`${name} did not start`), READY_LIMIT_MS);
    void ended.then((code) => {
      clearTimeout(timer);
      give(`${name} ended with ${code}`);
    });
    worker.onMessage((message) => {
      if (!isReady(message)) return;
      clearTimeout(timer);
      resolve(message);
    });
    worker.send({ kind: 'start', input });
  });
  return {
    ready,
    stop: async () => {
      worker.send({ kind: 'stop', reason: 'shutdown' });
      const timer = setTimeout(() => worker.kill(), STOP_GRACE_MS);
      await ended;
      clearTimeout(timer);
    },
    onExit: (listener) => void ended.then(listener),
  };
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready';
}
