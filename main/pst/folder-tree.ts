import { attempt } from './attempt.ts';
import { type FolderNodes, listFolderNodes } from './folder-nodes.ts';
import { kindOfNode, NODE_KINDS, NODES, openTableOf } from './node-ids.ts';
import { type FaultWord, PstFault } from './reader/fault.ts';
import { findNode } from './reader/node.ts';
import { getNumber, getText, readProperties } from './reader/properties.ts';
import { PROPERTY } from './reader/property-ids.ts';
import type { PstFile } from './reader/pst-file.ts';
import type { Column, PstTable, TableCursor } from './reader/table.ts';

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
/** Counts, and ids of texts, have four bytes. */
const CELL_BYTES = 4;
/** Counts are signed; what looks larger is less than nothing. */
const MAX_COUNT = 0x7fff_ffff;

/** Names of a folder from the top, the store's unnamed root left out. */
export function pathOf(place: FolderPlace): readonly string[] {
  const path = new Array<string>(place.depth);
  for (let at: FolderPlace | null = place; at; at = at.parent) path[at.depth - 1] = at.name;
  return path;
}

/** What a folder's row in the table above it tells, or the folder itself where that does not. */
type Child = Pick<FolderPlace, 'id' | 'name' | 'declaredItems' | 'declaredUnread' | 'problem'>;

/**
 * The folders of a file by the tables that list them: names and counts stand there, so no folder is opened that has both.
 * Where such a table is lost, the index of nodes tells what is in the folder.
 *
 * Goes depth first with a stack of its own, so that a damaged file cannot exhaust ours. No folder is put on it twice: many
 * tables that list the same folders again and again would fill the memory.
 */
export class FolderTree {
  readonly #file: PstFile;
  readonly #topNode: number | null;
  readonly #met = new Set<number>([NODES.rootFolder]);
  readonly #folders: FolderPlace[] = [];
  readonly #searchFolders: { name: string; itemCount: number }[] = [];
  readonly #waiting: FolderPlace[];
  #nodes: FolderNodes | null = null;
  #pathCharacters = 0;

  /** Reads what lies in the root. @throws PstFault when no folder can be found */
  constructor(file: PstFile, topNode: number | null) {
    this.#file = file;
    this.#topNode = topNode;
    const root = this.#listBelow(NODES.rootFolder, null);
    const [first] = root.places;
    if (root.problem !== null) {
      const isLost = root.places.every((place) => place.problem !== null);
      if (first === undefined || isLost) throw new PstFault(root.problem);
      // The root itself is not shown, so the first folder in it tells that there may be others.
      first.problem ??= root.problem;
    }
    this.#waiting = root.places.reverse();
  }

  /** All folders, depth first, parents before children, none twice. */
  get folders(): readonly FolderPlace[] {
    for (const _ of this.explore());
    return this.#folders;
  }

  get searchFolders(): readonly { readonly name: string; readonly itemCount: number }[] {
    for (const _ of this.explore());
    return this.#searchFolders;
  }

  /** Reads the folders that were not read yet, one at a time. @yields how many are known by then */
  *explore(): Generator<number> {
    for (let place = this.#waiting.pop(); place; place = this.#waiting.pop()) {
      this.#folders.push(place);
      const { places, problem } = this.#listBelow(place.id, place);
      place.problem = problem ?? place.problem;
      for (const below of places.reverse()) this.#waiting.push(below);
      yield this.#folders.length;
    }
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
    const table = openTableOf(this.#file, id, NODE_KINDS.subfoldersTable);
    if (table.rowCount === 0) return;
    const rows = new ChildRows(table);
    while (rows.next()) {
      const kind = kindOfNode(rows.id);
      if (kind !== NODE_KINDS.folder && kind !== NODE_KINDS.searchFolder) continue;
      if (!this.#met.has(rows.id)) this.#add(rows.read() ?? readChild(this.#file, rows.id), parent, places);
    }
  }

  /** Adds what the index of nodes tells, for a folder whose table is lost. */
  #addLost(id: number, parent: FolderPlace | null, places: FolderPlace[]): void {
    this.#nodes ??= listFolderNodes(this.#file);
    for (const childId of this.#nodes.below(id)) {
      if (!this.#met.has(childId)) this.#add(readChild(this.#file, childId), parent, places);
    }
    if (this.#nodes.problem !== null) throw new PstFault(this.#nodes.problem);
  }

  /** @throws PstFault tooManyFolders, tooDeep for a folder that is one too many */
  #add(child: Child, parent: FolderPlace | null, places: FolderPlace[]): void {
    const depth = (parent?.depth ?? 0) + 1;
    if (depth > MAX_DEPTH) throw new PstFault('tooDeep');
    this.#met.add(child.id);
    const { id, name, declaredItems, declaredUnread, problem } = child;
    const pathCharacters = (parent?.pathCharacters ?? 0) + name.length + SEPARATOR_CHARACTERS;
    this.#pathCharacters += pathCharacters;
    if (this.#met.size > MAX_FOLDERS || this.#pathCharacters > MAX_PATH_CHARACTERS) {
      throw new PstFault('tooManyFolders');
    }
    if (kindOfNode(id) === NODE_KINDS.searchFolder) {
      this.#searchFolders.push({ name, itemCount: declaredItems });
      return;
    }
    const isInMailTree = parent?.isInMailTree === true || this.#isTop(id, name, parent);
    places.push({ id, name, parent, depth, pathCharacters, isInMailTree, declaredItems, declaredUnread, problem });
  }

  /** True for the folder Outlook shows as the data file. */
  #isTop(id: number, name: string, parent: FolderPlace | null): boolean {
    if (this.#topNode !== null) return id === this.#topNode;
    if (parent === null) return id === USUAL_TOP_NODE;
    return parent.parent === null && parent.name === CACHE_TOP_PATH[0] && name === CACHE_TOP_PATH[1];
  }
}

/** A folder by its own properties. */
function readChild(file: PstFile, id: number): Child {
  const { value: source, problem } = attempt(() => readProperties(findNode(file, id)), null);
  const count = (property: number) => attempt(() => source && getNumber(source, property), null).value;
  return {
    id,
    name: attempt(() => (source ? getText(source, PROPERTY.displayName, null) : ''), '').value,
    declaredItems: countOf(count(PROPERTY.itemCount)),
    declaredUnread: countOf(count(PROPERTY.unreadCount)),
    problem,
  };
}

function countOf(value: number | null): number {
  return value !== null && value >= 0 && value <= MAX_COUNT ? value : 0;
}

/** The rows of a table that lists folders. */
class ChildRows {
  readonly #rows: TableCursor;
  readonly #name: Column | null;
  readonly #items: Column | null;
  readonly #unread: Column | null;

  /** @throws PstFault when no row can be read */
  constructor(table: PstTable) {
    this.#rows = table.cursor();
    this.#name = table.column(PROPERTY.displayName, CELL_BYTES);
    this.#items = table.column(PROPERTY.itemCount, CELL_BYTES);
    this.#unread = table.column(PROPERTY.unreadCount, CELL_BYTES);
  }

  next(): boolean {
    return this.#rows.next();
  }

  get id(): number {
    return this.#rows.id;
  }

  /** What the row tells; null when that is not the name and the count. */
  read(): Child | null {
    const rows = this.#rows;
    const [name, items, unread] = [this.#name, this.#items, this.#unread];
    if (name === null || items === null || !rows.has(name) || !rows.has(items)) return null;
    const text = attempt(() => rows.text(name), '').value;
    if (text === '') return null;
    const declaredUnread = unread !== null && rows.has(unread) ? countOf(rows.number(unread)) : 0;
    return { id: rows.id, name: text, declaredItems: countOf(rows.number(items)), declaredUnread, problem: null };
  }
}
