import type { CandidateView } from '../../../preload/contract/index.ts';
import { isMovable, PST_HEALTHS } from '../../../preload/contract/states.ts';
import { folderOf } from '../../format/path.ts';

/** What a list of files can be put in order by. */
export const SORT_COLUMNS = ['name', 'folder', 'size', 'modified', 'health'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** An order of a list of files. */
export type CandidateSort = { readonly column: SortColumn; readonly isDescending: boolean };

/** Which conditions are listed. */
export const CONDITIONS = ['any', 'suggested', 'movable', 'unmovable'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** Which files are listed. Every word of `text` must be part of the name, the folder or the words for it. */
export type CandidateFilter = { readonly text: string; readonly condition: Condition };

/** How the reader's language goes about files: the order of its letters, and its words for where a file is. */
export type ListWords = {
  readonly compareText: (a: string, b: string) => number;
  readonly placeText: (candidate: CandidateView) => string;
};

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

/** The files in the given order, as they came for null. Files that are equal in it keep their order among each other. */
export function sortCandidates(
  candidates: readonly CandidateView[],
  sort: CandidateSort | null,
  words: ListWords,
): readonly CandidateView[] {
  if (sort === null) return candidates;
  const compare = comparison(candidates, sort.column, words);
  const sign = sort.isDescending ? -1 : 1;
  return candidates.toSorted((a, b) => sign * compare(a, b));
}

type Compare = (a: CandidateView, b: CandidateView) => number;

function comparison(candidates: readonly CandidateView[], column: SortColumn, words: ListWords): Compare {
  switch (column) {
    case 'name':
      return (a, b) => words.compareText(a.name, b.name);
    case 'folder':
      return byPlace(candidates, words);
    case 'size':
      return (a, b) => a.sizeBytes - b.sizeBytes;
    case 'modified':
      return (a, b) => compareLetters(a.modified, b.modified);
    case 'health':
      return (a, b) => PST_HEALTHS.indexOf(a.health) - PST_HEALTHS.indexOf(b.health);
  }
}

/** By the words that are shown; files of places with the same words by their folder, so that neighbours stay together. */
function byPlace(candidates: readonly CandidateView[], { compareText, placeText }: ListWords): Compare {
  // Thousands of files lie in far fewer places: those alone are put in order by the alphabet, which takes its time.
  const texts = new Map(candidates.map((candidate) => [candidate, placeText(candidate)]));
  const ordered = [...new Set(texts.values())].sort(compareText);
  const ranks = new Map<string, number>();
  for (const [index, text] of ordered.entries()) {
    const before = ordered[index - 1];
    const isSame = before !== undefined && compareText(before, text) === 0;
    ranks.set(text, isSame ? (ranks.get(before) ?? index) : index);
  }
  const rankOf = (candidate: CandidateView) => ranks.get(texts.get(candidate) ?? '') ?? 0;
  return (a, b) => rankOf(a) - rankOf(b) || compareLetters(folderOf(a.path), folderOf(b.path));
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
  { placeText }: Pick<ListWords, 'placeText'>,
): readonly CandidateView[] {
  const words = fold(filter.text).split(/\s+/).filter(Boolean);
  if (words.length === 0 && filter.condition === 'any') return candidates;
  return candidates.filter((candidate) => {
    if (!isOfCondition(candidate, filter.condition)) return false;
    if (words.length === 0) return true;
    const text = fold(`${candidate.name}\n${folderOf(candidate.path)}\n${placeText(candidate)}`);
    return words.every((word) => text.includes(word));
  });
}

function isOfCondition({ health, isSuggested }: CandidateView, condition: Condition): boolean {
  switch (condition) {
    case 'any':
      return true;
    case 'suggested':
      return isSuggested;
    case 'movable':
      return isMovable(health);
    case 'unmovable':
      return !isMovable(health);
  }
}

/** Letters without their case, and with one spelling for each accented one. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
