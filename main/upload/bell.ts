/** Wakes the one who waits for something to happen, whatever it is. */
export interface Bell {
  /** Something has happened. */
  ring(): void;
  /** Resolves at the next ring; at once when it has rung since this was last called. */
  rung(): Promise<void>;
}

/** A bell that has not rung. */
export function createBell(): Bell {
  let hasRung = false;
  let wake: () => void = () => undefined;
  return {
    ring() {
      hasRung = true;
      wake();
    },
    async rung() {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      hasRung = false;
    },
  };
}
