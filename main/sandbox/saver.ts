/** Saves soon after it was asked to, and never twice at a time. */
export type Saver = {
  request(): void;
  /** Waits for a save under way; nothing is saved afterwards. */
  close(): Promise<void>;
};

/** Rest between two saves in units of the time the last one took, so that a large state is not saved all the time. */
const REST_FACTOR = 10;

/**
 * Gathers requests and saves once for all that came within `delayMs`; rests longer when saving is slow.
 * A failed save is tried again with the next request.
 */
export function createSaver(save: () => Promise<void>, delayMs: number): Saver {
  let timer: NodeJS.Timeout | null = null;
  let isDirty = false;
  let isClosed = false;
  let underWay: Promise<void> | null = null;
  let restMs = delayMs;

  const run = async () => {
    timer = null;
    isDirty = false;
    const startedMs = performance.now();
    await save().catch(() => undefined);
    restMs = Math.max(delayMs, (performance.now() - startedMs) * REST_FACTOR);
    underWay = null;
    if (isDirty) schedule();
  };
  const schedule = () => {
    if (isClosed || timer !== null || underWay !== null) return;
    timer = setTimeout(() => {
      underWay = run();
    }, restMs);
  };
  return {
    request: () => {
      isDirty = true;
      schedule();
    },
    close: async () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await underWay;
    },
  };
}
