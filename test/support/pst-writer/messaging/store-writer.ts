import { writePropertyContext } from '../ltp/property-context.ts';
import { type TableRow, writeTableContext } from '../ltp/table-context.ts';
import type { Property } from '../ltp/value.ts';
import type { NodeData } from '../ndb/block-store.ts';
import type { Database } from '../ndb/database.ts';
import { makeNid, NID, NID_TYPE, siblingNid } from '../ndb/nid.ts';
import type { SampleFolder, SampleItem, SampleMailbox } from '../sample-mailbox.ts';
import { storeEntryId } from './entry-id.ts';
import { ItemWriter } from './items.ts';
import { nameMapProperties } from './named-properties.ts';
import { COLUMNS, TAG } from './tag.ts';

/** The name of the folder Outlook shows as the data file. */
export const TOP_FOLDER_NAME = 'Top of Personal Folders';

/** The name of the folder deleted items go to; every store has one. */
export const WASTEBASKET_NAME = 'Deleted Items';

const SEARCH_ROOT_NAME = 'Search Root';
const SPAM_SEARCH_NAME = 'SPAM Search Folder 2';
const FIRST_FOLDER_INDEX = 0x401;
/** Top, wastebasket and search root are there. @see [MS-OXPROPS] PidTagValidFolderMask */
const VALID_FOLDERS = 0x89;

/** A folder in the file: its names from the top folder on, and how many items it holds itself. */
export type WrittenFolder = { readonly path: string[]; readonly items: number };

type TemplateName = 'hierarchy' | 'contents' | 'associated' | 'searchContents';
type FolderTables = { readonly children: readonly TableRow[]; readonly items: readonly TableRow[] };

/** Writes the objects of a mailbox: store, name map, folders with their tables, items. @see [MS-PST] 2.4 and 2.7 */
export class StoreWriter {
  /** The mail folders written so far, the top one first and parents before children. */
  readonly folders: WrittenFolder[] = [];
  readonly #database: Database;
  readonly #recordKey: Buffer;
  readonly #now: Date;
  readonly #items: ItemWriter;
  readonly #templates = new Map<TemplateName, NodeData>();
  #nextFolderIndex = FIRST_FOLDER_INDEX;
  #wastebasketNid = 0;

  /** `recordKey` identifies the store, 16 bytes; `now` is when its folders were made. */
  constructor(database: Database, { recordKey, now }: { recordKey: Buffer; now: Date }) {
    this.#database = database;
    this.#items = new ItemWriter(database.blocks);
    this.#recordKey = recordKey;
    this.#now = now;
  }

  write(mailbox: SampleMailbox): void {
    this.#writeTemplates();
    const top = { name: TOP_FOLDER_NAME, folders: withWastebasket(mailbox.folders), containerClass: '' };
    const rows = [
      this.#writeFolder(top, { nid: NID.rootFolder, path: [] }),
      this.#writeSearchRoot(),
      this.#writeSpamSearch(),
    ];
    const summary = folderSummary({ name: '', folders: [top], containerClass: '' });
    const root = { nid: NID.rootFolder, parentNid: NID.rootFolder };
    this.#addFolder(root, summary, { children: rows, items: [] });
    const [topNid = 0, searchNid = 0] = rows.map((row) => row.id);
    this.#writeStore(mailbox.displayName, topNid, searchNid);
    this.#addNode(NID.nameToIdMap, writePropertyContext(this.#database.blocks, nameMapProperties()));
  }

  #addNode(nid: number, data: NodeData, parentNid = 0): void {
    this.#database.addNode({ nid, parentNid, ...data });
  }

  #writeTemplates(): void {
    const { blocks } = this.#database;
    this.#addTemplate('hierarchy', NID.hierarchyTemplate);
    this.#addTemplate('contents', NID.contentsTemplate);
    this.#addTemplate('associated', NID.associatedTemplate);
    this.#addTemplate('searchContents', NID.searchContentsTemplate);
    this.#addNode(NID.attachmentTable, writeTableContext(blocks, COLUMNS.attachments, []));
    this.#addNode(NID.recipientTable, writeTableContext(blocks, COLUMNS.recipients, []));
  }

  #addTemplate(name: TemplateName, nid: number): void {
    const table = writeTableContext(this.#database.blocks, COLUMNS[name], []);
    this.#templates.set(name, table);
    this.#addNode(nid, table);
  }

  /** Adds a table; one without rows is the template itself, as Outlook does it. */
  #addTable(nid: number, name: TemplateName, rows: readonly TableRow[]): void {
    const template = this.#templates.get(name);
    if (rows.length > 0 || template === undefined) {
      this.#addNode(nid, writeTableContext(this.#database.blocks, COLUMNS[name], rows));
      return;
    }
    this.#database.blocks.share(template.dataBid);
    this.#addNode(nid, template);
  }

  #writeFolder(folder: SampleFolder, parent: { nid: number; path: readonly string[] }): TableRow {
    const nid = this.#newFolderNid();
    const path = [...parent.path, folder.name];
    if (path.length === 2 && folder.name === WASTEBASKET_NAME) this.#wastebasketNid = nid;
    this.folders.push({ path, items: folder.items?.length ?? 0 });
    const items = (folder.items ?? []).map((item) => this.#writeItem(item, nid));
    const children = (folder.folders ?? []).map((child) => this.#writeFolder(child, { nid, path }));
    const summary = folderSummary(folder);
    this.#addFolder({ nid, parentNid: parent.nid }, summary, { children, items });
    return { id: nid, values: summary };
  }

  #writeItem(item: SampleItem, folderNid: number): TableRow {
    const { node, summary } = this.#items.write(item);
    this.#database.addNode({ ...node, parentNid: folderNid });
    return { id: node.nid, values: summary };
  }

  #addFolder(place: { nid: number; parentNid: number }, summary: readonly Property[], tables: FolderTables): void {
    const properties: Property[] = [...summary, [TAG.creationTime, this.#now], [TAG.lastModificationTime, this.#now]];
    this.#addNode(place.nid, writePropertyContext(this.#database.blocks, properties), place.parentNid);
    this.#addTable(siblingNid(place.nid, NID_TYPE.hierarchyTable), 'hierarchy', tables.children);
    this.#addTable(siblingNid(place.nid, NID_TYPE.contentsTable), 'contents', tables.items);
    this.#addTable(siblingNid(place.nid, NID_TYPE.associatedTable), 'associated', []);
  }

  #newFolderNid(): number {
    const nid = makeNid(NID_TYPE.normalFolder, this.#nextFolderIndex);
    this.#nextFolderIndex += 1;
    return nid;
  }

  #writeSearchRoot(): TableRow {
    const nid = this.#newFolderNid();
    const summary = folderSummary({ name: SEARCH_ROOT_NAME, containerClass: '' });
    this.#addFolder({ nid, parentNid: NID.rootFolder }, summary, { children: [], items: [] });
    return { id: nid, values: summary };
  }

  /** The search folder every store has, and the empty queues of the search machinery. @see [MS-PST] 2.4.8 and 2.7.1 */
  #writeSpamSearch(): TableRow {
    const { blocks } = this.#database;
    const none: NodeData = { dataBid: 0, subnodeBid: 0 };
    const summary = folderSummary({ name: SPAM_SEARCH_NAME, containerClass: '' });
    this.#addNode(NID.spamSearchFolder, writePropertyContext(blocks, summary), NID.rootFolder);
    this.#addNode(NID.spamSearchUpdateQueue, none);
    this.#addNode(NID.spamSearchCriteria, writePropertyContext(blocks, [[TAG.searchCriteriaFlags, 0]]));
    this.#addTable(NID.spamSearchContents, 'searchContents', []);
    const active = Buffer.alloc(4);
    active.writeUInt32LE(NID.spamSearchFolder);
    this.#addNode(NID.searchActivityList, { dataBid: blocks.writeData([active]), subnodeBid: 0 });
    this.#addNode(NID.searchManagementQueue, none);
    this.#addNode(NID.searchDomainObject, none);
    return { id: NID.spamSearchFolder, values: summary };
  }

  #writeStore(displayName: string, topNid: number, searchNid: number): void {
    const properties: Property[] = [
      [TAG.recordKey, this.#recordKey],
      [TAG.displayName, displayName],
      [TAG.validFolderMask, VALID_FOLDERS],
      [TAG.ipmSubtreeEntryId, storeEntryId(this.#recordKey, topNid)],
      [TAG.ipmWastebasketEntryId, storeEntryId(this.#recordKey, this.#wastebasketNid)],
      [TAG.finderEntryId, storeEntryId(this.#recordKey, searchNid)],
      [TAG.storeHasNoRestrictions, true],
      [TAG.pstPassword, 0],
    ];
    this.#addNode(NID.messageStore, writePropertyContext(this.#database.blocks, properties));
  }
}

function withWastebasket(folders: readonly SampleFolder[]): readonly SampleFolder[] {
  return folders.some(({ name }) => name === WASTEBASKET_NAME) ? folders : [...folders, { name: WASTEBASKET_NAME }];
}

function folderSummary({ name, containerClass = 'IPF.Note', items = [], folders = [] }: SampleFolder): Property[] {
  const summary: Property[] = [
    [TAG.displayName, name],
    [TAG.contentCount, items.length],
    [TAG.contentUnreadCount, items.filter((item) => item.isRead === false).length],
    [TAG.subfolders, folders.length > 0],
  ];
  return containerClass === '' ? summary : [...summary, [TAG.containerClass, containerClass]];
}
