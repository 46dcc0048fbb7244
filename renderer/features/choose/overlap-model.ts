import type { CandidateId, CandidateView, Overlap } from '../../../preload/contract/index.ts';
import { MAX_COMPARED } from '../../../preload/contract/limits.ts';
import { isMovable } from '../../../preload/contract/states.ts';

/** Share of a file's items from which on it is told, 0..1: a few newsletters are in every mailbox. */
const LEAST_FRACTION = 0.01;

/**
 * The files to compare one with: those that may be moved along with it, by tick or suggestion. Exact copies are left out:
 * they are named already.
 */
export function filesToCompare(
  candidate: CandidateView,
  candidates: readonly CandidateView[],
  chosen: readonly CandidateId[],
): readonly CandidateId[] {
  if (!isMovable(candidate.health)) return [];
  const ticked = new Set(chosen);
  const isCopy = (other: CandidateView) => isCopyOf(candidate, other) || isCopyOf(other, candidate);
  return candidates
    .filter((other) => other.id !== candidate.id && isMovable(other.health) && !isCopy(other))
    .filter((other) => other.isSuggested || ticked.has(other.id))
    .slice(0, MAX_COMPARED)
    .map(({ id }) => id);
}

/** What is worth telling of a comparison, the largest share first. */
export function overlapsToTell(overlaps: readonly Overlap[]): readonly Overlap[] {
  return overlaps
    .filter(({ shared, items }) => shared > 0 && shared >= items * LEAST_FRACTION)
    .toSorted((a, b) => b.shared - a.shared);
}

function isCopyOf(a: CandidateView, b: CandidateView): boolean {
  return a.copyOf?.kind === 'copy' && a.copyOf.id === b.id;
}
