import type { FolderRole, ItemKind } from '../../preload/contract/index.ts';
import { attempt } from './attempt.ts';
import { EMPTY_TALLY, type TallyResult, tallyTable } from './folder-tally.ts';
import { type FolderPlace, pathOf } from './folder-tree.ts';
import { itemKindOfFolder } from './item-kind.ts';
import { NODE_KINDS, openTableOf } from './node-ids.ts';
import type { FaultWord } from './reader/fault.ts';
import { findNode } from './reader/node.ts';
import { getText, readProperties } from './reader/properties.ts';
import { PROPERTY } from './reader/property-ids.ts';
import type { PstFile } from './reader/pst-file.ts';
import type { PstTable } from './reader/table.ts';
import type { FolderOutline, FolderTally, PstFolder, PstItemResult } from './store.ts';

/** What is known of a folder from the table that lists it. */
export function outlineOf(place: FolderPlace, role: FolderRole | null): FolderOutline {
  const { id, isInMailTree, declaredItems, declaredUnread } = place;
  return { id, path: pathOf(place), isInMailTree, role, declaredItems, declaredUnread };
}

/** How a folder reads what it holds, and what is known of it already. */
export type FolderFacts = {
  readonly place: FolderPlace;
  readonly role: FolderRole | null;
  readonly tables: ContentsTables;
  readonly readResult: (id: number) => PstItemResult;
};

/** Opens contents tables, and keeps the last: it is asked for several things. */
export class ContentsTables {
  readonly #file: PstFile;
  #last: { readonly folderId: number; readonly table: PstTable } | null = null;

  constructor(file: PstFile) {
    this.#file = file;
  }

  /** @throws PstFault */
  open(folderId: number): PstTable {
    if (this.#last?.folderId !== folderId) {
      this.#last = null;
      this.#last = { folderId, table: openTableOf(this.#file, folderId, NODE_KINDS.contentsTable) };
    }
    return this.#last.table;
  }

  /** What kind of items a folder says it is for. */
  defaultKind(folderId: number): ItemKind {
    const read = () => getText(readProperties(findNode(this.#file, folderId)), PROPERTY.containerClass, null);
    return itemKindOfFolder(attempt(read, '').value);
  }
}

/**
 * A folder with its contents table. It does not keep that: whoever keeps the folders of a large file should not keep every
 * row as well.
 */
export class ContentsFolder implements PstFolder {
  readonly id: number;
  readonly path: readonly string[];
  readonly isInMailTree: boolean;
  readonly role: FolderRole | null;
  readonly declaredItems: number;
  readonly declaredUnread: number;
  readonly itemCount: number;
  readonly #facts: FolderFacts;
  readonly #problem: FaultWord | null;
  #tally: TallyResult | null = null;

  constructor(facts: FolderFacts) {
    const { id, path, isInMailTree, role, declaredItems, declaredUnread } = outlineOf(facts.place, facts.role);
    this.id = id;
    this.path = path;
    this.isInMailTree = isInMailTree;
    this.role = role;
    this.declaredItems = declaredItems;
    this.declaredUnread = declaredUnread;
    this.#facts = facts;
    const { value, problem } = attempt(() => this.#open().rowCount, 0);
    this.itemCount = value;
    this.#problem = problem;
  }

  /** What only shows when the rows are read is known once they were. */
  get problem(): FaultWord | null {
    return this.#problem ?? this.#facts.place.problem ?? this.#tally?.problem ?? null;
  }

  get sizeBytes(): number {
    return this.tally().sizeBytes;
  }

  tally(): FolderTally {
    this.#tally ??= this.#readTally();
    return this.#tally.tally;
  }

  *items(): Generator<PstItemResult> {
    if (this.#problem !== null) return;
    for (const id of this.#open().ids()) yield this.#facts.readResult(id);
  }

  #readTally(): TallyResult {
    if (this.itemCount === 0) return { tally: EMPTY_TALLY, problem: null };
    const { value, problem } = attempt(
      () => tallyTable(this.#open(), () => this.#facts.tables.defaultKind(this.id)),
      null,
    );
    return value ?? { tally: EMPTY_TALLY, problem };
  }

  #open(): PstTable {
    return this.#facts.tables.open(this.id);
  }
}
