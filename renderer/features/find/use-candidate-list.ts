import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { CandidateView } from '../../../preload/contract/index.ts';
import { useFormat } from '../../format/messages.ts';
import {
  type CandidateFilter,
  type CandidateSort,
  filterCandidates,
  NO_FILTER,
  nextSort,
  type SortColumn,
  sortCandidates,
} from './candidate-order.ts';

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
  const [filter, setFilter] = useState(NO_FILTER);
  const [sort, setSort] = useState<CandidateSort | null>(null);
  // Typing and scrolling come first; the list of thousands follows when there is time.
  const settled = useDeferredValue(filter);
  const sorted = useMemo(() => sortCandidates(candidates, sort, compareText), [candidates, sort, compareText]);
  const rows = useMemo(() => filterCandidates(sorted, settled), [sorted, settled]);
  const sortBy = useCallback((column: SortColumn) => setSort((current) => nextSort(current, column)), []);
  const orderKey = JSON.stringify([settled, sort]);
  return { rows, total: candidates.length, filter, setFilter, sort, sortBy, orderKey };
}
