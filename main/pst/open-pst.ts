import type { FolderRole } from '../../preload/contract/index.ts';
import { guessCodepage } from './ansi-codepage.ts';
import { attempt, readOrExplain } from './attempt.ts';
import { ContentsFolder, ContentsTables, outlineOf } from './contents-folder.ts';
import { findRoles } from './folder-role.ts';
import { rowsOf } from './folder-rows.ts';
import { FolderTree } from './folder-tree.ts';
import { NODE_KINDS, openTableOf } from './node-ids.ts';
import { hexOf, readItem } from './reader/item.ts';
import { findNode } from './reader/node.ts';
import { type PropertyNames, readPropertyNames } from './reader/property-names.ts';
import { PstFile } from './reader/pst-file.ts';
import type { OpenPstSource, PstSource } from './reader/pst-source.ts';
import type { FolderOutline, PstFolder, PstItem, PstItemResult, PstRows, PstStore } from './store.ts';
import { readStoreFacts, type StoreFacts } from './store-facts.ts';

/**
 * Opens PSTs read-only, Unicode, ANSI and of 4 KiB pages, by the layers of [MS-PST]; the path becomes a file by
 * `openSource`.
 *
 * Names and counts of folders come from the tables that list them, what is in a folder from its own table; no message is
 * opened for either. Neither the store's own properties nor its names of properties are needed. What is damaged costs the
 * folder or the item it belongs to.
 *
 * @throws AppError sourceMissing, sourceInUse; contentsUnreadable, `reason` is the file system's code or a `FaultWord`.
 */
export function createPstOpener(openSource: OpenPstSource): (path: string) => PstStore {
  return (path) => {
    const source = readOrExplain(() => openSource(path));
    try {
      return readOrExplain(() => new OpenedPst(source));
    } catch (error) {
      source.close();
      throw error;
    }
  };
}

/** Files of 8-bit texts have ids of this length; in the others texts are Unicode. */
const ANSI_ID_BYTES = 4;

function setLikelyCodepage(file: PstFile): void {
  const codepage = guessCodepage(file);
  if (codepage !== null) file.setCodepage(codepage);
}

class OpenedPst implements PstStore {
  readonly #file: PstFile;
  readonly #facts: StoreFacts;
  readonly #tree: FolderTree;
  readonly #tables: ContentsTables;
  #roles: ReadonlyMap<number, FolderRole> | null = null;
  #names: { readonly value: PropertyNames | null } | null = null;

  constructor(source: PstSource) {
    this.#file = new PstFile(source);
    if (this.#file.layout.idBytes === ANSI_ID_BYTES) setLikelyCodepage(this.#file);
    this.#facts = readStoreFacts(this.#file);
    this.#tree = new FolderTree(this.#file, this.#facts.topNode);
    this.#tables = new ContentsTables(this.#file);
  }

  explore(): Generator<number> {
    return this.#tree.explore();
  }

  *outline(): Generator<FolderOutline> {
    for (const place of this.#tree.folders) yield outlineOf(place, this.#roleOf(place.id));
  }

  *folders(): Generator<PstFolder> {
    const readResult = (id: number) => this.#readResult(id);
    for (const place of this.#tree.folders) {
      yield new ContentsFolder({ place, role: this.#roleOf(place.id), tables: this.#tables, readResult });
    }
  }

  searchFolders(): FolderTree['searchFolders'] {
    return this.#tree.searchFolders;
  }

  rows(folderId: number): PstRows {
    return readOrExplain(() => rowsOf(openTableOf(this.#file, folderId, NODE_KINDS.contentsTable)));
  }

  item(id: number): PstItem {
    return readOrExplain(() => this.#readItem(id));
  }

  close(): void {
    this.#file.close();
  }

  #roleOf(id: number): FolderRole | null {
    this.#roles ??= findRoles({ file: this.#file, store: this.#facts.properties, folders: this.#tree.folders });
    return this.#roles.get(id) ?? null;
  }

  #readItem(id: number): PstItem {
    const names = () => this.#propertyNames();
    return readItem(findNode(this.#file, id), `${this.#facts.entryIdPrefix}${hexOf(id)}`, { names });
  }

  /** Only what an appointment or a contact is about needs them: they are read when that is asked for. */
  #propertyNames(): PropertyNames | null {
    this.#names ??= attempt(() => readPropertyNames(this.#file), null);
    return this.#names.value;
  }

  #readResult(id: number): PstItemResult {
    const { value, problem } = attempt(() => this.#readItem(id), null);
    return value ? { item: value, problem: null } : { item: null, problem: problem ?? 'unexpected' };
  }
}
