/**
 * The row that a key moves the focus to, null for a key that moves nothing. The ends hold: going up from the first row
 * stays there.
 */
export function rovingIndex(
  key: string,
  from: number,
  list: { readonly count: number; readonly rowsPerPage: number },
): number | null {
  const move = moveOf(key, list.rowsPerPage);
  if (move === null || list.count === 0) return null;
  return Math.max(0, Math.min(list.count - 1, from + move));
}

function moveOf(key: string, rowsPerPage: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    // One row of the last page stays in sight, so that the eye finds its place again.
    case 'PageDown':
      return Math.max(1, rowsPerPage - 1);
    case 'PageUp':
      return -Math.max(1, rowsPerPage - 1);
    case 'Home':
      return Number.NEGATIVE_INFINITY;
    case 'End':
      return Number.POSITIVE_INFINITY;
    default:
      return null;
  }
}
