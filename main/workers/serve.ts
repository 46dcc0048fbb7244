import { AppError, toWireError } from '../../preload/contract/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { connectParent, type Parent } from './parent.ts';

/** What the work of a worker has of its parent. */
export type WorkOptions = {
  readonly signal: AbortSignal;
  /** The parent's answer. @throws AppError the parent refuses with; the signal's reason when the work is stopped first */
  readonly ask: (question: unknown) => Promise<unknown>;
  /** Hears what the parent tells, oldest first, also what it told before; one listener. */
  readonly onNews: (listener: (news: unknown) => void) => void;
};

/** The work of a worker process: gives values until it has ended, stops when the signal says so. */
export type Work = (input: unknown, options: WorkOptions) => AsyncGenerator<unknown>;

/**
 * Makes this process do one piece of work for its parent, a value at a time, and then end.
 * A parent that disappears ends it too, so that no orphan goes on reading or sending.
 */
export function serveWorker(work: Work, parent: Parent = connectParent()): void {
  const stop = new AbortController();
  const tell = (message: FromWorker) => parent.send(message);
  const questions = createQuestions(stop.signal, tell);
  const news = createNews();
  let values: AsyncGenerator<unknown> | null = null;

  parent.onGone(() => parent.exit(1));
  parent.onMessage((raw) => {
    const message = raw as ToWorker;
    if (message.kind === 'stop') stop.abort(message.reason);
    if (message.kind === 'start') {
      values = work(message.input, { signal: stop.signal, ask: questions.ask, onNews: news.listen });
    }
    if (message.kind === 'next' && values) void giveNext(values, tell).then((isOver) => isOver && endWhenTold());
    if (message.kind === 'tell') news.hear(message.news);
    if (message.kind === 'answer' || message.kind === 'refusal') questions.settle(message);
  });
  tell({ kind: 'ready' });

  // The parent ends this process once it has read the last message; should it forget, a minute is enough.
  function endWhenTold(): void {
    setTimeout(() => parent.exit(0), 60_000).unref();
  }
}

type Reply = Extract<ToWorker, { kind: 'answer' | 'refusal' }>;

/** Questions to the parent, several at a time; an answer finds its question by number. */
function createQuestions(signal: AbortSignal, tell: (message: FromWorker) => void) {
  const open = new Map<number, (reply: Reply) => void>();
  let count = 0;
  return {
    settle: (reply: Reply) => open.get(reply.number)?.(reply),
    ask: (question: unknown) =>
      new Promise<unknown>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        count += 1;
        const number = count;
        const leave = () => {
          open.delete(number);
          reject(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
        open.set(number, (reply) => {
          open.delete(number);
          signal.removeEventListener('abort', leave);
          if (reply.kind === 'answer') return resolve(reply.value);
          const { code, params } = reply.error;
          reject(new AppError(code, params, { isRetryable: reply.isRetryable }));
        });
        tell({ kind: 'ask', number, question });
      }),
  };
}

/** What is told before anybody listens is kept: the work takes a moment to begin. */
function createNews() {
  const early: unknown[] = [];
  let listener: ((news: unknown) => void) | null = null;
  return {
    hear(news: unknown): void {
      if (listener) listener(news);
      else early.push(news);
    },
    listen(next: (news: unknown) => void): void {
      listener = next;
      for (const news of early.splice(0)) next(news);
    },
  };
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
