import {
  ALL_FOLDERS,
  composePatterns,
  createFolderFilter,
  type FolderPatterns,
  MAX_PATTERN_CHARACTERS,
  MAX_PATTERNS,
  type PlacedFolder,
} from '../../../preload/contract/folder-filter.ts';
import type { Contents, FolderContents } from '../../../preload/contract/index.ts';
import { MAX_FOLDER_DEPTH, MAX_ITEM_BYTES } from '../../../preload/contract/limits.ts';
import { buildFolderTree, type FolderNode } from './folder-tree.ts';

/** What an import will take of one PST. What it leaves out for its size or depth is counted in `skippedItems` alone. */
export type Forecast = {
  readonly items: number;
  readonly sizeBytes: number;
  /** Folders that are taken, and that stay in the file; the top itself is neither. */
  readonly folders: number;
  readonly leftFolders: number;
  readonly leftItems: number;
  readonly skippedItems: number;
};

/** Why a choice cannot be used. The names are those of the texts in `choose.choiceProblems`. */
export type ChoiceProblem = 'nothingChosen' | 'tooManyPatterns' | 'contentsChanged';

const NO_FORECAST: Forecast = {
  items: 0,
  sizeBytes: 0,
  folders: 0,
  leftFolders: 0,
  leftItems: 0,
  skippedItems: 0,
};

/** A choice of folders that is not all of them. */
export type FolderChoice = {
  /** Place keys of the folders whose ticks are off. */
  readonly leftOut: ReadonlySet<string>;
  /** What to ask the import for. Not to be sent when there is a `problem`: none at all means everything to an import. */
  readonly patterns: FolderPatterns;
  readonly forecast: Forecast;
  readonly problem: ChoiceProblem | null;
};

/** What takes the place of a choice in a file that has changed since: all folders, until the person has chosen again. */
export function forgottenChoice(): FolderChoice {
  return { leftOut: new Set(), patterns: ALL_FOLDERS, forecast: NO_FORECAST, problem: 'contentsChanged' };
}

/** How much of a folder and what is below it is taken. */
export type Tick = 'all' | 'some' | 'none';

/** The folders of a PST in the forms that choosing needs. */
export type FolderPlan = {
  readonly contents: Contents;
  readonly nodes: readonly FolderNode[];
  /** All of them, parents before children. */
  readonly folders: readonly (PlacedFolder & { readonly node: FolderNode; readonly own: FolderContents })[];
};

/** The plan of a PST. */
export function createFolderPlan(contents: Contents): FolderPlan {
  const nodes = buildFolderTree(contents);
  const folders = [...allNodes(nodes)].flatMap((node) =>
    node.own === null ? [] : [{ place: node.place, role: node.own.role, node, own: node.own }],
  );
  return { contents, nodes, folders };
}

/** The choice after a folder and everything below it was ticked or unticked; null for all folders. */
export function toggleFolder(plan: FolderPlan, choice: FolderChoice | null, node: FolderNode): FolderChoice | null {
  const isOn = tickReader(plan, choice)(node) !== 'all';
  return withToggled(plan, choice, { nodes: [node], isOn });
}

/** The choice in which no folder is ticked. */
export function chooseNothing(plan: FolderPlan): FolderChoice | null {
  return withToggled(plan, null, { nodes: plan.nodes, isOn: false });
}

/** What will be moved under a choice; null is all folders. */
export function forecastOf(plan: FolderPlan, choice: FolderChoice | null): Forecast {
  return madeChoice(choice)?.forecast ?? createForecast(plan, () => true);
}

/**
 * Tells of each folder how much of it is taken, by the very patterns that are sent: a folder that none can name shows what
 * will happen to it. A folder that holds nothing itself goes by its subfolders.
 */
export function tickReader(plan: FolderPlan, choice: FolderChoice | null): (node: FolderNode) => Tick {
  const made = madeChoice(choice);
  if (made === null) return () => 'all';
  const isTaken = filterOf(plan, made.patterns);
  const ticks = new Map<FolderNode, Tick>();
  const read = (node: FolderNode): Tick => {
    const known = ticks.get(node);
    if (known !== undefined) return known;
    const parts = new Set(node.children.map(read));
    if (countsItself(node)) parts.add(isTaken(node.place) ? 'all' : 'none');
    const [first = 'all'] = parts;
    const tick = parts.size > 1 ? 'some' : first;
    ticks.set(node, tick);
    return tick;
  };
  return read;
}

/** Null where the person has not chosen, or their choice was forgotten. */
function madeChoice(choice: FolderChoice | null): FolderChoice | null {
  return choice?.problem === 'contentsChanged' ? null : choice;
}

type Toggling = { readonly nodes: readonly FolderNode[]; readonly isOn: boolean };

function withToggled(plan: FolderPlan, choice: FolderChoice | null, { nodes, isOn }: Toggling): FolderChoice | null {
  const leftOut = new Set(choice?.leftOut);
  for (const { isTickable, placeKey } of allNodes(nodes)) {
    if (!isTickable) continue;
    if (isOn) leftOut.delete(placeKey);
    else leftOut.add(placeKey);
  }
  for (const node of plan.nodes) settle(node, leftOut);
  const isAll = !plan.folders.some(({ node }) => leftOut.has(node.placeKey));
  return isAll ? null : createChoice(plan, leftOut);
}

/** Lets a folder that holds nothing itself follow its subfolders when they agree; the patterns are shorter for it. */
function settle(node: FolderNode, leftOut: Set<string>): void {
  for (const child of node.children) settle(child, leftOut);
  if (countsItself(node) || !node.isTickable) return;
  const children = node.children.filter((child) => child.isTickable);
  const outCount = children.filter(({ placeKey }) => leftOut.has(placeKey)).length;
  if (outCount === 0) leftOut.delete(node.placeKey);
  else if (outCount === children.length) leftOut.add(node.placeKey);
}

function countsItself(node: FolderNode): boolean {
  return node.children.length === 0 || (node.own !== null && node.own.items > 0);
}

function createChoice(plan: FolderPlan, leftOut: ReadonlySet<string>): FolderChoice {
  const chosen = new Map(plan.folders.map((folder) => [folder.place, !leftOut.has(folder.node.placeKey)]));
  const patterns = composePatterns(plan.folders, ({ place }) => chosen.get(place) === true);
  const isTaken = filterOf(plan, patterns);
  const isNothing = !plan.folders.some(({ place }) => isTaken(place)) && !isEmptyFile(plan.contents);
  const problem = isNothing ? 'nothingChosen' : isTooLong(patterns) ? 'tooManyPatterns' : null;
  return { leftOut, patterns, forecast: createForecast(plan, isTaken), problem };
}

/** Nothing can be moved of it that the person did not want, whatever they choose. */
function isEmptyFile({ items, problems }: Contents): boolean {
  return items === 0 && problems.length === 0;
}

function isTooLong({ includeFolders, excludeFolders }: FolderPatterns): boolean {
  const characters = [...includeFolders, ...excludeFolders].reduce((sum, text) => sum + text.length, 0);
  return Math.max(includeFolders.length, excludeFolders.length) > MAX_PATTERNS || characters > MAX_PATTERN_CHARACTERS;
}

/** Of a choice, no pattern at all means that nothing was ticked: everything is no choice. */
function filterOf(plan: FolderPlan, patterns: FolderPatterns): (place: readonly string[]) => boolean {
  const isNothing = patterns.includeFolders.length + patterns.excludeFolders.length === 0;
  return isNothing ? () => false : createFolderFilter(patterns, plan.folders);
}

function createForecast(plan: FolderPlan, isTaken: (place: readonly string[]) => boolean): Forecast {
  const sum = { items: 0, sizeBytes: 0, folders: 0, leftFolders: 0, leftItems: 0, skippedItems: 0 };
  const moved = new Set<number>();
  for (const { place, own } of plan.folders) {
    const isTop = place.length === 0;
    if (!isTaken(place)) {
      sum.leftFolders += isTop ? 0 : 1;
      sum.leftItems += own.items;
      continue;
    }
    const skipped = place.length >= MAX_FOLDER_DEPTH ? own.items : Math.min(own.items, own.tooLarge);
    sum.folders += isTop ? 0 : 1;
    sum.items += own.items - skipped;
    sum.skippedItems += skipped;
    if (place.length >= MAX_FOLDER_DEPTH) continue;
    sum.sizeBytes += own.sizeBytes;
    moved.add(own.id);
  }
  const tooLarge = plan.contents.largest.filter((item) => item.sizeBytes > MAX_ITEM_BYTES && moved.has(item.folderId));
  const skippedBytes = tooLarge.reduce((bytes, item) => bytes + item.sizeBytes, 0);
  return { ...sum, sizeBytes: Math.max(0, sum.sizeBytes - skippedBytes) };
}

function* allNodes(nodes: readonly FolderNode[]): Generator<FolderNode> {
  for (const node of nodes) {
    yield node;
    yield* allNodes(node.children);
  }
}
