import type { CandidateView, Snapshot } from '../../../preload/contract/index.ts';
import { isMovable, type PstHealth } from '../../../preload/contract/states.ts';
import { compareLetters } from './candidate-order.ts';

/** How a badge looks; the words stand beside the colour, never instead of it. */
export type HealthTone = 'success' | 'warning' | 'danger' | 'subtle';

/** The tone of a condition: what is merely not a mail store is no alarm. */
export function healthTone(health: PstHealth): HealthTone {
  switch (health) {
    case 'fine':
      return 'success';
    case 'notClosed':
    case 'inUse':
      return 'warning';
    case 'truncated':
    case 'damaged':
    case 'unreadable':
      return 'danger';
    case 'empty':
    case 'notPst':
    case 'ost':
    case 'pab':
    case 'cloudOnly':
    case 'wipProtected':
    case 'otherAccount':
      return 'subtle';
  }
}

/** The candidates for choosing: suggested ones first, then others that can be moved, the most recently changed before older ones. */
export function sortForChoosing(candidates: Snapshot['candidates']): readonly CandidateView[] {
  return [...candidates].sort(
    (a, b) =>
      Number(b.isSuggested) - Number(a.isSuggested) ||
      Number(isMovable(b.health)) - Number(isMovable(a.health)) ||
      compareLetters(b.modified, a.modified) ||
      compareLetters(a.path, b.path),
  );
}

/** Of the movable candidates: `none`, `some` or `all` are ticked. */
export function selectionOf(movable: readonly CandidateView[], chosen: ReadonlySet<string>): 'none' | 'some' | 'all' {
  const count = movable.filter((candidate) => chosen.has(candidate.id)).length;
  if (count === 0) return 'none';
  return count === movable.length ? 'all' : 'some';
}
