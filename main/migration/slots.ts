/** A bounded number of places; who finds none waits in line. */
export type Slots = {
  /**
   * Waits for a place. @returns a function that gives it back; calling it twice does nothing.
   * @throws the signal's reason when it is aborted first.
   */
  take(signal: AbortSignal): Promise<() => void>;
};

/** `count` places, given out first come, first served; or to who came last, where the others may be wanted no more. */
export function createSlots(count: number, next: 'first' | 'last' = 'first'): Slots {
  let free = count;
  const line: (() => void)[] = [];
  const giveBack = () => {
    const enter = next === 'first' ? line.shift() : line.pop();
    if (enter) enter();
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
