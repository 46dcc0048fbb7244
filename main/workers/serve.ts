import { AppError, toWireError } from '../../preload/contract/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { connectParent, type Parent } from './parent.ts';

/** The work of a worker process: gives values until it has ended, stops when the signal says so. */
export type Work = (input: unknown, options: { readonly signal: AbortSignal }) => AsyncGenerator<unknown>;

/**
 * Makes this process do one piece of work for its parent, a value at a time, and then end.
 * A parent that disappears ends it too, so that no orphan goes on reading or sending.
 */
export function serveWorker(work: Work, parent: Parent = connectParent()): void {
  const stop = new AbortController();
  let values: AsyncGenerator<unknown> | null = null;
  const tell = (message: FromWorker) => parent.send(message);

  parent.onGone(() => parent.exit(1));
  parent.onMessage((raw) => {
    const message = raw as ToWorker;
    if (message.kind === 'stop') stop.abort(message.reason);
    if (message.kind === 'start') values = work(message.input, { signal: stop.signal });
    if (message.kind === 'next' && values) void giveNext(values, tell).then((isOver) => isOver && endWhenTold());
  });
  tell({ kind: 'ready' });

  // The parent ends this process once it has read the last message; should it forget, a minute is enough.
  function endWhenTold(): void {
    setTimeout(() => parent.exit(0), 60_000).unref();
  }
}

async function giveNext(values: AsyncGenerator<unknown>, tell: (message: FromWorker) => void): Promise<boolean> {
  try {
    const { value, done } = await values.next();
    tell(done ? { kind: 'ended' } : { kind: 'value', value });
    return done === true;
  } catch (error) {
    const isExpected = error instanceof AppError;
    const bug = isExpected ? null : String(error instanceof Error ? error.stack : error);
    tell({ kind: 'failed', error: toWireError(error), isRetryable: isExpected && error.isRetryable, bug });
    return true;
  }
}
