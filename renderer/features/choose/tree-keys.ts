import { rovingIndex } from '../../components/roving-index.ts';
import { type FolderRow, rowStartingWith } from './folder-tree.ts';

/** What a person does to a folder. */
export type FolderAct = 'fold' | 'tick' | 'open';

/** Where the focus is in a tree. */
export type Situation = {
  readonly rows: readonly FolderRow[];
  readonly index: number;
  readonly rowsPerPage: number;
  readonly open: ReadonlySet<string>;
};

/**
 * What a key does in a tree: a row to go to, something to do to this one, or null for nothing.
 * @see www.w3.org/WAI/ARIA/apg/patterns/treeview (keyboard interaction)
 */
export function answerTo(key: string, { rows, index, rowsPerPage, open }: Situation): number | FolderAct | null {
  const row = rows[index];
  if (row === undefined) return null;
  const isBranch = row.node.children.length > 0;
  const isUnfolded = open.has(row.node.key);
  switch (key) {
    case 'ArrowRight':
      return isBranch && !isUnfolded ? 'fold' : isBranch ? index + 1 : null;
    case 'ArrowLeft':
      return isBranch && isUnfolded ? 'fold' : row.parent;
    case ' ':
      return 'tick';
    case 'Enter':
      return 'open';
    default:
      if (key.length === 1) return rowStartingWith(rows, key, index);
      return rovingIndex(key, index, { count: rows.length, rowsPerPage });
  }
}
