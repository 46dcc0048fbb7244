/** Lets so many pass at a time, in the order they came. */
export type Gate = {
  /** @throws the signal's reason when it is aborted before it was its turn; what `work` throws. */
  pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
};

/** A gate that `most` may be inside of. */
export function createGate(most: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;

  function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (inside < most) {
      inside += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(admit), 1);
        reject(signal.reason);
      };
      waiting.push(admit);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    pass: async (signal, work) => {
      await enter(signal);
      try {
        return await work();
      } finally {
        // The place goes to the next in turn, who counts as inside from now on.
        const next = waiting.shift();
        if (next) next();
        else inside -= 1;
      }
    },
  };
}
