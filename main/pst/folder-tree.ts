import { attempt } from './attempt.ts';
import { type FolderNodes, listFolderNodes } from './folder-nodes.ts';
import { kindOfNode, NODE_KINDS, NODES, openTableOf } from './node-ids.ts';
import { type FaultWord, PstFault } from './reader/fault.ts';
import { findNode } from './reader/node.ts';
import { getNumber, getText, type PropertySource, readProperties } from './reader/properties.ts';
import { PROPERTY } from './reader/property-ids.ts';
import type { PstFile } from './reader/pst-file.ts';
import type { TableRow } from './reader/table.ts';

/** A folder and where it stands; its items were not looked at. */
export type FolderPlace = {
  readonly id: number;
  readonly name: string;
  /** The folder above; null directly below the store's root. */
  readonly parent: FolderPlace | null;
  /** How many names its path has, and how many characters when it is written out. */
  readonly depth: number;
  readonly pathCharacters: number;
  /** True for the folder Outlook shows as the data file and everything below it. */
  readonly isInMailTree: boolean;
  readonly declaredItems: number;
  readonly declaredUnread: number;
  /** Why something of it, or the list of the folders in it, could not be read. */
  problem: FaultWord | null;
};

/** All folders of a file, depth first, parents before children, none twice. */
export type FolderTree = {
  readonly folders: readonly FolderPlace[];
  readonly searchFolders: readonly { readonly name: string; readonly itemCount: number }[];
};

/** Where the top of the mail stands in files whose store does not name it: Outlook's PSTs, Outlook's caches. */
const USUAL_TOP_NODE = 0x8022;
const CACHE_TOP_PATH = ['Root - Mailbox', 'IPM_SUBTREE'];

/**
 * Limits of ours, far beyond what Outlook can show: more is a damaged file that leads in circles. Paths are counted in
 * characters, all of them together, because whoever lists folders writes them out.
 */
const MAX_FOLDERS = 1_000_000;
const MAX_DEPTH = 5_000;
const MAX_PATH_CHARACTERS = 32 * 1024 * 1024;
/** Quotes and a comma, or whatever stands between two names. */
const SEPARATOR_CHARACTERS = 4;
/** Counts are signed; what looks larger is less than nothing. */
const MAX_COUNT = 0x7fff_ffff;

/** Names of a folder from the top, the store's unnamed root left out. */
export function pathOf(place: FolderPlace): readonly string[] {
  const path = new Array<string>(place.depth);
  for (let at: FolderPlace | null = place; at; at = at.parent) path[at.depth - 1] = at.name;
  return path;
}

/**
 * The folders of a file by the tables that list them: names and counts stand there, so no folder is opened that has both.
 * Where such a table is lost, the index of nodes tells what is in the folder.
 *
 * @throws PstFault when no folder can be found
 */
export function readFolderTree(file: PstFile, topNode: number | null): FolderTree {
  return new TreeReader(file, topNode).read();
}

/** What a folder's row in the table above it tells, or the folder itself where that does not. */
type Child = Pick<FolderPlace, 'id' | 'name' | 'declaredItems' | 'declaredUnread' | 'problem'>;

/**
 * Goes depth first with a stack of its own, so that a damaged file cannot exhaust ours. No folder is put on it twice: many
 * tables that list the same folders again and again would fill the memory.
 */
class TreeReader {
  readonly #file: PstFile;
  readonly #topNode: number | null;
  readonly #met = new Set<number>([NODES.rootFolder]);
  readonly #folders: FolderPlace[] = [];
  readonly #searchFolders: { name: string; itemCount: number }[] = [];
  #nodes: FolderNodes | null = null;
  #pathCharacters = 0;

  constructor(file: PstFile, topNode: number | null) {
    this.#file = file;
    this.#topNode = topNode;
  }

  read(): FolderTree {
    const root = this.#listBelow(NODES.rootFolder, null);
    const [first] = root.places;
    if (root.problem !== null) {
      const isLost = root.places.every((place) => place.problem !== null);
      if (first === undefined || isLost) throw new PstFault(root.problem);
      // The root itself is not shown, so the first folder in it tells that there may be others.
      first.problem ??= root.problem;
    }
    const waiting = root.places.reverse();
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      this.#folders.push(place);
      const { places, problem } = this.#listBelow(place.id, place);
      place.problem = problem ?? place.problem;
      for (const below of places.reverse()) waiting.push(below);
    }
    return { folders: this.#folders, searchFolders: this.#searchFolders };
  }

  /** The folders in one, in the order of its table. */
  #listBelow(id: number, parent: FolderPlace | null): { places: FolderPlace[]; problem: FaultWord | null } {
    const places: FolderPlace[] = [];
    const { problem } = attempt(() => this.#addListed(id, parent, places), undefined);
    if (problem === null || problem === 'tooManyFolders' || problem === 'tooDeep') return { places, problem };
    const lost = attempt(() => this.#addLost(id, parent, places), undefined).problem;
    return { places, problem: lost ?? problem };
  }

  #addListed(id: number, parent: FolderPlace | null, places: FolderPlace[]): void {
    for (const row of openTableOf(this.#file, id, NODE_KINDS.subfoldersTable).rows()) {
      const kind = kindOfNode(row.id);
      if (kind !== NODE_KINDS.folder && kind !== NODE_KINDS.searchFolder) continue;
      if (this.#met.has(row.id)) continue;
      this.#add(readChild(this.#file, row), parent, places);
    }
  }

  /** Adds what the index of nodes tells, for a folder whose table is lost. */
  #addLost(id: number, parent: FolderPlace | null, places: FolderPlace[]): void {
    this.#nodes ??= listFolderNodes(this.#file);
    for (const childId of this.#nodes.below(id)) {
      if (!this.#met.has(childId)) this.#add(readChild(this.#file, { id: childId, get: () => null }), parent, places);
    }
    if (this.#nodes.problem !== null) throw new PstFault(this.#nodes.problem);
  }

  /** @throws PstFault tooManyFolders, tooDeep for a folder that is one too many */
  #add(child: Child, parent: FolderPlace | null, places: FolderPlace[]): void {
    const depth = (parent?.depth ?? 0) + 1;
    if (depth > MAX_DEPTH) throw new PstFault('tooDeep');
    this.#met.add(child.id);
    const pathCharacters = (parent?.pathCharacters ?? 0) + child.name.length + SEPARATOR_CHARACTERS;
    this.#pathCharacters += pathCharacters;
    if (this.#met.size > MAX_FOLDERS || this.#pathCharacters > MAX_PATH_CHARACTERS) {
      throw new PstFault('tooManyFolders');
    }
    if (kindOfNode(child.id) === NODE_KINDS.searchFolder) {
      this.#searchFolders.push({ name: child.name, itemCount: child.declaredItems });
    } else {
      const place = { ...child, parent, depth, pathCharacters, isInMailTree: parent?.isInMailTree === true };
      places.push(place.isInMailTree || !this.#isTop(place) ? place : { ...place, isInMailTree: true });
    }
  }

  /** True for the folder Outlook shows as the data file. */
  #isTop(place: FolderPlace): boolean {
    if (this.#topNode !== null) return place.id === this.#topNode;
    if (place.depth === 1) return place.id === USUAL_TOP_NODE;
    return place.depth === 2 && pathOf(place).every((name, depth) => name === CACHE_TOP_PATH[depth]);
  }
}

function readChild(file: PstFile, row: TableRow): Child {
  const facts = readFacts(row);
  if (facts.name !== '' && facts.declaredItems !== null) {
    return { id: row.id, ...facts, declaredItems: facts.declaredItems, problem: null };
  }
  const { value: source, problem } = attempt(() => readProperties(findNode(file, row.id)), null);
  const own = source === null ? null : readFacts(source);
  return {
    id: row.id,
    name: facts.name || (own?.name ?? ''),
    declaredItems: facts.declaredItems ?? own?.declaredItems ?? 0,
    declaredUnread: facts.declaredUnread || (own?.declaredUnread ?? 0),
    problem,
  };
}

function readFacts(source: PropertySource): { name: string; declaredItems: number | null; declaredUnread: number } {
  return {
    name: attempt(() => getText(source, PROPERTY.displayName, null), '').value,
    declaredItems: readCount(source, PROPERTY.itemCount),
    declaredUnread: readCount(source, PROPERTY.unreadCount) ?? 0,
  };
}

function readCount(source: PropertySource, property: number): number | null {
  const count = attempt(() => getNumber(source, property), null).value;
  return count !== null && count >= 0 && count <= MAX_COUNT ? count : null;
}
