import type { CandidateView } from '../../../preload/contract/index.ts';
import { isMovable, PST_HEALTHS } from '../../../preload/contract/states.ts';
import { folderOf } from '../../format/path.ts';

/** What a list of files can be put in order by. */
export const SORT_COLUMNS = ['name', 'folder', 'size', 'modified', 'health'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** An order of a list of files. */
export type CandidateSort = { readonly column: SortColumn; readonly isDescending: boolean };

/** Which conditions are listed. */
export const CONDITIONS = ['any', 'movable', 'unmovable'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Which files are listed. Every word of `text` must be part of the name or the folder. */
export type CandidateFilter = { readonly text: string; readonly condition: Condition };

/** Lists everything. */
export const NO_FILTER: CandidateFilter = { text: '', condition: 'any' };

/** True when a value of the select is one of `CONDITIONS`. */
export function isCondition(value: string): value is Condition {
  return CONDITIONS.some((condition) => condition === value);
}

/** The order after a click on a column: the largest and the latest first, texts from A; a second click turns it round. */
export function nextSort(current: CandidateSort | null, column: SortColumn): CandidateSort {
  if (current?.column === column) return { column, isDescending: !current.isDescending };
  return { column, isDescending: column === 'size' || column === 'modified' };
}

/**
 * The files in the given order, as they came for null. Files that are equal in it keep their order among each other.
 * `compareText` is the reader's idea of the alphabet.
 */
export function sortCandidates(
  candidates: readonly CandidateView[],
  sort: CandidateSort | null,
  compareText: (a: string, b: string) => number,
): readonly CandidateView[] {
  if (sort === null) return candidates;
  const compare = comparison(sort.column, compareText);
  const sign = sort.isDescending ? -1 : 1;
  return candidates.toSorted((a, b) => sign * compare(a, b));
}

function comparison(column: SortColumn, compareText: (a: string, b: string) => number) {
  const byText = (textOf: (candidate: CandidateView) => string) => (a: CandidateView, b: CandidateView) =>
    compareText(textOf(a), textOf(b));
  switch (column) {
    case 'name':
      return byText((candidate) => candidate.name);
    case 'folder':
      return byText((candidate) => folderOf(candidate.path));
    case 'size':
      return (a: CandidateView, b: CandidateView) => a.sizeBytes - b.sizeBytes;
    case 'modified':
      return (a: CandidateView, b: CandidateView) => compareLetters(a.modified, b.modified);
    case 'health':
      return (a: CandidateView, b: CandidateView) => PST_HEALTHS.indexOf(a.health) - PST_HEALTHS.indexOf(b.health);
  }
}

/** Orders two texts by their code units: right for moments (ISO 8601 UTC), and far faster than a collator for thousands. */
export function compareLetters(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The files that a filter lets through, in the order they came; the same array when that is all of them. */
export function filterCandidates(
  candidates: readonly CandidateView[],
  filter: CandidateFilter,
): readonly CandidateView[] {
  const words = fold(filter.text).split(/\s+/).filter(Boolean);
  if (words.length === 0 && filter.condition === 'any') return candidates;
  return candidates.filter((candidate) => {
    if (filter.condition !== 'any' && isMovable(candidate.health) !== (filter.condition === 'movable')) return false;
    const text = fold(`${candidate.name}\n${folderOf(candidate.path)}`);
    return words.every((word) => text.includes(word));
  });
}

/** Letters without their case, and with one spelling for each accented one. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
