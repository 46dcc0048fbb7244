import { AppError, stopReason } from '../../preload/contract/index.ts';
import type { FromWorker, ToWorker } from '../workers/messages.ts';
import type { SpawnWorker, WorkerName, WorkerProcess } from './worker-process.ts';

/** Enough to write down how far it is. */
const STOP_GRACE_MS = 5_000;

type StreamOptions = {
  readonly signal: AbortSignal;
  /** Longest silence while a value is awaited; null for none. */
  readonly silenceMs: number | null;
  /** What a silent or broken worker means to the caller. */
  readonly onSilence: () => AppError;
  readonly onCrash: (exitCode: number | null) => AppError;
  /** How long the worker may take to stop in good order before it is killed; 5 s when not said. */
  readonly graceMs?: number;
};

/**
 * The values a worker process gives for an input, each asked for when the one before has been dealt with.
 * The process ends with the generator, however that ends.
 * @throws the signal's reason when it was aborted; what `onSilence` and `onCrash` say; the worker's own AppError.
 */
export async function* streamFromWorker<T>(
  start: { readonly spawn: SpawnWorker; readonly name: WorkerName; readonly input: unknown },
  options: StreamOptions,
): AsyncGenerator<T> {
  options.signal.throwIfAborted();
  const worker = start.spawn(start.name);
  const inbox = createInbox(worker, options);
  const send = (message: ToWorker) => worker.send(message);
  const stop = () => {
    send({ kind: 'stop', reason: stopReason(options.signal) ?? 'cancel' });
    inbox.failFinally(options.graceMs ?? STOP_GRACE_MS, () => options.signal.reason);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    await inbox.next(); // ready
    send({ kind: 'start', input: start.input });
    for (;;) {
      send({ kind: 'next' });
      const message = await inbox.next();
      if (message.kind === 'value') yield message.value as T;
      if (message.kind === 'ended') return;
      if (message.kind === 'failed') throw toError(message, options.signal);
    }
  } finally {
    options.signal.removeEventListener('abort', stop);
    inbox.close();
    worker.kill();
  }
}

function toError(message: Extract<FromWorker, { kind: 'failed' }>, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (message.bug !== null) return new Error(`worker: ${message.bug}`);
  return new AppError(message.error.code, message.error.params, { isRetryable: message.isRetryable });
}

type Inbox = {
  next(): Promise<FromWorker>;
  /** Ends the waiting after this time, whatever arrives until then. */
  failFinally(delayMs: number, error: () => unknown): void;
  close(): void;
};

/** Turns a worker's messages into promises: one message is awaited at a time, silence and death become errors. */
function createInbox(worker: WorkerProcess, options: StreamOptions): Inbox {
  const arrived: FromWorker[] = [];
  let waiting: { resolve: (message: FromWorker) => void; reject: (error: unknown) => void } | null = null;
  let death: unknown = null;
  let silence: NodeJS.Timeout | undefined;
  let end: NodeJS.Timeout | undefined;
  const fail = (error: unknown) => {
    death ??= error;
    waiting?.reject(death);
    waiting = null;
  };
  worker.onMessage((message) => {
    clearTimeout(silence);
    if (waiting) waiting.resolve(message as FromWorker);
    else arrived.push(message as FromWorker);
    waiting = null;
  });
  worker.onExit((code) => fail(options.signal.aborted ? options.signal.reason : options.onCrash(code)));
  return {
    next: () =>
      new Promise((resolve, reject) => {
        const message = arrived.shift();
        if (message) return resolve(message);
        if (death !== null) return reject(death);
        waiting = { resolve, reject };
        if (options.silenceMs === null || options.signal.aborted) return;
        silence = setTimeout(() => fail(options.onSilence()), options.silenceMs);
      }),
    failFinally: (delayMs, error) => {
      clearTimeout(silence);
      end = setTimeout(() => fail(error()), delayMs);
    },
    close: () => {
      clearTimeout(silence);
      clearTimeout(end);
    },
  };
}
