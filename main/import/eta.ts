/** What a request had done at one moment; totals are null while unknown. `atMs` comes from a clock that never goes back. */
export type Progress = {
  readonly atMs: number;
  readonly bytes: number;
  readonly bytesTotal: number | null;
  readonly items: number;
  readonly itemsTotal: number | null;
  /** False while it is queued, suspended, stalled or over. */
  readonly isMoving: boolean;
};

/** Time left, whole seconds. */
export type SecondsLeft = { readonly low: number; readonly high: number };

/** Before progress was seen for this long, in this many steps, a remaining time would be a guess. */
const SETTLING_MS = 30_000;
const MIN_STEPS = 3;

/** What counts as recent. An import takes hours and its pace changes with the load of the service. */
const RECENT_MS = 10 * 60_000;

/** Readings closer together than this replace each other, which bounds the memory of an import that runs for days. */
const SPACING_MS = 5_000;

/** How far off a pace may be, and how much more so while the service holds the request back. */
const RANGE = { low: 0.8, high: 1.5, stalled: 2 } as const;

/** No range is told beyond this: more than a month means that nothing is known. */
const MAX_SECONDS = 31 * 24 * 3600;

/**
 * An estimate from one request's own history: feed it each reading, get the time left as a range, null while it would be a
 * guess. The pace of the last minutes and that of the whole import span the range, so stalls widen it.
 */
export function createEta(): { estimate(progress: Progress): SecondsLeft | null } {
  let history: Progress[] = [];
  let steps = 0;
  return {
    estimate(progress) {
      const last = history.at(-1);
      if (last && (progress.bytes < last.bytes || progress.items < last.items)) {
        // It began again, after a change of the server or by hand: the old pace says nothing.
        history = [];
        steps = 0;
      } else if (last && (progress.bytes > last.bytes || progress.items > last.items)) steps += 1;
      history = remember(history, progress);
      const first = history[0];
      if (!first || steps < MIN_STEPS || progress.atMs - first.atMs < SETTLING_MS) return null;
      return spanOf(history, first, progress);
    },
  };
}

/** The first moment, then what is recent. Waiting in the queue is not part of the history. */
function remember(history: readonly Progress[], progress: Progress): Progress[] {
  const [first, ...later] = history;
  if (!first || (!progress.isMoving && first.bytes === progress.bytes && first.items === progress.items))
    return [progress];
  const recent = later.filter(({ atMs }) => progress.atMs - atMs <= RECENT_MS);
  const before = recent.at(-2) ?? first;
  const isClose = recent.length > 0 && progress.atMs - before.atMs < SPACING_MS;
  return [first, ...(isClose ? recent.slice(0, -1) : recent), progress];
}

function spanOf(history: readonly Progress[], first: Progress, now: Progress): SecondsLeft | null {
  const recent = history.find(({ atMs }, order) => order > 0 && now.atMs - atMs >= SETTLING_MS) ?? first;
  const estimates = [first, recent].flatMap((since) => [
    secondsLeft(now.bytesTotal, now.bytes, (now.bytes - since.bytes) / (now.atMs - since.atMs)),
    secondsLeft(now.itemsTotal, now.items, (now.items - since.items) / (now.atMs - since.atMs)),
  ]);
  const known = estimates.filter((seconds) => seconds !== null);
  if (known.length === 0) return null;
  const high = Math.ceil(Math.max(...known) * RANGE.high * (now.isMoving ? 1 : RANGE.stalled));
  return high > MAX_SECONDS ? null : { low: Math.floor(Math.min(...known) * RANGE.low), high };
}

/** Null where this measure says nothing: no total, no pace, or all of it done while something else still is not. */
function secondsLeft(total: number | null, done: number, perMs: number): number | null {
  return total === null || total <= done || !(perMs > 0) ? null : (total - done) / perMs / 1000;
}
