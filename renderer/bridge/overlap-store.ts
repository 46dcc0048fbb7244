import type { CandidateId, Overlap } from '../../preload/contract/index.ts';

/** What is known of how much one file shares with others. */
export type Comparison = {
  /** Files it is being compared with now. */
  readonly running: number;
  /** In the order they became known; a file that could not be compared is not among them. */
  readonly overlaps: readonly Overlap[];
};

/** The comparisons made so far. Failures are quiet: nothing depends on them, and the next look tries those files again. */
export type OverlapStore = {
  readonly get: (id: CandidateId) => Comparison;
  /** Compares a file with those others it was not compared with yet. */
  readonly compare: (id: CandidateId, otherIds: readonly CandidateId[]) => void;
  /** Forgets what a file that has changed shares with others. */
  readonly forget: (id: CandidateId) => void;
  /** Forgets everything, for a new scan. */
  readonly clear: () => void;
  readonly subscribe: (listener: () => void) => () => void;
};

type FindOverlaps = (id: CandidateId, otherIds: readonly CandidateId[]) => Promise<readonly Overlap[]>;

const NOTHING: Comparison = { running: 0, overlaps: [] };

/** An empty store that compares with the given command. */
export function createOverlapStore(find: FindOverlaps): OverlapStore {
  let comparisons = new Map<CandidateId, Comparison>();
  let asked = new Set<string>();
  const listeners = new Set<() => void>();

  const compare = async (id: CandidateId, otherIds: readonly CandidateId[]) => {
    const round = comparisons;
    const pairs = asked;
    const update = (change: (known: Comparison) => Comparison) => {
      round.set(id, change(round.get(id) ?? NOTHING));
      for (const listener of listeners) listener();
    };
    update((known) => ({ ...known, running: known.running + otherIds.length }));
    const found = (await findQuietly(find, id, otherIds)).filter((overlap) => overlap.problem === null);
    const known = new Set(found.map((overlap) => overlap.id));
    for (const otherId of otherIds) if (!known.has(otherId)) pairs.delete(pairOf(id, otherId));
    update(({ running, overlaps }) => ({
      running: running - otherIds.length,
      overlaps: [...overlaps.filter((overlap) => !known.has(overlap.id)), ...found],
    }));
  };

  return {
    get: (id) => comparisons.get(id) ?? NOTHING,
    compare: (id, otherIds) => {
      const missing = otherIds.filter((otherId) => !asked.has(pairOf(id, otherId)));
      if (missing.length === 0) return;
      for (const otherId of missing) asked.add(pairOf(id, otherId));
      void compare(id, missing);
    },
    forget: (id) => {
      for (const pair of asked) if (pair.split('\n').includes(id)) asked.delete(pair);
      for (const [of, { running, overlaps }] of comparisons) {
        comparisons.set(of, { running, overlaps: of === id ? [] : overlaps.filter((overlap) => overlap.id !== id) });
      }
      for (const listener of listeners) listener();
    },
    clear: () => {
      comparisons = new Map();
      asked = new Set();
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function findQuietly(
  find: FindOverlaps,
  id: CandidateId,
  otherIds: readonly CandidateId[],
): Promise<readonly Overlap[]> {
  try {
    return await find(id, otherIds);
  } catch {
    return [];
  }
}

function pairOf(id: CandidateId, otherId: CandidateId): string {
  return `${id}\n${otherId}`;
}
