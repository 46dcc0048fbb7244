import { isNameable, placeOf } from '../../../preload/contract/folder-filter.ts';
import type { FolderContents, Outline } from '../../../preload/contract/index.ts';

/** What a tree is made of: the folders of a PST and the path of the one Outlook shows as the data file. */
export type FolderList = { readonly folders: readonly FolderContents[]; readonly top: readonly string[] };

/** One folder with its subfolders. What `own` says is of the folder itself; the totals include the subfolders. */
export type FolderNode = {
  readonly key: string;
  readonly name: string;
  /** Names from the top of the mail; none for the top itself. */
  readonly place: readonly string[];
  /** The place as a key; folders whose names differ by case alone share one, because no pattern tells them apart. */
  readonly placeKey: string;
  /** Null for a parent that the list does not hold. */
  readonly own: FolderContents | null;
  /** False for a folder that no pattern can name. */
  readonly isTickable: boolean;
  /** True when another folder has the same place key, so that both are chosen or neither. */
  readonly hasTwin: boolean;
  readonly totalItems: number;
  readonly totalBytes: number;
  readonly totalUnread: number;
  /** ISO 8601 UTC; null where no item has a date. */
  readonly oldest: string | null;
  readonly newest: string | null;
  readonly children: readonly FolderNode[];
};

type Draft = {
  -readonly [K in Exclude<keyof FolderNode, 'children'>]: FolderNode[K];
} & { readonly children: Draft[]; readonly byName: Map<string, Draft> };

/**
 * The folders as a tree, in the order given, each with a row of its own: of two with one path the later takes the
 * subfolders that follow. A parent missing from the list is made up, empty. A path of no names belongs to no row.
 */
export function buildFolderTree({ folders, top }: FolderList): readonly FolderNode[] {
  const root = createDraft('', [], top);
  for (const folder of folders) addFolder(root, folder, top);
  markTwins(root);
  return root.children;
}

function markTwins(root: Draft): void {
  const byPlace = new Map<string, Draft>();
  const pending = [...root.children];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const twin = byPlace.get(node.placeKey);
    if (twin === undefined) byPlace.set(node.placeKey, node);
    else {
      twin.hasTwin = true;
      node.hasTwin = true;
    }
    for (const child of node.children) pending.push(child);
  }
}

/** The folders of an outline as far as they are known: how many items, and nothing about them. */
export function outlinedFolders({ folders }: Outline): readonly FolderContents[] {
  return folders.map((folder) => ({
    ...folder,
    role: null,
    sizeBytes: 0,
    kinds: { mail: 0, calendar: 0, contact: 0, task: 0, note: 0, other: 0 },
    oldest: null,
    newest: null,
    tooLarge: 0,
  }));
}

/** The key of a place, whatever the case of its letters: that is how an import compares them. */
export function placeKeyOf(place: readonly string[]): string {
  return place.join('/').toLowerCase();
}

function addFolder(root: Draft, folder: FolderContents, top: readonly string[]): void {
  const { path } = folder;
  const name = path.at(-1);
  if (name === undefined) return;
  const above = [root];
  for (const [depth, part] of path.slice(0, -1).entries()) {
    const parent = above.at(-1) ?? root;
    above.push(parent.byName.get(part) ?? addChild(parent, path.slice(0, depth + 1), { top, id: null }));
  }
  const parent = above.at(-1) ?? root;
  const known = parent.byName.get(name);
  // A parent that was made up because it came after its subfolder.
  const node = known !== undefined && known.own === null ? known : addChild(parent, path, { top, id: folder.id });
  node.own = folder;
  for (const each of [...above, node]) addUp(each, folder);
}

function addUp(node: Draft, folder: FolderContents): void {
  node.totalItems += folder.items;
  node.totalBytes += folder.sizeBytes;
  node.totalUnread += folder.unread;
  node.oldest = earlier(node.oldest, folder.oldest);
  node.newest = later(node.newest, folder.newest);
}

function addChild(
  parent: Draft,
  path: readonly string[],
  { top, id }: { readonly top: readonly string[]; readonly id: number | null },
): Draft {
  // By id, so that a tree of more knowledge has the same keys; the ids of folders cannot look like a place in a list.
  const key = id === null ? `${parent.key}/${parent.children.length}` : `${id}`;
  const child = createDraft(key, path, top);
  parent.byName.set(child.name, child);
  parent.children.push(child);
  return child;
}

function createDraft(key: string, path: readonly string[], top: readonly string[]): Draft {
  const place = placeOf(path, top);
  const isTop = place.length === 0 && path.length > 0;
  return {
    key,
    name: path.at(-1) ?? '',
    place,
    placeKey: placeKeyOf(place),
    own: null,
    isTickable: isTop || isNameable(place),
    hasTwin: false,
    totalItems: 0,
    totalBytes: 0,
    totalUnread: 0,
    oldest: null,
    newest: null,
    children: [],
    byName: new Map(),
  };
}

// All are of one form, so that letters sort as the moments do.
function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** Keys of the folders to show unfolded at first: all on the way down while there is only one, plus one level. */
export function initiallyOpen(nodes: readonly FolderNode[]): ReadonlySet<string> {
  const open = new Set<string>();
  let level = nodes;
  while (level.length === 1) {
    const [only] = level;
    if (only === undefined || only.children.length === 0) break;
    open.add(only.key);
    level = only.children;
  }
  return open;
}

/** One row of a tree that is drawn as a list. `level` and `position` count from one; `parent` is a row, or null. */
export type FolderRow = {
  readonly node: FolderNode;
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  readonly parent: number | null;
};

/** The rows that are seen while these folders are unfolded, from top to bottom. */
export function visibleRows(nodes: readonly FolderNode[], open: ReadonlySet<string>): readonly FolderRow[] {
  const rows: FolderRow[] = [];
  const add = (level: readonly FolderNode[], depth: number, parent: number | null) => {
    for (const [index, node] of level.entries()) {
      const self = rows.push({ node, level: depth, position: index + 1, setSize: level.length, parent }) - 1;
      if (open.has(node.key)) add(node.children, depth + 1, self);
    }
  };
  add(nodes, 1, null);
  return rows;
}

/** The next row whose name begins with a letter, going round at the end; null when there is none. */
export function rowStartingWith(rows: readonly FolderRow[], letter: string, from: number): number | null {
  const wanted = letter.toLowerCase();
  for (let step = 1; step <= rows.length; step += 1) {
    const index = (from + step) % rows.length;
    if (rows[index]?.node.name.toLowerCase().startsWith(wanted)) return index;
  }
  return null;
}
