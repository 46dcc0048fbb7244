import { AppError, stopReason, toWireError } from '../../preload/contract/index.ts';
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
  /** Answers what the worker asks. @throws AppError, which the worker gets in place of the answer */
  readonly answer?: (question: unknown, signal: AbortSignal) => Promise<unknown>;
  /** Called once the worker is ready, with a way to tell it things; the returned function is called when it has ended. */
  readonly connect?: (tell: (news: unknown) => void) => () => void;
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
  const send = (message: ToWorker) => worker.send(message);
  const ended = new AbortController();
  const inbox = createInbox(
    worker,
    options,
    (ask) => void answerTo(ask, { options, signal: ended.signal, send, fail: inbox.fail }),
  );
  let disconnect: () => void = () => undefined;
  const stop = () => {
    ended.abort(options.signal.reason);
    send({ kind: 'stop', reason: stopReason(options.signal) ?? 'cancel' });
    inbox.failFinally(options.graceMs ?? STOP_GRACE_MS, () => options.signal.reason);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    await inbox.next(); // ready
    disconnect = options.connect?.((news) => send({ kind: 'tell', news })) ?? disconnect;
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
    disconnect();
    ended.abort('ended');
    inbox.close();
    worker.kill();
  }
}

function toError(message: Extract<FromWorker, { kind: 'failed' }>, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (message.bug !== null) return new Error(`worker: ${message.bug}`);
  return new AppError(message.error.code, message.error.params, { isRetryable: message.isRetryable });
}

type Ask = Extract<FromWorker, { kind: 'ask' }>;

type AnswerDeps = {
  readonly options: StreamOptions;
  readonly signal: AbortSignal;
  readonly send: (message: ToWorker) => void;
  readonly fail: (error: unknown) => void;
};

/** Answers one question of the worker, beside whatever else is said. */
async function answerTo({ number, question }: Ask, { options, signal, send, fail }: AnswerDeps): Promise<void> {
  try {
    if (!options.answer) throw new Error('the worker asks, and nobody answers');
    const value = await options.answer(question, signal);
    if (!signal.aborted) send({ kind: 'answer', number, value });
  } catch (error) {
    if (signal.aborted) return;
    // A bug is told here, where its trace is; the worker could only call it an internal error.
    if (!(error instanceof AppError)) return fail(error);
    send({ kind: 'refusal', number, error: toWireError(error), isRetryable: error.isRetryable });
  }
}

type Inbox = {
  next(): Promise<FromWorker>;
  /** Ends the waiting after this time, whatever arrives until then. */
  failFinally(delayMs: number, error: () => unknown): void;
  /** Ends the waiting, now or when it begins, after what has arrived. */
  fail(error: unknown): void;
  close(): void;
};

/** Turns a worker's messages into promises: one message is awaited at a time, silence and death become errors. */
function createInbox(worker: WorkerProcess, options: StreamOptions, onAsk: (ask: Ask) => void): Inbox {
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
  worker.onMessage((raw) => {
    const message = raw as FromWorker;
    if (message.kind === 'ask') return onAsk(message);
    clearTimeout(silence);
    if (waiting) waiting.resolve(message);
    else arrived.push(message);
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
    fail,
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
