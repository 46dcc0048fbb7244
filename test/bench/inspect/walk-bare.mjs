/**
 * About the least Node can do for the folder tree and its counts: `walk-bare.mjs FILE declared|rows`; prints JSON.
 * No checksums, no bounds, no damage, no 4 KiB pages: a mark to measure by, nothing to use.
 */
import { openDatabase } from './bare/database.mjs';
import { openHeap } from './bare/heap.mjs';
import { reportWalk } from './report-walk.mjs';

const ROOT_FOLDER = 0x122;
/** Low bits of a node id: what the node is. @see [MS-PST] 2.2.2.1 */
const KIND_MASK = 0x1f;
const KIND = { folder: 0x02, subfolders: 0x0d, contents: 0x0e };
const DISPLAY_NAME = 0x3001;
const CONTENT_COUNT = 0x3602;
/** Bytes of a property context's record; where a table's description names the index of its rows. */
const PROPERTY_BYTES = 8;
const ROW_INDEX_AT = 10;

const [, , file, depth] = process.argv;
reportWalk(() => {
  const database = openDatabase(file);
  const found = { folders: 0, items: 0, nameLength: 0 };
  const waiting = [ROOT_FOLDER];
  const met = new Set(waiting);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    countFolder(database, id, found);
    for (const child of listRowIds(database, siblingOf(id, KIND.subfolders))) {
      if (met.has(child)) continue;
      met.add(child);
      waiting.push(child);
    }
  }
  return found;
});

function countFolder(database, id, found) {
  found.folders += 1;
  const declared = readFolder(database, id, found);
  if (depth === 'rows') found.items += countRows(database, siblingOf(id, KIND.contents));
  else found.items += declared;
}

function siblingOf(id, kind) {
  return ((id & ~KIND_MASK) | kind) >>> 0;
}

/** The items a folder says it has. Its name is read, too, since a tree without names is none. */
function readFolder(database, id, found) {
  const heap = openHeapOf(database, id);
  if (heap === null) return 0;
  let declared = 0;
  for (const { bytes } of heap.leaves(heap.root)) {
    for (let at = 0; at < bytes.length; at += PROPERTY_BYTES) {
      const property = bytes.readUInt16LE(at);
      if (property === CONTENT_COUNT) declared = bytes.readInt32LE(at + 4);
      else if (property === DISPLAY_NAME)
        found.nameLength += readText(database, heap, bytes.readUInt32LE(at + 4)).length;
    }
  }
  return declared;
}

function readText(database, heap, id) {
  return id === 0 ? '' : heap.get(id).toString(database.isAnsi ? 'latin1' : 'utf16le');
}

function countRows(database, id) {
  const heap = openHeapOf(database, id);
  if (heap === null) return 0;
  let rows = 0;
  for (const { bytes, recordBytes } of rowIndex(heap)) rows += bytes.length / recordBytes;
  return rows;
}

function listRowIds(database, id) {
  const heap = openHeapOf(database, id);
  if (heap === null) return [];
  const ids = [];
  for (const { bytes, recordBytes } of rowIndex(heap)) {
    for (let at = 0; at < bytes.length; at += recordBytes) ids.push(bytes.readUInt32LE(at));
  }
  return ids;
}

function rowIndex(heap) {
  return heap.leaves(heap.get(heap.root).readUInt32LE(ROW_INDEX_AT));
}

function openHeapOf(database, id) {
  const data = database.findNode(id);
  return data === null ? null : openHeap(database, data);
}
