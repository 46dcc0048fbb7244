import { makeStyles, Table, TableBody, TableHeader, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useId, useMemo } from 'react';
import { rovingIndex } from './roving-index.ts';
import { drawnIndexes, rowOffsets } from './row-window.ts';
import { useRovingRow } from './use-roving-row.ts';
import { useRowWindow } from './use-row-window.ts';

/** Height of the row of column headings, px. */
export const HEAD_PX = 44;

/** Rows count from one, and the column headings are the first. */
const FIRST_ROW_INDEX = 2;

const useStyles = makeStyles({
  // On a small window the page scrolls as one: the list is then held to a part of it.
  scroller: {
    overflowY: 'auto',
    minHeight: 0,
    maxHeight: '75vh',
    scrollPaddingTop: `${HEAD_PX}px`,
    '@media (min-width: 800px) and (min-height: 480px)': { maxHeight: 'none' },
  },
  head: { position: 'sticky', top: 0, zIndex: 1, backgroundColor: tokens.colorNeutralBackground1 },
  body: { position: 'relative' },
  hint: { display: 'none' },
});

/** Where a row of the grid stands; spread over `GridRow`. Only plain values, so that a memoised row can compare them. */
export type RowPlace = {
  readonly rowIndex: number;
  readonly topPx: number;
  readonly heightPx: number;
  /** True for the one row that Tab reaches. */
  readonly isActive: boolean;
};

type Props<T> = {
  readonly label: string;
  /** Tells a screen reader which keys do what. */
  readonly hint: string;
  /** The row of column headings, `HEAD_PX` high. */
  readonly head: ReactNode;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly heightOf: (item: T) => number;
  readonly renderRow: (item: T, place: RowPlace) => ReactNode;
  /** Enter or the space bar on a row. */
  readonly onRowKey?: (key: 'Enter' | ' ', item: T) => void;
  /** Control (or Command) and C on a row while no text is selected. */
  readonly onRowCopy?: (item: T) => void;
  /** The list goes back to its top when this changes. */
  readonly orderKey: string;
};

/** A table of any length that draws only the rows in view; arrow keys, Page Up and Down, Home and End move between rows. */
export function VirtualGrid<T>(props: Props<T>) {
  const { items, keyOf, heightOf, renderRow, label, orderKey } = props;
  const styles = useStyles();
  const hintId = useId();
  const offsets = useMemo(() => rowOffsets(items, heightOf), [items, heightOf]);
  const list = useRowWindow({ offsets, headPx: HEAD_PX, orderKey });
  const roving = useRovingRow(items, keyOf, list);
  const { range } = list;
  const place = (index: number): RowPlace => ({
    rowIndex: index + FIRST_ROW_INDEX,
    topPx: offsets[index] ?? 0,
    heightPx: (offsets[index + 1] ?? 0) - (offsets[index] ?? 0),
    isActive: index === roving.index,
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = rowOf(event);
    const item = index === null ? undefined : items[index];
    if (index === null || item === undefined) return;
    if (isCopyKey(event)) return props.onRowCopy?.(item);
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const rowsPerPage = Math.floor(list.getViewPx() / place(index).heightPx);
    const next = rovingIndex(event.key, index, { count: items.length, rowsPerPage });
    if (next !== null) {
      event.preventDefault();
      roving.moveTo(next);
      return;
    }
    const isOnRow = event.target instanceof Element && event.target.hasAttribute('aria-rowindex');
    if (props.onRowKey === undefined || !isOnRow) return;
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    props.onRowKey(event.key, item);
  };
  return (
    <div ref={list.scroller} className={styles.scroller}>
      <Table
        noNativeElements
        role="grid"
        size="medium"
        aria-label={label}
        aria-describedby={hintId}
        aria-rowcount={items.length + 1}
      >
        <TableHeader className={styles.head}>{props.head}</TableHeader>
        <TableBody
          className={styles.body}
          style={{ height: offsets.at(-1) ?? 0 }}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const index = rowOf(event);
            if (index !== null) roving.take(index);
          }}
        >
          {drawnIndexes(range, { active: roving.index, count: items.length }).map((index) => {
            const item = items[index];
            return item === undefined ? null : renderRow(item, place(index));
          })}
        </TableBody>
      </Table>
      <span id={hintId} className={styles.hint}>
        {props.hint}
      </span>
    </div>
  );
}

/** What is selected with the mouse is what the person means to copy. */
function isCopyKey(event: KeyboardEvent): boolean {
  const isCopy = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'c';
  return isCopy && (window.getSelection()?.isCollapsed ?? true);
}

function rowOf({ target }: SyntheticEvent): number | null {
  if (!(target instanceof Element)) return null;
  const rowIndex = target.closest('[aria-rowindex]')?.getAttribute('aria-rowindex');
  return rowIndex === null || rowIndex === undefined ? null : Number(rowIndex) - FIRST_ROW_INDEX;
}
