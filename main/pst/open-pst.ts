import { AppError } from '../../preload/contract/index.ts';
import { type FaultWord, faultWord } from './reader/fault.ts';
import { hexOf, readItem, sizeOfTable } from './reader/item.ts';
import { findNode } from './reader/node.ts';
import { getBytes, getText, type PropertySource, readProperties } from './reader/properties.ts';
import { PstFile } from './reader/pst-file.ts';
import type { OpenPstSource, PstSource } from './reader/pst-source.ts';
import { openTable, type PstTable, type TableRow } from './reader/table.ts';
import type { PstFolder, PstItemResult, PstStore } from './store.ts';

/** Nodes every PST has. @see [MS-PST] 2.4.1 */
const STORE_NODE = 0x21;
const ROOT_FOLDER_NODE = 0x122;
/** Where the top of the mail stands in files whose store does not name it: Outlook's PSTs, Outlook's caches. */
const USUAL_TOP_NODE = 0x8022;
const CACHE_TOP_PATH = ['Root - Mailbox', 'IPM_SUBTREE'];

/** Low bits of a node id tell what the node is; the tables of a folder share its high bits. @see [MS-PST] 2.2.2.1 */
const KIND_MASK = 0x1f;
const KIND_FOLDER = 0x02;
const SUBFOLDERS_TABLE = 0x0d;
const CONTENTS_TABLE = 0x0e;

/** Property ids. @see [MS-OXPROPS] */
const DISPLAY_NAME = 0x3001;
const RECORD_KEY = 0x0ff9;
const TOP_ENTRY_ID = 0x35e0;

/** Limits of ours, far beyond what Outlook can show: more is a damaged file that leads in circles. */
const MAX_FOLDERS = 1_000_000;
const MAX_DEPTH = 300;

/**
 * Opens PSTs read-only, Unicode, ANSI and of 4 KiB pages, by the layers of [MS-PST]; the path becomes a file by
 * `openSource`.
 *
 * Item counts and sizes come from each folder's table alone; no message is opened for them. Neither the store's own
 * properties nor its names of properties are needed. What is damaged costs the folder or the item it belongs to.
 *
 * @throws AppError contentsUnreadable; `reason` is the file system's code or a `FaultWord`.
 */
export function createPstOpener(openSource: OpenPstSource): (path: string) => PstStore {
  return (path) => {
    const source = reading(() => openSource(path));
    try {
      return openStore(source);
    } catch (error) {
      source.close();
      throw error;
    }
  };
}

function openStore(source: PstSource): PstStore {
  const file = reading(() => new PstFile(source));
  const top = readRows(file, ROOT_FOLDER_NODE, SUBFOLDERS_TABLE);
  if (top.problem) throw new AppError('contentsUnreadable', { reason: top.problem });
  const store = readStoreFacts(file);
  return { folders: () => walk({ file, store, top: top.rows }), close: () => file.close() };
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new AppError('contentsUnreadable', { reason: fileSystemCode(cause) ?? faultWord(cause) }, { cause });
  }
}

/** Only errors of the file system name a system call; errors of the language have codes too, which mean damage here. */
function fileSystemCode(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

type StoreFacts = { readonly entryIdPrefix: string; readonly topNode: number | null };

/** A store whose own properties are lost can still be read: only its entry ids become those of the nodes. */
function readStoreFacts(file: PstFile): StoreFacts {
  const source = attempt<PropertySource | null>(() => readProperties(findNode(file, STORE_NODE)), null).value;
  const get = (id: number) => attempt(() => (source ? getBytes(source, id) : null), null).value;
  const key = get(RECORD_KEY);
  const top = get(TOP_ENTRY_ID);
  return {
    // A MAPI entry id: four bytes of flags, the store's key, the node. @see [MS-PST] 2.4.3.2
    entryIdPrefix: key ? `00000000${key.toString('hex')}` : '',
    topNode: top?.length === 24 ? findFolder(file, top.readUInt32LE(20)) : null,
  };
}

function findFolder(file: PstFile, id: number): number | null {
  return (id & KIND_MASK) === KIND_FOLDER ? attempt(() => findNode(file, id) && id, null).value : null;
}

/** True for the folder Outlook shows as the data file. */
function isTop(store: StoreFacts, id: number, path: readonly string[]): boolean {
  if (store.topNode !== null) return id === store.topNode;
  if (path.length === 1) return id === USUAL_TOP_NODE;
  return path.length === 2 && path.every((name, depth) => name === CACHE_TOP_PATH[depth]);
}

type Place = {
  readonly id: number;
  /** The name the parent's table gives, for a folder that cannot tell its own. */
  readonly name: string;
  /** Names of the folders above. */
  readonly path: readonly string[];
  readonly isInMailTree: boolean;
};

type Walk = { readonly file: PstFile; readonly store: StoreFacts; readonly top: readonly TableRow[] };

/**
 * Depth first with a stack of its own, so that a damaged file cannot exhaust ours. No folder is put on it twice: many
 * tables that list the same folders again and again would fill the memory.
 */
function* walk({ file, store, top }: Walk): Generator<PstFolder> {
  const met = new Set<number>([ROOT_FOLDER_NODE]);
  const waiting: Place[] = [];
  const push = (rows: readonly TableRow[], parent: Omit<Place, 'id' | 'name'>): void => {
    for (const row of rows.toReversed()) {
      if ((row.id & KIND_MASK) !== KIND_FOLDER || met.has(row.id)) continue;
      met.add(row.id);
      const name = attempt(() => getText(row, DISPLAY_NAME, null), '').value;
      const isInMailTree = parent.isInMailTree || isTop(store, row.id, [...parent.path, name]);
      waiting.push({ path: parent.path, id: row.id, name, isInMailTree });
    }
  };
  push(top, { path: [], isInMailTree: false });
  let count = 0;
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    count += 1;
    const limit = limitAt(place, count);
    const folder = readFolder(file, place);
    yield openFolder(file, { store, place, folder, limit });
    if (limit === null) push(folder.subfolders.rows, { path: folder.path, isInMailTree: place.isInMailTree });
  }
}

function limitAt(place: Place, folders: number): FaultWord | null {
  if (folders > MAX_FOLDERS) return 'tooManyFolders';
  return place.path.length + 1 >= MAX_DEPTH ? 'tooDeep' : null;
}

type Rows = { readonly rows: readonly TableRow[]; readonly problem: FaultWord | null };
type Folder = { readonly path: readonly string[]; readonly problem: FaultWord | null; readonly subfolders: Rows };

function readFolder(file: PstFile, place: Place): Folder {
  const own = attempt(() => getText(readProperties(findNode(file, place.id)), DISPLAY_NAME, null), '');
  const path = [...place.path, own.value || place.name];
  return { path, problem: own.problem, subfolders: readRows(file, place.id, SUBFOLDERS_TABLE) };
}

function readRows(file: PstFile, folderId: number, kind: number): Rows {
  const { value, problem } = attempt<readonly TableRow[]>(() => [...openTableOf(file, folderId, kind).rows()], []);
  return { rows: value, problem };
}

function openTableOf(file: PstFile, folderId: number, kind: number): PstTable {
  return openTable(findNode(file, ((folderId & ~KIND_MASK) | kind) >>> 0));
}

type Opened = {
  readonly store: StoreFacts;
  readonly place: Place;
  readonly folder: Folder;
  readonly limit: FaultWord | null;
};

function openFolder(file: PstFile, { store, place, folder, limit }: Opened): PstFolder {
  const open = () => openTableOf(file, place.id, CONTENTS_TABLE);
  const { value, problem } = attempt(() => factsOf(open()), { itemCount: 0, sizeBytes: 0 });
  return {
    path: folder.path,
    isInMailTree: place.isInMailTree,
    ...value,
    problem: problem ?? limit ?? folder.subfolders.problem ?? folder.problem,
    items: function* () {
      if (problem !== null) return;
      // Opened anew: whoever keeps the folders of a large file should not keep every row as well.
      for (const { id } of open().rows()) yield readResult(file, id, store.entryIdPrefix);
    },
  };
}

function factsOf(contents: PstTable): { itemCount: number; sizeBytes: number } {
  return { itemCount: contents.rowCount, sizeBytes: sizeOfTable(contents) };
}

function readResult(file: PstFile, id: number, entryIdPrefix: string): PstItemResult {
  const { value, problem } = attempt(() => readItem(findNode(file, id), `${entryIdPrefix}${hexOf(id)}`), null);
  return value ? { item: value, problem: null } : { item: null, problem: problem ?? 'unexpected' };
}

/** What is read, or what stands for it together with a word for why it could not be. */
function attempt<T>(read: () => T, otherwise: T): { readonly value: T; readonly problem: FaultWord | null } {
  try {
    return { value: read(), problem: null };
  } catch (error) {
    return { value: otherwise, problem: faultWord(error) };
  }
}
