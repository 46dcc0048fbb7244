/** A place that was taken. Each of its functions does nothing where it does not apply. */
export type Place = {
  /** Gives it back for good; from then on nothing else applies. */
  readonly leave: () => void;
  /** Lets the next in line have it while whoever took it goes on; once one of the others ends when too many are lent. */
  readonly lend: () => void;
  /** Ends the lending: who has it by now keeps it, and the next place that is given back makes up for it. */
  readonly takeBack: () => void;
};

/** A bounded number of places; who finds none waits in line. */
export type Slots = {
  /** Waits for a place. @throws the signal's reason when it is aborted first. */
  take(signal: AbortSignal): Promise<Place>;
};

type Options = {
  /** Who comes next: who came first, or who came last, where the others may be wanted no more. */
  readonly next?: 'first' | 'last';
  /** Places lent at a time; 0 when not said. */
  readonly mostLent?: number;
};

/** `count` places. */
export function createSlots(count: number, { next = 'first', mostLent = 0 }: Options = {}): Slots {
  /** Below zero while places that were lent and taken back are in use twice. */
  let free = count;
  let lent = 0;
  /** Who would lend a place as well. */
  const lenders = new Set<() => void>();
  const line: (() => void)[] = [];
  const letIn = () => {
    while (free > 0) {
      const enter = next === 'first' ? line.shift() : line.pop();
      if (!enter) return;
      free -= 1;
      enter();
    }
  };
  const add = (places: number) => {
    free += places;
    letIn();
  };
  const lendMore = () => {
    for (const lend of lenders) {
      if (lent >= mostLent) return;
      lenders.delete(lend);
      lend();
    }
  };
  const place = (): Place => {
    let state: 'taken' | 'lent' | 'left' = 'taken';
    const lend = () => {
      state = 'lent';
      lent += 1;
      add(1);
    };
    const end = (next: 'taken' | 'left', places: number) => {
      lenders.delete(lend);
      const wasLent = state === 'lent';
      state = next;
      if (wasLent) lent -= 1;
      add(places);
      lendMore();
    };
    return {
      leave: () => {
        if (state !== 'left') end('left', state === 'taken' ? 1 : 0);
      },
      lend: () => {
        if (state !== 'taken') return;
        lenders.add(lend);
        lendMore();
      },
      takeBack: () => {
        if (state !== 'left') end('taken', state === 'lent' ? -1 : 0);
      },
    };
  };
  return {
    take: (signal) => {
      signal.throwIfAborted();
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
        letIn();
      });
    },
  };
}
