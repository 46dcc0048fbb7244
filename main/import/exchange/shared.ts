/**
 * Work that is done once for all who ask for it, and whose outcome is kept until it is forgotten; a failure is not kept. It is
 * aborted when all who wait for it have gone, never by one of them.
 */
export function createShared<T>(work: (signal: AbortSignal) => Promise<T>) {
  let current: Running<T> | null = null;
  const begin = (): Running<T> => {
    const controller = new AbortController();
    const running: Running<T> = { controller, promise: work(controller.signal), waiting: 0, outcome: null };
    running.promise.then(
      (value) => {
        running.outcome = { value };
      },
      () => {
        if (current === running) current = null;
      },
    );
    return running;
  };
  return {
    async get(signal: AbortSignal): Promise<T> {
      signal.throwIfAborted();
      current ??= begin();
      const running = current;
      running.waiting += 1;
      try {
        return await orAborted(running.promise, signal);
      } finally {
        running.waiting -= 1;
        if (running.waiting === 0 && running.outcome === null && signal.aborted) {
          if (current === running) current = null;
          running.controller.abort(signal.reason);
        }
      }
    },
    /** True while there is an outcome. */
    isDone: () => (current?.outcome ?? null) !== null,
    /** Forgets this outcome, or whatever there is. An older outcome than the present one is forgotten already. */
    forget: (outcome?: T) => {
      if (outcome === undefined || current?.outcome?.value === outcome) current = null;
    },
  };
}

type Running<T> = {
  readonly controller: AbortController;
  readonly promise: Promise<T>;
  waiting: number;
  outcome: { readonly value: T } | null;
};

/** The outcome, or the signal's reason if that comes first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
