import { writePropertyContext } from '../ltp/property-context.ts';
import type { TableRow, TableWriter } from '../ltp/table-context.ts';
import type { Target } from '../ltp/target.ts';
import { codePageText, UNICODE_TEXT } from '../ltp/text.ts';
import type { Property } from '../ltp/value.ts';
import { pstCrc } from '../ndb/binary.ts';
import type { Database } from '../ndb/database.ts';
import { makeNid, NID, NID_TYPE, siblingNid } from '../ndb/nid.ts';
import type { SampleFolder, SampleMailbox } from '../sample-mailbox.ts';
import { storeEntryId } from './entry-id.ts';
import { inboxRoles, type RoleNids, roleNids, storeRoles } from './folder-roles.ts';
import { emptySummary, folderSummary } from './folder-summary.ts';
import { FolderTables } from './folder-tables.ts';
import { ItemWriter } from './items.ts';
import { NameMap } from './named-properties.ts';
import { SearchFolderWriter } from './search-folders.ts';
import { TAG } from './tag.ts';

/** The name of the folder Outlook shows as the data file. */
export const TOP_FOLDER_NAME = 'Top of Personal Folders';

/** The name of the folder deleted items go to; every store has one. */
export const WASTEBASKET_NAME = 'Deleted Items';

const SEARCH_ROOT_NAME = 'Search Root';
const FIRST_FOLDER_INDEX = 0x401;
/** Nodes of one type are this far apart. */
const NID_STEP = 32;
/** Top, wastebasket and search root are there. @see [MS-OXPROPS] PidTagValidFolderMask */
const VALID_FOLDERS = 0x89;

/** A folder in the file: its names from the top folder on, and how many items it holds itself. */
export type WrittenFolder = { readonly path: string[]; readonly items: number };

/**
 * `recordKey` identifies the store, 16 bytes; `now` is when its folders were made; `password` what Outlook asks for, null
 * for none; `codePage` that of its texts, null for Unicode.
 */
export type StoreOptions = {
  readonly recordKey: Buffer;
  readonly now: Date;
  readonly password: string | null;
  readonly codePage: number | null;
};

type Place = { readonly nid: number; readonly parentNid: number };
type FolderContent = {
  readonly summary: readonly Property[];
  readonly children: TableWriter;
  readonly items?: TableWriter;
  readonly more?: readonly Property[];
};

/** Writes the objects of a mailbox: store, name map, folders with their tables, items. @see [MS-PST] 2.4 and 2.7 */
export class StoreWriter {
  /** The mail folders written so far, the top one first and parents before children. */
  readonly folders: WrittenFolder[] = [];
  readonly #database: Database;
  readonly #options: StoreOptions;
  readonly #target: Target;
  readonly #tables: FolderTables;
  readonly #names = new NameMap();
  readonly #items: ItemWriter;
  readonly #searches: SearchFolderWriter;
  #roles: RoleNids = new Map();
  #nextFolderIndex = FIRST_FOLDER_INDEX;
  #wastebasketNid = 0;

  constructor(database: Database, options: StoreOptions) {
    const { codePage } = options;
    this.#database = database;
    this.#options = options;
    this.#target = { blocks: database.blocks, text: codePage === null ? UNICODE_TEXT : codePageText(codePage) };
    this.#tables = new FolderTables(database, this.#target);
    this.#items = new ItemWriter(this.#target, { names: this.#names, codePage });
    this.#searches = new SearchFolderWriter(database, this.#target, this.#tables);
  }

  write(mailbox: SampleMailbox): void {
    this.#tables.writeTemplates();
    const top = { name: TOP_FOLDER_NAME, folders: withWastebasket(mailbox.folders), containerClass: '' };
    this.#roles = roleNids([top], makeNid(NID_TYPE.normalFolder, FIRST_FOLDER_INDEX), NID_STEP);
    const rows = [
      this.#writeFolder(top, { nid: NID.rootFolder, path: [] }),
      this.#writeSearchRoot(mailbox),
      this.#searches.writeSpamSearch(),
    ];
    const children = this.#tables.begin('hierarchy');
    for (const row of rows) children.add(row);
    const summary = folderSummary({ name: '', containerClass: '', items: 0, unread: 0, hasSubfolders: true });
    const root = { nid: NID.rootFolder, parentNid: NID.rootFolder };
    this.#addFolder(root, { summary, children, more: this.#inboxRoles() });
    const [topNid = 0, searchNid = 0] = rows.map((row) => row.id);
    this.#writeStore(mailbox.displayName, topNid, searchNid);
    this.#addNode(NID.nameToIdMap, this.#names.toProperties());
  }

  #addNode(nid: number, properties: readonly Property[], parentNid = 0): void {
    this.#database.addNode({ nid, parentNid, ...writePropertyContext(this.#target, properties) });
  }

  #writeFolder(folder: SampleFolder, parent: { nid: number; path: readonly string[] }): TableRow {
    const nid = this.#newFolderNid();
    const path = [...parent.path, folder.name];
    const written = { path, items: 0 };
    if (path.length === 2 && folder.name === WASTEBASKET_NAME) this.#wastebasketNid = nid;
    this.folders.push(written);
    const { items, unread } = this.#writeItems(folder, nid);
    written.items = items.rowCount;
    const children = this.#tables.begin('hierarchy');
    for (const child of folder.folders ?? []) children.add(this.#writeFolder(child, { nid, path }));
    const hasSubfolders = children.rowCount > 0;
    for (const search of folder.searchFolders ?? []) children.add(this.#searches.write(search, nid));
    const { name, containerClass = 'IPF.Note' } = folder;
    const summary = folderSummary({ name, containerClass, items: items.rowCount, unread, hasSubfolders });
    const more = folder.role === 'Inbox' ? this.#inboxRoles() : [];
    this.#addFolder({ nid, parentNid: parent.nid }, { summary, children, items, more });
    return { id: nid, values: summary };
  }

  #writeItems(folder: SampleFolder, folderNid: number): { readonly items: TableWriter; readonly unread: number } {
    const items = this.#tables.begin('contents');
    let unread = 0;
    for (const item of folder.items ?? []) {
      const { node, summary } = this.#items.write(item);
      this.#database.addNode({ ...node, parentNid: folderNid });
      items.add({ id: node.nid, values: summary });
      if (item.isRead === false) unread += 1;
    }
    return { items, unread };
  }

  #addFolder(place: Place, { summary, children, items, more = [] }: FolderContent): void {
    const { now } = this.#options;
    const properties: Property[] = [...summary, [TAG.creationTime, now], [TAG.lastModificationTime, now], ...more];
    this.#addNode(place.nid, properties, place.parentNid);
    this.#tables.add(siblingNid(place.nid, NID_TYPE.hierarchyTable), 'hierarchy', children);
    this.#tables.add(siblingNid(place.nid, NID_TYPE.contentsTable), 'contents', items);
    this.#tables.add(siblingNid(place.nid, NID_TYPE.associatedTable), 'associated');
  }

  #newFolderNid(): number {
    const nid = makeNid(NID_TYPE.normalFolder, this.#nextFolderIndex);
    this.#nextFolderIndex += 1;
    return nid;
  }

  #writeSearchRoot({ searchFolders = [] }: SampleMailbox): TableRow {
    const nid = this.#newFolderNid();
    const children = this.#tables.begin('hierarchy');
    for (const search of searchFolders) children.add(this.#searches.write(search, nid));
    const summary = emptySummary(SEARCH_ROOT_NAME);
    this.#addFolder({ nid, parentNid: NID.rootFolder }, { summary, children });
    return { id: nid, values: summary };
  }

  #writeStore(displayName: string, topNid: number, searchNid: number): void {
    const { password } = this.#options;
    const properties: Property[] = [
      [TAG.recordKey, this.#options.recordKey],
      [TAG.displayName, displayName],
      [TAG.validFolderMask, VALID_FOLDERS],
      [TAG.ipmSubtreeEntryId, this.#entryId(topNid)],
      [TAG.ipmWastebasketEntryId, this.#entryId(this.#roles.get('DeletedItems') ?? this.#wastebasketNid)],
      [TAG.finderEntryId, this.#entryId(searchNid)],
      [TAG.storeHasNoRestrictions, true],
      [TAG.pstPassword, password === null ? 0 : passwordChecksum(password)],
      ...storeRoles(this.#roles, (nid) => this.#entryId(nid)),
    ];
    this.#addNode(NID.messageStore, properties);
  }

  #inboxRoles(): Property[] {
    return inboxRoles(this.#roles, (nid) => this.#entryId(nid));
  }

  #entryId(nid: number): Buffer {
    return storeEntryId(this.#options.recordKey, nid);
  }
}

/** A password is kept as nothing but a checksum of its bytes in the Western code page. @see [MS-PST] 2.4.3.3 */
function passwordChecksum(password: string): number {
  return pstCrc(codePageText(1252).encode(password));
}

function withWastebasket(folders: readonly SampleFolder[]): readonly SampleFolder[] {
  const hasOne = folders.some(({ name, role }) => name === WASTEBASKET_NAME || role === 'DeletedItems');
  return hasOne ? folders : [...folders, { name: WASTEBASKET_NAME }];
}
