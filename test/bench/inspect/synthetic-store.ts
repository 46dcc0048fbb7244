import { writePropertyContext } from '../../support/pst-writer/ltp/property-context.ts';
import { type TableRow, writeTableContext } from '../../support/pst-writer/ltp/table-context.ts';
import type { Target } from '../../support/pst-writer/ltp/target.ts';
import { codePageText, UNICODE_TEXT } from '../../support/pst-writer/ltp/text.ts';
import type { Property } from '../../support/pst-writer/ltp/value.ts';
import { storeEntryId } from '../../support/pst-writer/messaging/entry-id.ts';
import { NameMap } from '../../support/pst-writer/messaging/named-properties.ts';
import { TAG } from '../../support/pst-writer/messaging/tag.ts';
import type { NodeData } from '../../support/pst-writer/ndb/block-store.ts';
import type { Database } from '../../support/pst-writer/ndb/database.ts';
import { makeNid, NID, NID_TYPE, siblingNid } from '../../support/pst-writer/ndb/nid.ts';
import { HIERARCHY_COLUMNS, ITEM_COLUMNS, SyntheticItems, shareTable } from './synthetic-items.ts';

/** How much of what there is. `bodyLength` in characters; no attachments when `attachmentBytes` is left out. */
export type SyntheticShape = {
  readonly folders: number;
  readonly itemsPerFolder: number;
  readonly bodyLength: number;
  readonly attachmentBytes?: number;
  readonly format?: 'unicode' | 'ansi';
};

/** A file that is being written. */
export type SyntheticFile = { readonly database: Database; readonly target: Target };

/** Subfolders of each folder, until there are enough. */
const FAN_OUT = 10;
const FIRST_FOLDER_INDEX = 0x401;
/** Top, wastebasket and search root are there. @see [MS-OXPROPS] PidTagValidFolderMask */
const VALID_FOLDERS = 0x89;
const RECORD_KEY = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const WESTERN_CODE_PAGE = 1252;
const TOP_NAME = 'Top of Personal Folders';

type Folder = { readonly nid: number; readonly name: string; readonly items: number; readonly children: Folder[] };

/**
 * Writes a store of the given shape; gives how many items it has. Its tables have the fewest columns a reader needs, and
 * nothing is encoded, so that time goes into finding things. Made for readers alone, not checked by Outlook.
 */
export function writeSynthetic(database: Database, shape: SyntheticShape): number {
  const text = shape.format === 'ansi' ? codePageText(WESTERN_CODE_PAGE) : UNICODE_TEXT;
  const file = { database, target: { blocks: database.blocks, text } };
  const top: Folder = { nid: folderNid(0), name: TOP_NAME, items: 0, children: [] };
  const search: Folder = { nid: folderNid(1), name: 'Search Root', items: 0, children: [] };
  const wastebasket: Folder = { nid: folderNid(2), name: 'Deleted Items', items: 0, children: [] };
  const root: Folder = { nid: NID.rootFolder, name: '', items: 0, children: [top, search, wastebasket] };
  const folders = growTree(top, shape);
  writeStore(file, { top, search, wastebasket });
  const items = new SyntheticItems(file, shape);
  const emptyTable = shareTable(file.target, () => writeTableContext(file.target, ITEM_COLUMNS, []));
  const parents = new Map([root, ...folders].flatMap((parent) => parent.children.map(({ nid }) => [nid, parent.nid])));
  for (const folder of [root, search, wastebasket, ...folders]) {
    const rows = items.writeFolder(folder.nid, folder.items);
    addFolder(file, { folder, parentNid: parents.get(folder.nid) ?? root.nid, rows, emptyTable });
  }
  return items.count;
}

function folderNid(order: number): number {
  return makeNid(NID_TYPE.normalFolder, FIRST_FOLDER_INDEX + order);
}

/** Breadth first: the top, and all the folders below it. */
function growTree(top: Folder, { folders, itemsPerFolder }: SyntheticShape): readonly Folder[] {
  const all = [top];
  for (let order = 0; order < folders; order += 1) {
    const folder = { nid: folderNid(order + 3), name: `Folder ${order}`, items: itemsPerFolder, children: [] };
    all[Math.floor(order / FAN_OUT)]?.children.push(folder);
    all.push(folder);
  }
  return all;
}

function writeStore(
  { database, target }: SyntheticFile,
  { top, search, wastebasket }: { top: Folder; search: Folder; wastebasket: Folder },
): void {
  const store: Property[] = [
    [TAG.recordKey, RECORD_KEY],
    [TAG.displayName, 'Synthetic store'],
    [TAG.validFolderMask, VALID_FOLDERS],
    [TAG.ipmSubtreeEntryId, storeEntryId(RECORD_KEY, top.nid)],
    [TAG.ipmWastebasketEntryId, storeEntryId(RECORD_KEY, wastebasket.nid)],
    [TAG.finderEntryId, storeEntryId(RECORD_KEY, search.nid)],
    [TAG.pstPassword, 0],
  ];
  addNode(database, NID.messageStore, writePropertyContext(target, store));
  addNode(database, NID.nameToIdMap, writePropertyContext(target, new NameMap().toProperties()));
}

type FolderParts = {
  readonly folder: Folder;
  readonly parentNid: number;
  readonly rows: readonly TableRow[];
  readonly emptyTable: () => NodeData;
};

function addFolder({ database, target }: SyntheticFile, { folder, parentNid, rows, emptyTable }: FolderParts): void {
  const children = folder.children.map((child) => ({ id: child.nid, values: summaryOf(child) }));
  addNode(database, folder.nid, writePropertyContext(target, summaryOf(folder)), parentNid);
  const hierarchy = writeTableContext(target, HIERARCHY_COLUMNS, children);
  addNode(database, siblingNid(folder.nid, NID_TYPE.hierarchyTable), hierarchy);
  const contents = writeTableContext(target, ITEM_COLUMNS, rows);
  addNode(database, siblingNid(folder.nid, NID_TYPE.contentsTable), contents);
  addNode(database, siblingNid(folder.nid, NID_TYPE.associatedTable), emptyTable());
}

function summaryOf({ name, items, children }: Folder): readonly Property[] {
  return [
    [TAG.displayName, name],
    [TAG.contentCount, items],
    [TAG.contentUnreadCount, 0],
    [TAG.subfolders, children.length > 0],
    [TAG.containerClass, 'IPF.Note'],
  ];
}

function addNode(database: Database, nid: number, data: NodeData, parentNid = 0): void {
  database.addNode({ nid, parentNid, ...data });
}
