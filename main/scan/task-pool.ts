/** Work that leads to more work. */
export interface TaskSource<T> {
  /** The next piece to start now; undefined when nothing more may run at the moment. */
  next(): (() => Promise<T>) | undefined;
  /** To be called when `next` may have something to give although no task has ended. */
  onChange(listener: () => void): void;
}

/**
 * Runs what a source gives, as many at a time as it gives.
 * Nothing is started while the consumer holds a value, so a slow consumer slows the work down.
 * @yields each value as it comes; ends when nothing runs and the source gives nothing.
 * @throws what a task throws; the signal's reason when aborted, without waiting for tasks that run.
 */
export async function* runTasks<T>(source: TaskSource<T>, signal: AbortSignal): AsyncGenerator<T> {
  const settled: PromiseSettledResult<T>[] = [];
  let running = 0;
  let wake = (): void => undefined;
  // One promise a turn: racing the running tasks again and again would pile up handlers on those that hang.
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  source.onChange(() => wake());
  try {
    for (;;) {
      signal.throwIfAborted();
      for (let task = source.next(); task; task = source.next()) void run(task);
      if (running === 0 && settled.length === 0) return;
      if (settled.length === 0) await change();
      for (let result = settled.shift(); result; result = settled.shift()) {
        signal.throwIfAborted();
        if (result.status === 'rejected') throw result.reason;
        yield result.value;
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
  }

  async function run(task: () => Promise<T>): Promise<void> {
    running += 1;
    const [result] = await Promise.allSettled([task()]);
    running -= 1;
    settled.push(result);
    wake();
  }
}
