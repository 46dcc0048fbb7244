import type { FolderContents } from '../../../preload/contract/index.ts';

/** One folder with its subfolders. `items` and `sizeBytes` are its own; the totals include the subfolders. */
export type FolderNode = {
  readonly key: string;
  readonly name: string;
  readonly items: number;
  readonly sizeBytes: number;
  readonly totalItems: number;
  readonly totalBytes: number;
  readonly children: readonly FolderNode[];
};

type Draft = {
  readonly key: string;
  readonly name: string;
  items: number;
  sizeBytes: number;
  totalItems: number;
  totalBytes: number;
  readonly children: Draft[];
  readonly byName: Map<string, Draft>;
};

/**
 * The folders as a tree, in the order given. A parent missing from the list is made up, empty; two entries of one path
 * (a PST may hold twin folders) are added up. A path of no names stands for the top and belongs to no row.
 */
export function buildFolderTree(folders: readonly FolderContents[]): readonly FolderNode[] {
  const top = createDraft('', '');
  for (const folder of folders) addFolder(top, folder);
  return top.children;
}

function addFolder(top: Draft, { path, items, sizeBytes }: FolderContents): void {
  let node = top;
  addTo(node, items, sizeBytes);
  for (const name of path) {
    node = childOf(node, name);
    addTo(node, items, sizeBytes);
  }
  node.items += items;
  node.sizeBytes += sizeBytes;
}

function addTo(node: Draft, items: number, sizeBytes: number): void {
  node.totalItems += items;
  node.totalBytes += sizeBytes;
}

function childOf(parent: Draft, name: string): Draft {
  const known = parent.byName.get(name);
  if (known !== undefined) return known;
  // Folder names may hold any character; a position cannot be mistaken for another.
  const child = createDraft(`${parent.key}${parent.children.length}.`, name);
  parent.byName.set(name, child);
  parent.children.push(child);
  return child;
}

function createDraft(key: string, name: string): Draft {
  return { key, name, items: 0, sizeBytes: 0, totalItems: 0, totalBytes: 0, children: [], byName: new Map() };
}

/** Keys of the folders to show unfolded at first: all on the way down while there is only one, plus one level. */
export function initiallyOpen(nodes: readonly FolderNode[]): readonly string[] {
  const open: string[] = [];
  let level = nodes;
  while (level.length === 1) {
    const [only] = level;
    if (only === undefined || only.children.length === 0) break;
    open.push(only.key);
    level = only.children;
  }
  return open;
}
