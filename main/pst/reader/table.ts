import { PstFault } from './fault.ts';
import { HEAP_KINDS, type Heap, isHeapId, openHeap } from './heap.ts';
import type { PstNode } from './node.ts';
import { getNumber, type PropertySource, takesOwnValue } from './properties.ts';

/** One row of a table; its properties are read when they are asked for. */
export type TableRow = PropertySource & {
  /** Id of the node the row stands for. */
  readonly id: number;
};

/** A table, of which nothing is kept but where each row stands. */
export interface PstTable {
  readonly rowCount: number;
  /** The rows in the order they stand. */
  rows(): Iterable<TableRow>;
  /** Sum of a whole number over all rows; rows that have none, or cannot be read, count as 0. */
  sum(property: number): number;
}

type Column = { readonly type: number; readonly offset: number; readonly width: number; readonly presentBit: number };

type Layout = {
  readonly columns: ReadonlyMap<number, Column>;
  readonly rowBytes: number;
  /** Where the bits stand that tell which cells of a row are there. */
  readonly presentOffset: number;
};

/** A row within the bytes that hold it. */
type Row = { readonly bytes: Buffer; readonly start: number; readonly rowBytes: number };

/** Gives the row that stands at a number. @throws PstFault */
type GetRow = (place: number) => Row;

/** The rows of a table: id of each, and the number it stands at, in the order they stand. */
type RowIndex = { readonly ids: readonly number[]; readonly places: readonly number[] };

const TABLE_SIGNATURE = 0x7c;
const COLUMNS_OFFSET = 22;
const COLUMN_BYTES = 8;
const NOTHING = Buffer.alloc(0);
const NO_ROWS: PstTable = { rowCount: 0, rows: () => [], sum: () => 0 };

/** Opens the table in a node. @throws PstFault @see [MS-PST] 2.3.4 */
export function openTable(node: PstNode): PstTable {
  const heap = openHeap(node, HEAP_KINDS.table);
  const info = heap.value(heap.rootId);
  if (info.length < COLUMNS_OFFSET || info[0] !== TABLE_SIGNATURE) throw new PstFault('tableDamaged');
  const layout = readLayout(info);
  const { ids, places } = readIndex(heap, info.readUInt32LE(10));
  if (ids.length === 0) return NO_ROWS;
  const getRow = openMatrix(heap, info.readUInt32LE(14), layout.rowBytes);
  const rowAt = (order: number): TableRow => ({
    id: ids[order] ?? 0,
    get: (property) => {
      const column = layout.columns.get(property);
      return column ? readCell(heap, getRow(places[order] ?? 0), { layout, column }) : null;
    },
  });
  return {
    rowCount: ids.length,
    rows: function* () {
      for (let order = 0; order < ids.length; order += 1) yield rowAt(order);
    },
    sum: (property) => {
      const column = layout.columns.get(property);
      return column ? sumOver(places, (place) => readNumberCell(heap, getRow(place), { layout, column })) : 0;
    },
  };
}

function sumOver(places: readonly number[], readNumberAt: (place: number) => number): number {
  let sum = 0;
  for (const place of places) {
    try {
      sum += readNumberAt(place);
    } catch {
      // The row is lost, not those beside it; opening what it stands for will tell.
    }
  }
  return sum;
}

function readLayout(info: Buffer): Layout {
  const count = info.readUInt8(1);
  if (info.length < COLUMNS_OFFSET + count * COLUMN_BYTES) throw new PstFault('tableDamaged');
  const columns = new Map<number, Column>();
  for (let at = COLUMNS_OFFSET; at < COLUMNS_OFFSET + count * COLUMN_BYTES; at += COLUMN_BYTES) {
    columns.set(info.readUInt16LE(at + 2), {
      type: info.readUInt16LE(at),
      offset: info.readUInt16LE(at + 4),
      width: info.readUInt8(at + 6),
      presentBit: info.readUInt8(at + 7),
    });
  }
  const rowBytes = info.readUInt16LE(8);
  if (rowBytes === 0) throw new PstFault('tableDamaged');
  return { columns, rowBytes, presentOffset: info.readUInt16LE(6) };
}

/** The index is sorted by id; mostly the rows stand in the same order. */
function readIndex(heap: Heap, headerId: number): RowIndex {
  const ids: number[] = [];
  const places: number[] = [];
  let isSorted = true;
  let last = 0;
  for (const { bytes, keyBytes, rowBytes } of heap.list(headerId)) {
    const placeBytes = Math.min(rowBytes - keyBytes, 4);
    if (placeBytes < 1) throw new PstFault('tableDamaged');
    for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) {
      const place = bytes.readUIntLE(at + keyBytes, placeBytes);
      isSorted &&= place >= last;
      last = place;
      ids.push(bytes.readUIntLE(at, keyBytes));
      places.push(place);
    }
  }
  return isSorted ? { ids, places } : sortedByPlace({ ids, places });
}

function sortedByPlace({ ids, places }: RowIndex): RowIndex {
  const order = Uint32Array.from(places.keys()).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  return { ids: Array.from(order, (i) => ids[i] ?? 0), places: Array.from(order, (i) => places[i] ?? 0) };
}

/** Rows never cross blocks: what is left at the end of a block is padding. */
function openMatrix(heap: Heap, id: number, rowBytes: number): GetRow {
  const part = openParts(heap, id);
  const rowsPerBlock = Math.floor((part(0)?.length ?? 0) / rowBytes);
  let current: { readonly number: number; readonly bytes: Buffer } = { number: -1, bytes: NOTHING };
  return (place) => {
    const number = Math.floor(place / rowsPerBlock);
    if (number !== current.number) {
      // What cannot be read is not tried again for each of its rows.
      current = { number, bytes: NOTHING };
      current = { number, bytes: part(number) ?? NOTHING };
    }
    const start = (place % rowsPerBlock) * rowBytes;
    if (!(start + rowBytes <= current.bytes.length)) throw new PstFault('tableDamaged');
    return { bytes: current.bytes, start, rowBytes };
  };
}

function openParts(heap: Heap, id: number): (index: number) => Buffer | null {
  if (!isHeapId(id)) return heap.node.subnode(id).block;
  const rows = heap.value(id);
  return (index) => (index === 0 ? rows : null);
}

type Cell = { readonly layout: Layout; readonly column: Column };

function readCell(heap: Heap, row: Row, { layout, column }: Cell): ReturnType<PropertySource['get']> {
  if (!isPresent(row, layout, column)) return null;
  const at = row.start + column.offset;
  const bytes = row.bytes.subarray(at, at + column.width);
  if (takesOwnValue(column.type, column.width)) {
    return { type: column.type, bytes: heap.valueOrSubnode(bytes.readUInt32LE(0)) };
  }
  return { type: column.type, bytes };
}

/** 0 for a cell that is not there. Numbers of four bytes, which sizes are, take no detour: tables have very many rows. */
function readNumberCell(heap: Heap, row: Row, cell: Cell): number {
  const { layout, column } = cell;
  if (column.width !== 4 || takesOwnValue(column.type, column.width)) {
    return getNumber({ get: () => readCell(heap, row, cell) }, 0) ?? 0;
  }
  return isPresent(row, layout, column) ? row.bytes.readUInt32LE(row.start + column.offset) : 0;
}

/** @throws PstFault tableDamaged for a cell that does not lie in its row */
function isPresent({ bytes, start, rowBytes }: Row, layout: Layout, column: Column): boolean {
  const bitsAt = layout.presentOffset + (column.presentBit >>> 3);
  const present = bitsAt < rowBytes ? (bytes[start + bitsAt] ?? 0) : 0;
  if ((present & (0x80 >>> (column.presentBit & 7))) === 0) return false;
  if (column.offset + column.width > rowBytes) throw new PstFault('tableDamaged');
  return true;
}
