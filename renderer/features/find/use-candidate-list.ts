import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { useFormat, useMessages } from '../../format/messages.ts';
import {
  type CandidateFilter,
  type CandidateSort,
  filterCandidates,
  type ListWords,
  NO_FILTER,
  nextSort,
  type SortColumn,
  sortCandidates,
} from './candidate-order.ts';
import { describePlace } from './describe-place.ts';

/** A list of files as one step shows it. */
export type CandidateList = {
  /** What is left of the filter, in order. */
  readonly rows: readonly CandidateView[];
  /** Files before the filter. */
  readonly total: number;
  readonly filter: CandidateFilter;
  readonly setFilter: (filter: CandidateFilter) => void;
  readonly sort: CandidateSort | null;
  readonly sortBy: (column: SortColumn) => void;
  /** Changes when the person asked for another order or selection, not when files come in. */
  readonly orderKey: string;
};

/** Keeps what the person filters and sorts by, and applies it. */
export function useCandidateList(candidates: readonly CandidateView[]): CandidateList {
  const { compareText } = useFormat();
  const messages = useMessages();
  const [filter, setFilter] = useState(NO_FILTER);
  const [sort, setSort] = useState<CandidateSort | null>(null);
  // Typing and scrolling come first; the list of thousands follows when there is time.
  const settled = useDeferredValue(filter);
  const words = useMemo<ListWords>(
    () => ({ compareText, placeText: ({ place }) => describePlace(place, messages) }),
    [compareText, messages],
  );
  const sorted = useMemo(() => sortCandidates(candidates, sort, words), [candidates, sort, words]);
  const rows = useMemo(() => filterCandidates(sorted, settled, words), [sorted, settled, words]);
  const sortBy = useCallback((column: SortColumn) => setSort((current) => nextSort(current, column)), []);
  const orderKey = JSON.stringify([settled, sort]);
  return { rows, total: candidates.length, filter, setFilter, sort, sortBy, orderKey };
}
