/** One piece of work: what came of it, and what it found to do further. */
export type Task<T> = () => Promise<{ readonly value: T; readonly next: readonly Task<T>[] }>;

type PoolOptions = { readonly limit: number; readonly signal: AbortSignal };

/**
 * Runs tasks and the tasks they lead to, `limit` at a time, the newest first so that few wait.
 * Nothing is started while the consumer holds a value, so a slow consumer slows the work down.
 * @yields each value as it comes.
 * @throws what a task throws; the signal's reason when aborted, without waiting for tasks that run.
 */
export async function* runTasks<T>(tasks: readonly Task<T>[], { limit, signal }: PoolOptions): AsyncGenerator<T> {
  const waiting = tasks.toReversed();
  const settled: PromiseSettledResult<Awaited<ReturnType<Task<T>>>>[] = [];
  let running = 0;
  let wake = (): void => undefined;
  // One promise a turn: racing the running tasks again and again would pile up handlers on those that hang.
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (waiting.length > 0 || running > 0) {
      signal.throwIfAborted();
      for (let task = next(); task; task = next()) void run(task);
      if (settled.length === 0) await change();
      for (let result = settled.shift(); result; result = settled.shift()) {
        signal.throwIfAborted();
        if (result.status === 'rejected') throw result.reason;
        // One by one: a folder may lead to more tasks than fit into the arguments of a call.
        for (const task of result.value.next) waiting.push(task);
        yield result.value.value;
      }
    }
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }

  function next(): Task<T> | undefined {
    return running < limit ? waiting.pop() : undefined;
  }

  async function run(task: Task<T>): Promise<void> {
    running += 1;
    const [result] = await Promise.allSettled([task()]);
    running -= 1;
    settled.push(result);
    wake();
  }
}
