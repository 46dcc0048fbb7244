/** A bounded number of places; who finds none waits in line. */
export type Slots = {
  /**
   * Waits for a place. @returns a function that gives it back; calling it twice does nothing.
   * @throws the signal's reason when it is aborted first.
   */
  take(signal: AbortSignal): Promise<() => void>;
};

/** `count` places, given out first come, first served. */
export function createSlots(count: number): Slots {
  let free = count;
  const line: (() => void)[] = [];
  const giveBack = () => {
    const next = line.shift();
    if (next) next();
    else free += 1;
  };
  const place = () => {
    let isTaken = true;
    return () => {
      if (isTaken) giveBack();
      isTaken = false;
    };
  };
  return {
    take: (signal) => {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return Promise.resolve(place());
      }
      return new Promise((resolve, reject) => {
        const enter = () => {
          signal.removeEventListener('abort', leave);
          resolve(place());
        };
        const leave = () => {
          line.splice(line.indexOf(enter), 1);
          reject(signal.reason);
        };
        line.push(enter);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
