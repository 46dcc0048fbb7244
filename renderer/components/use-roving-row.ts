import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RowWindow } from './use-row-window.ts';

/** The one row of a list or tree that Tab reaches, as a selector. */
export const ACTIVE_ROW = ':is([role="row"], [role="treeitem"])[tabindex="0"]';

/** What `useRovingRow` gives. */
export type RovingRow = {
  /** The one row that Tab reaches: the one that had the focus last, else the first. */
  readonly index: number;
  /** Moves the focus to a row and brings it into view. */
  readonly moveTo: (index: number) => void;
  /** Notes that a row has got the focus by other means. */
  readonly take: (index: number) => void;
};

/** Keeps one row of a list reachable by Tab. It is kept by key, so that it stays the same when others come between. */
export function useRovingRow<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { scroller, show }: Pick<RowWindow, 'scroller' | 'show'>,
): RovingRow {
  const wantsFocus = useRef(false);
  const [key, setKey] = useState<string | null>(null);
  const index = useMemo(
    () =>
      key === null
        ? 0
        : Math.max(
            0,
            items.findIndex((item) => keyOf(item) === key),
          ),
    [items, keyOf, key],
  );
  const take = useCallback(
    (next: number) => {
      const item = items[next];
      if (item !== undefined) setKey(keyOf(item));
    },
    [items, keyOf],
  );
  const moveTo = (next: number) => {
    wantsFocus.current = true;
    take(next);
    show(next);
  };
  // After drawing: the row may not have been in the page before.
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current?.querySelector<HTMLElement>(ACTIVE_ROW)?.focus({ preventScroll: true });
  });
  return { index, moveTo, take };
}
