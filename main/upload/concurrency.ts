/** How many requests at once an upload begins with, and may come to. */
export type LaneBounds = { readonly first: number; readonly most: number };

/** A rise of the rate that makes doubling worth while. */
const QUICK_GAIN = 1.15;

/** Shortest time over which a rate is measured, milliseconds: while doubling, and later, when there is no hurry. */
const QUICK_ROUND_MS = 50;
const STEADY_ROUND_MS = 1_000;

/** Rounds between two tries of one more request. */
const PAUSE_ROUNDS = 8;

/** On a line on which a block takes longer than this for each of the lanes, there are too many. Milliseconds. */
const SLOW_BLOCK_MS = 60_000;

/**
 * How many requests at once are worth while. It doubles as long as that makes the whole faster, then tries one more now
 * and then; it halves when the store cannot keep up.
 */
export interface Concurrency {
  readonly limit: number;
  /** A block of that size was accepted. `nowMs` of one clock that never goes back. */
  finished(sizeBytes: number, nowMs: number): void;
  /** The store asked to slow down or did not answer. To be told once for all requests that met the same trouble. */
  refused(): void;
  /** The line's rate over the last seconds, while requests were under way. */
  observe(bytesPerSecond: number, blockBytes: number): void;
}

type Phase =
  | { readonly kind: 'quick'; readonly before: { readonly rate: number; readonly limit: number } | null }
  | { readonly kind: 'steady'; readonly pause: number }
  | { readonly kind: 'trial'; readonly rate: number };

/** Bytes a millisecond over one round; its first `toSkip` blocks were under way before the limit was what it is. */
type Round = { toSkip: number; startMs: number; blocks: number; bytes: number };

/** A concurrency that has seen nothing yet. */
export function createConcurrency({ first, most }: LaneBounds): Concurrency {
  let limit = Math.min(first, most);
  let cap = most;
  let phase: Phase = { kind: 'quick', before: null };
  // The time until the first answer is that of connecting; it says nothing of the rate.
  let round: Round = { toSkip: 1, startMs: 0, blocks: 0, bytes: 0 };

  const turnTo = (next: Phase, nextLimit: number, nowMs: number | null): void => {
    const toSkip = nowMs === null ? 1 : nextLimit === limit ? 0 : Math.ceil(nextLimit / 2);
    phase = next;
    limit = nextLimit;
    round = { toSkip, startMs: nowMs ?? 0, blocks: 0, bytes: 0 };
  };

  const decide = (rate: number, nowMs: number): void => {
    const next = nextStep({ phase, limit, most, rate });
    turnTo(next.phase, next.limit, nowMs);
  };

  return {
    get limit() {
      return Math.max(1, Math.min(limit, cap));
    },
    finished(sizeBytes, nowMs) {
      if (round.toSkip > 0) {
        round.toSkip -= 1;
        if (round.toSkip === 0) round.startMs = nowMs;
        return;
      }
      round.blocks += 1;
      round.bytes += sizeBytes;
      const elapsedMs = nowMs - round.startMs;
      const isSteady = phase.kind !== 'quick';
      if (round.blocks < (isSteady ? 2 * limit : limit)) return;
      if (elapsedMs < (isSteady ? STEADY_ROUND_MS : QUICK_ROUND_MS)) return;
      // More lanes than the line bears for its slowness cannot be tried, so their worth is not known.
      if (cap < limit) turnTo({ kind: 'steady', pause: PAUSE_ROUNDS }, Math.max(1, cap), nowMs);
      else decide(round.bytes / elapsedMs, nowMs);
    },
    refused() {
      turnTo({ kind: 'steady', pause: 2 }, Math.max(1, Math.floor(limit / 2)), null);
    },
    observe(bytesPerSecond, blockBytes) {
      const bearable = Math.floor((bytesPerSecond * SLOW_BLOCK_MS) / 1_000 / blockBytes);
      cap = Math.max(1, Math.min(most, bearable));
    },
  };
}

type Seen = { readonly phase: Phase; readonly limit: number; readonly most: number; readonly rate: number };

function nextStep({ phase, limit, most, rate }: Seen): { readonly phase: Phase; readonly limit: number } {
  const rest: Phase = { kind: 'steady', pause: PAUSE_ROUNDS };
  if (phase.kind === 'quick') {
    if (phase.before && rate < phase.before.rate * QUICK_GAIN) return { phase: rest, limit: phase.before.limit };
    if (limit === most) return { phase: rest, limit };
    return { phase: { kind: 'quick', before: { rate, limit } }, limit: Math.min(most, limit * 2) };
  }
  if (phase.kind === 'trial') {
    // One lane more than n should bring an nth; half of that tells it from chance.
    const isBetter = rate >= phase.rate * (1 + 0.5 / (limit - 1));
    if (!isBetter) return { phase: rest, limit: limit - 1 };
    return limit === most ? { phase: rest, limit } : { phase: { kind: 'trial', rate }, limit: limit + 1 };
  }
  if (phase.pause > 0 || limit === most)
    return { phase: { kind: 'steady', pause: Math.max(0, phase.pause - 1) }, limit };
  return { phase: { kind: 'trial', rate }, limit: limit + 1 };
}
