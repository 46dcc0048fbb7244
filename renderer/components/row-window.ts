/** Rows of a list by index, `end` exclusive. */
export type RowRange = { readonly first: number; readonly end: number };

/** A part of a list, px from the top of its first row. */
export type View = { readonly fromPx: number; readonly toPx: number };

/** Where each row begins, px from the top of the first; the last entry, one more than there are rows, is the height of all. */
export function rowOffsets<T>(items: readonly T[], heightOf: (item: T) => number): readonly number[] {
  const offsets = [0];
  let end = 0;
  for (const item of items) {
    end += heightOf(item);
    offsets.push(end);
  }
  return offsets;
}

/** The rows that a view touches. A view beyond the end, as when the list has just become shorter, is moved up to it. */
export function rowsWithin(offsets: readonly number[], { fromPx, toPx }: View): RowRange {
  const count = offsets.length - 1;
  if (count <= 0) return { first: 0, end: 0 };
  const heightPx = offsets[count] ?? 0;
  const first = rowAt(offsets, Math.min(fromPx, heightPx - (toPx - fromPx)));
  const last = rowAt(offsets, Math.min(toPx, heightPx) - 1);
  return { first, end: last + 1 };
}

/** Where to scroll, px, so that a row is seen whole; where the view already is when it is seen. */
export function scrollTopShowing(offsets: readonly number[], index: number, { fromPx, toPx }: View): number {
  const startPx = offsets[index] ?? 0;
  const endPx = offsets[index + 1] ?? startPx;
  if (startPx < fromPx) return startPx;
  return endPx > toPx ? Math.max(0, endPx - (toPx - fromPx)) : fromPx;
}

/**
 * The rows to draw: those of a range, and the row that has or would get the focus, because without it in the page the focus
 * would be lost.
 */
export function drawnIndexes(
  { first, end }: RowRange,
  { active, count }: { readonly active: number; readonly count: number },
): readonly number[] {
  const indexes = Array.from({ length: end - first }, (_, index) => first + index);
  if (active >= count || (active >= first && active < end)) return indexes;
  return active < first ? [active, ...indexes] : [...indexes, active];
}

/** The row at a place; the first above the list, the last below it. */
function rowAt(offsets: readonly number[], px: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= px) low = middle;
    else high = middle - 1;
  }
  return low;
}
