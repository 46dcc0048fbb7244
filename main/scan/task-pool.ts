/** One piece of work; what it finds to do further comes back as `next`. */
export type Task<T> = () => Promise<T & { readonly next: readonly Task<T>[] }>;

type PoolOptions = { readonly limit: number; readonly signal: AbortSignal };

/**
 * Runs tasks and the tasks they lead to, `limit` at a time, the newest first so that few wait.
 * Nothing is started while the consumer holds a result, so a slow consumer slows the work down.
 * @yields each result as it comes. @throws what a task throws; the signal's reason, without waiting for tasks that run.
 */
export async function* runTasks<T>(tasks: readonly Task<T>[], { limit, signal }: PoolOptions): AsyncGenerator<T> {
  const waiting = tasks.toReversed();
  const running = new Set<Promise<void>>();
  const results: (T & { readonly next: readonly Task<T>[] })[] = [];
  const stop = untilAborted(signal);
  try {
    while (waiting.length > 0 || running.size > 0) {
      signal.throwIfAborted();
      for (let task = start(); task; task = start()) track(task);
      await Promise.race([...running, stop.aborted]);
      for (let result = results.shift(); result; result = results.shift()) {
        // One by one: a folder may lead to more tasks than fit into the arguments of a call.
        for (const next of result.next) waiting.push(next);
        yield result;
        signal.throwIfAborted();
      }
    }
  } finally {
    stop.release();
  }

  function start(): Task<T> | undefined {
    return running.size < limit ? waiting.pop() : undefined;
  }

  function track(task: Task<T>): void {
    const run: Promise<void> = task().then((result) => {
      results.push(result);
      running.delete(run);
    });
    // When the consumer has left, nobody waits for this one any more; its failure then concerns nobody either.
    run.catch(() => undefined);
    running.add(run);
  }
}

function untilAborted(signal: AbortSignal): { readonly aborted: Promise<never>; readonly release: () => void } {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  aborted.catch(() => undefined);
  return { aborted, release: () => signal.removeEventListener('abort', onAbort) };
}
