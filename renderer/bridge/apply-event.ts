import type { FerryChange, FerryEvent, Snapshot } from '../../preload/contract/index.ts';

/**
 * The snapshot after one event: the same object when the event is already part of it, null when events are missing in
 * between and a new snapshot must be asked for.
 */
export function applyEvent(snapshot: Snapshot, event: FerryEvent): Snapshot | null {
  if (event.seq <= snapshot.seq) return snapshot;
  if (event.seq !== snapshot.seq + 1) return null;
  return { ...snapshot, ...applyChange(snapshot, event.change), seq: event.seq };
}

function applyChange(snapshot: Snapshot, change: FerryChange): Partial<Snapshot> {
  switch (change.kind) {
    case 'scanChanged':
      return { scan: change.scan };
    case 'candidatesCleared':
      return { candidates: [] };
    case 'candidatesFound':
      return { candidates: mergeById(snapshot.candidates, change.candidates) };
    case 'rootsListed':
      return { roots: change.roots };
    case 'jobChanged':
      return { jobs: mergeById(snapshot.jobs, [change.job]) };
    case 'tenantChanged':
      return { tenant: change.tenant };
    // Kept beside what they are about, and only as long as that goes on.
    case 'contentsOutlined':
    case 'probed':
    case 'signInAsks':
      return {};
  }
}

/** Known things keep their place, so that rows never jump; new ones come last. */
function mergeById<T extends { readonly id: string }>(known: T[], news: readonly T[]): T[] {
  // The very list of before: a new one would be sorted and drawn again.
  if (news.length === 0) return known;
  const pending = new Map(news.map((item) => [item.id, item]));
  const merged = known.map((item) => {
    const newer = pending.get(item.id);
    pending.delete(item.id);
    return newer ?? item;
  });
  return [...merged, ...pending.values()];
}

const CHANGE_KINDS: Readonly<Record<FerryChange['kind'], true>> = {
  scanChanged: true,
  candidatesCleared: true,
  candidatesFound: true,
  rootsListed: true,
  jobChanged: true,
  contentsOutlined: true,
  tenantChanged: true,
  probed: true,
  signInAsks: true,
};

/**
 * True for an event this window understands. The sender checked it against its schema; this guards against a sender of
 * another version, whose unknown events count as missing ones.
 */
export function isFerryEvent(value: unknown): value is FerryEvent {
  if (typeof value !== 'object' || value === null || !('seq' in value) || !('change' in value)) return false;
  const { seq, change } = value;
  if (typeof seq !== 'number' || typeof change !== 'object' || change === null || !('kind' in change)) return false;
  return typeof change.kind === 'string' && Object.hasOwn(CHANGE_KINDS, change.kind);
}
