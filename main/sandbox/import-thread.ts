import { AppError, toWireError, type WireError } from '../../preload/contract/index.ts';
import { type ImportInput, type ImportProgress, importPst, type OpenPst } from './import-pst.ts';

/** What an import thread reports; one of the last three comes last and once. */
export type FromImportThread =
  | { readonly kind: 'progressed'; readonly progress: ImportProgress }
  /** It is still finding out how much there is. */
  | { readonly kind: 'counting' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: WireError };

/** A thread that reads one PST. It stops by itself between two items; `terminate` also ends one that hangs. */
export interface ImportThread {
  onMessage(listener: (message: FromImportThread) => void): void;
  /** Called once, when the thread has ended, however it did. */
  onExit(listener: () => void): void;
  /** Asks the thread to stop after the item it is at. */
  stop(): void;
  terminate(): Promise<void>;
}

export type StartImportThread = (input: ImportInput) => ImportThread;

/** The work of an import thread. Never throws: what goes wrong is told. */
export async function runImportThread(
  input: ImportInput,
  openPst: OpenPst,
  connection: { readonly signal: AbortSignal; tell(message: FromImportThread): void },
): Promise<void> {
  const { signal, tell } = connection;
  try {
    for await (const progress of importPst(input, openPst, signal)) {
      tell(progress === null ? { kind: 'counting' } : { kind: 'progressed', progress });
    }
    tell(signal.aborted ? { kind: 'stopped' } : { kind: 'finished' });
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('importFailed', { reason: 'internal' });
    tell({ kind: 'failed', error: toWireError(known) });
  }
}

/** How long a thread may be silent: far more than the largest item takes. */
export const STALL_LIMIT_MS = 60_000;

/** How long a thread may take to stop after it was asked to, before it is terminated. */
const STOP_GRACE_MS = 5_000;

/** How a run ended. */
export type RunOutcome =
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: WireError };

type Watch = {
  readonly signal: AbortSignal;
  readonly stallLimitMs: number;
  readonly onProgress: (progress: ImportProgress) => void;
};

/** Follows a thread to its end and terminates it then. One that is silent for too long has failed; aborting stops it. */
export async function watchImportThread(thread: ImportThread, watch: Watch): Promise<RunOutcome> {
  const { promise: ended, resolve: end } = deferred<RunOutcome>();
  const stalled = setTimeout(() => end(failed('stalled')), watch.stallLimitMs);
  let grace: NodeJS.Timeout | undefined;
  const stop = () => {
    thread.stop();
    grace = setTimeout(() => end({ kind: 'stopped' }), STOP_GRACE_MS);
  };
  thread.onMessage((message) => {
    stalled.refresh();
    if (message.kind === 'progressed') watch.onProgress(message.progress);
    else if (message.kind !== 'counting') end(message);
  });
  thread.onExit(() => end(failed('crashed')));
  watch.signal.addEventListener('abort', stop, { once: true });
  if (watch.signal.aborted) stop();
  try {
    return await ended;
  } finally {
    clearTimeout(stalled);
    clearTimeout(grace);
    watch.signal.removeEventListener('abort', stop);
    await thread.terminate();
  }
}

function failed(reason: string): RunOutcome {
  return { kind: 'failed', error: { code: 'importFailed', params: { reason } } };
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: (value) => settle(value) };
}
