import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type RowRange, rowsWithin, scrollTopShowing, type View } from './row-window.ts';

/** A list this short is drawn whole: there is nothing to gain, and a search in the page finds every row. */
const FEW_ROWS = 60;

/** Rows are drawn anew each time the list has moved this far, not at every pixel. */
const STEP_PX = 150;

/** Rows kept ready above and below the view, so that a turn of the wheel shows no gap. */
const OVERSCAN_PX = 240;

/** Taken until the real height is known, right after mounting. */
const FIRST_VIEW: View = { fromPx: 0, toPx: 960 };

/** What `useRowWindow` gives. */
export type RowWindow = {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly range: RowRange;
  /** Scrolls, if need be, until the row is seen whole. */
  readonly show: (index: number) => void;
  /** Whole height of the part of the list that is seen, px. */
  readonly getViewPx: () => number;
};

type Options = {
  readonly offsets: readonly number[];
  /** Height of the sticky head in the scroller, px. */
  readonly headPx: number;
  /** The list goes back to its top when this changes. */
  readonly orderKey: string;
};

/** Which rows of a scrolling list are worth drawing, and the way to bring one into view. */
export function useRowWindow({ offsets, headPx, orderKey }: Options): RowWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const view = useView(scroller);
  const range = useMemo(() => {
    if (offsets.length - 1 <= FEW_ROWS) return { first: 0, end: offsets.length - 1 };
    return rowsWithin(offsets, { fromPx: view.fromPx - OVERSCAN_PX, toPx: view.toPx + OVERSCAN_PX });
  }, [offsets, view]);
  const getViewPx = useCallback(() => Math.max(0, (scroller.current?.clientHeight ?? 0) - headPx), [headPx]);
  const show = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (element === null) return;
      const fromPx = element.scrollTop;
      const toPx = fromPx + getViewPx();
      const scrollTop = scrollTopShowing(offsets, index, { fromPx, toPx });
      if (scrollTop !== fromPx) element.scrollTop = scrollTop;
    },
    [offsets, getViewPx],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order is what moves the list
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [orderKey]);
  return { scroller, range, show, getViewPx };
}

/** The part of the scroller that is seen, in whole steps. */
function useView(scroller: RefObject<HTMLDivElement | null>): View {
  const [view, setView] = useState(FIRST_VIEW);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const read = () => {
      const fromPx = Math.floor(element.scrollTop / STEP_PX) * STEP_PX;
      const toPx = Math.ceil((element.scrollTop + element.clientHeight) / STEP_PX) * STEP_PX;
      setView((known) => (known.fromPx === fromPx && known.toPx === toPx ? known : { fromPx, toPx }));
    };
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [scroller]);
  return view;
}
