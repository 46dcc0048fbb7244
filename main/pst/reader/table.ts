import { type FaultWord, faultWord, PstFault } from './fault.ts';
import { HEAP_KINDS, type Heap, type HeapRows, isHeapId, openHeap } from './heap.ts';
import type { PstNode } from './node.ts';
import {
  decodeValue,
  type PropertySource,
  type PropertyValue,
  TYPES,
  takesOwnValue,
  withoutZeros,
} from './properties.ts';

/** One row of a table; its properties are read when they are asked for. */
export type TableRow = PropertySource & {
  /** Id of the node the row stands for. */
  readonly id: number;
};

/** A column: where its cells stand in each row. */
export type Column = {
  readonly type: number;
  readonly offset: number;
  readonly width: number;
  /** The byte and the bit that tell whether a row has this cell. */
  readonly presentOffset: number;
  readonly presentMask: number;
};

/** A table, of which nothing is kept but where each row stands. */
export interface PstTable {
  readonly rowCount: number;
  readonly heap: Heap;
  /** Null when the table has no such column, or one whose cells have another width. */
  column(property: number, width?: number): Column | null;
  /** Ids of the rows in the order they stand; for these alone the rows themselves are not read. */
  ids(): Uint32Array;
  /** The rows in the order they stand. */
  rows(): Iterable<TableRow>;
  /** The row at a place in that order, counted from 0. @throws PstFault */
  row(order: number): TableRow;
  /** Goes over the rows in the order they stand, without making anything of each. */
  cursor(): TableCursor;
}

/** The bytes of a table's rows. */
type Matrix = {
  readonly rowBytes: number;
  readonly rowsPerBlock: number;
  /** The block of that number; null behind the last; good until the next where rows are gone over. @throws PstFault */
  readonly block: (number: number) => Buffer | null;
};

/** The rows of a table: id of each, and the number it stands at, in the order they stand. */
type RowIndex = { readonly ids: Uint32Array; readonly places: Uint32Array };

const TABLE_SIGNATURE = 0x7c;
const COLUMNS_OFFSET = 22;
const COLUMN_BYTES = 8;
const NOTHING = Buffer.alloc(0);

/** Opens the table in a node. @throws PstFault @see [MS-PST] 2.3.4 */
export function openTable(node: PstNode): PstTable {
  return new NodeTable(openHeap(node, HEAP_KINDS.table));
}

class NodeTable implements PstTable {
  readonly heap: Heap;
  readonly rowCount: number;
  readonly #info: Buffer;
  readonly #pieces: readonly HeapRows[];
  #rowIndex: RowIndex | null = null;

  constructor(heap: Heap) {
    this.heap = heap;
    const info = heap.value(heap.rootId);
    const columns = info.length < COLUMNS_OFFSET ? 0 : info.readUInt8(1);
    const isWhole = info.length >= COLUMNS_OFFSET + columns * COLUMN_BYTES;
    if (info[0] !== TABLE_SIGNATURE || !isWhole || info.readUInt16LE(8) === 0) throw new PstFault('tableDamaged');
    this.#info = info;
    this.#pieces = heap.list(info.readUInt32LE(10));
    this.rowCount = countRows(this.#pieces);
  }

  column(property: number, width?: number): Column | null {
    const info = this.#info;
    const end = COLUMNS_OFFSET + info.readUInt8(1) * COLUMN_BYTES;
    for (let at = COLUMNS_OFFSET; at < end; at += COLUMN_BYTES) {
      if (info.readUInt16LE(at + 2) !== property) continue;
      return width === undefined || width === info[at + 6] ? readColumn(info, at) : null;
    }
    return null;
  }

  ids(): Uint32Array {
    return this.#index().ids;
  }

  *rows(): Generator<TableRow> {
    if (this.rowCount === 0) return;
    const { ids, places } = this.#index();
    const cells = new CellReader(this, this.#openMatrix(keepParts));
    for (const [order, id] of ids.entries()) yield cells.row(id, places[order] ?? 0);
  }

  row(order: number): TableRow {
    const { ids, places } = this.#index();
    return new CellReader(this, this.#openMatrix(keepParts)).row(ids[order] ?? 0, places[order] ?? 0);
  }

  cursor(): TableCursor {
    if (this.rowCount === 0) return new TableCursor(NO_INDEX, NO_MATRIX, this.heap);
    return new TableCursor(this.#index(), this.#openMatrix(scanParts), this.heap);
  }

  #index(): RowIndex {
    this.#rowIndex ??= readIndex(this.#pieces, this.rowCount);
    return this.#rowIndex;
  }

  /** @throws PstFault when the first rows cannot be read */
  #openMatrix(openParts: OpenParts): Matrix {
    const rowBytes = this.#info.readUInt16LE(8);
    const id = this.#info.readUInt32LE(14);
    const block = isHeapId(id) ? onlyPart(this.heap.value(id)) : openParts(this.heap.node.subnode(id));
    return { rowBytes, rowsPerBlock: Math.floor((block(0)?.length ?? 0) / rowBytes), block };
  }
}

/**
 * Stands at one row after the other. A row that is lost has no cells; those beside it are not lost: opening what it stands
 * for will tell.
 */
export class TableCursor {
  readonly #index: RowIndex;
  readonly #reader: RowReader;
  readonly #heap: Heap;
  #order = -1;
  #row: Row = NO_ROW;
  #fault: FaultWord | null = null;

  constructor(index: RowIndex, matrix: Matrix, heap: Heap) {
    this.#index = index;
    this.#heap = heap;
    this.#reader = new RowReader(matrix);
  }

  /** Goes to the next row; false behind the last. */
  next(): boolean {
    return this.moveTo(this.#order + 1);
  }

  /** Goes to the row at a place in the order they stand, counted from 0; false where there is none. @throws SourceLost */
  moveTo(order: number): boolean {
    this.#order = order;
    const place = this.#index.places[order];
    if (place === undefined) return false;
    try {
      this.#row = this.#reader.at(place);
    } catch (error) {
      this.#row = NO_ROW;
      this.#fault ??= faultWord(error);
    }
    return true;
  }

  /** Why the first of the rows that were lost could not be read; null while none was. */
  get fault(): FaultWord | null {
    return this.#fault;
  }

  /** Id of the node the row stands for. */
  get id(): number {
    return this.#index.ids[this.#order] ?? 0;
  }

  /** True when the row has the cell, and the cell lies within the row. */
  has({ presentOffset, presentMask, offset, width }: Column): boolean {
    const { bytes, start, rowBytes } = this.#row;
    if (presentOffset >= rowBytes || offset + width > rowBytes) return false;
    return ((bytes[start + presentOffset] ?? 0) & presentMask) !== 0;
  }

  /** The four bytes of a cell the row has, or those `at` bytes into it, as a whole number. */
  number({ offset }: Column, at = 0): number {
    return this.#row.bytes.readUInt32LE(this.#row.start + offset + at);
  }

  /** The text of a cell the row has; empty for a cell of another type. @throws PstFault */
  text(column: Column): string {
    if (!takesOwnValue(column.type, column.width)) return '';
    const id = this.number(column);
    const { codepage } = this.#heap.node.layout;
    if (!isHeapId(id)) return decodeValue({ type: column.type, bytes: this.#heap.valueOrSubnode(id) }, codepage);
    if (id === 0) return '';
    const { bytes, start, end } = this.#heap.locate(id);
    if (column.type !== TYPES.text)
      return decodeValue({ type: column.type, bytes: bytes.subarray(start, end) }, codepage);
    return withoutZeros(bytes.toString('utf16le', start, end));
  }
}

/** A row within the bytes that hold it; the same object for each row. */
type Row = { bytes: Buffer; start: number; rowBytes: number };

const NO_ROW: Row = { bytes: NOTHING, start: 0, rowBytes: 0 };
const NO_INDEX: RowIndex = { ids: new Uint32Array(), places: new Uint32Array() };
const NO_MATRIX: Matrix = { rowBytes: 1, rowsPerBlock: 0, block: () => null };

/** Gives the rows of a matrix by where they stand, and remembers the block of the last. */
class RowReader {
  readonly #matrix: Matrix;
  readonly #row: Row;
  #number = -1;
  #first = 0;

  constructor(matrix: Matrix) {
    this.#matrix = matrix;
    this.#row = { bytes: NOTHING, start: 0, rowBytes: matrix.rowBytes };
  }

  /** Good until the next. @throws PstFault */
  at(place: number): Row {
    const row = this.#row;
    const { rowsPerBlock, rowBytes } = this.#matrix;
    let order = place - this.#first;
    if (this.#number < 0 || order < 0 || order >= rowsPerBlock) {
      this.#enter(Math.floor(place / rowsPerBlock));
      order = place - this.#first;
    }
    row.start = order * rowBytes;
    // Rows never cross blocks: what is left at the end of a block is padding.
    if (!(row.start + rowBytes <= row.bytes.length)) throw new PstFault('tableDamaged');
    return row;
  }

  #enter(number: number): void {
    this.#number = number;
    this.#first = number * this.#matrix.rowsPerBlock;
    // What cannot be read is not tried again for each of its rows.
    this.#row.bytes = NOTHING;
    this.#row.bytes = this.#matrix.block(number) ?? NOTHING;
  }
}

/** Reads cells of any type; looks up each column once. */
class CellReader {
  readonly #table: PstTable;
  readonly #reader: RowReader;
  readonly #columns = new Map<number, Column | null>();

  constructor(table: PstTable, matrix: Matrix) {
    this.#table = table;
    this.#reader = new RowReader(matrix);
  }

  row(id: number, place: number): TableRow {
    return {
      id,
      codepage: this.#table.heap.node.layout.codepage,
      get: (property) => {
        const column = this.#column(property);
        return column && readCell(this.#table.heap, this.#reader.at(place), column);
      },
    };
  }

  #column(property: number): Column | null {
    const known = this.#columns.get(property);
    if (known !== undefined) return known;
    const column = this.#table.column(property);
    this.#columns.set(property, column);
    return column;
  }
}

function readColumn(info: Buffer, at: number): Column {
  const bit = info.readUInt8(at + 7);
  return {
    type: info.readUInt16LE(at),
    offset: info.readUInt16LE(at + 4),
    width: info.readUInt8(at + 6),
    presentOffset: info.readUInt16LE(6) + (bit >>> 3),
    presentMask: 0x80 >>> (bit & 7),
  };
}

function countRows(pieces: readonly HeapRows[]): number {
  let count = 0;
  for (const { bytes, keyBytes, rowBytes } of pieces) {
    if (rowBytes === keyBytes) throw new PstFault('tableDamaged');
    count += Math.floor(bytes.length / rowBytes);
  }
  return count;
}

/** The index is sorted by id; mostly the rows stand in the same order. */
function readIndex(pieces: readonly HeapRows[], rowCount: number): RowIndex {
  const ids = new Uint32Array(rowCount);
  const places = new Uint32Array(rowCount);
  let isSorted = true;
  let last = 0;
  let order = 0;
  for (const { bytes, keyBytes, rowBytes } of pieces) {
    const placeBytes = Math.min(rowBytes - keyBytes, 4);
    for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) {
      const place = readWord(bytes, at + keyBytes, placeBytes);
      isSorted &&= place >= last;
      last = place;
      ids[order] = readWord(bytes, at, keyBytes);
      places[order] = place;
      order += 1;
    }
  }
  return isSorted ? { ids, places } : sortedByPlace({ ids, places });
}

/** A number of one to four bytes; those of four, which most are, take no detour. */
function readWord(bytes: Buffer, at: number, width: number): number {
  return width === 4 ? bytes.readUInt32LE(at) : bytes.readUIntLE(at, width);
}

function sortedByPlace({ ids, places }: RowIndex): RowIndex {
  const order = Uint32Array.from(places.keys()).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  return { ids: order.map((i) => ids[i] ?? 0), places: order.map((i) => places[i] ?? 0) };
}

/** How the blocks of a table's rows are read. */
type OpenParts = (node: PstNode) => Matrix['block'];

const keepParts: OpenParts = (node) => (number) => node.block(number);

const scanParts: OpenParts = (node) => {
  const first = node.block(0);
  let room: Buffer | null = null;
  return (number) => {
    if (first === null || number === 0) return first;
    room ??= Buffer.allocUnsafeSlow(first.length);
    return node.scanBlock(number, room);
  };
};

function onlyPart(rows: Buffer): Matrix['block'] {
  return (number) => (number === 0 ? rows : null);
}

/** @throws PstFault tableDamaged for a cell that does not lie in its row */
function readCell(heap: Heap, { bytes, start, rowBytes }: Row, column: Column): PropertyValue | null {
  const { type, offset, width, presentOffset, presentMask } = column;
  const present = presentOffset < rowBytes ? (bytes[start + presentOffset] ?? 0) : 0;
  if ((present & presentMask) === 0) return null;
  if (offset + width > rowBytes) throw new PstFault('tableDamaged');
  const at = start + offset;
  if (takesOwnValue(type, width)) return { type, bytes: heap.valueOrSubnode(bytes.readUInt32LE(at)) };
  return { type, bytes: bytes.subarray(at, at + width) };
}
