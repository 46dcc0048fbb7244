import type { NodeData } from '../ndb/block-store.ts';
import { Growing } from '../ndb/growing.ts';
import { BytePile } from './byte-pile.ts';
import { HEAP_CLIENT, Heap, MAX_HEAP_VALUE_BYTES } from './heap.ts';
import { HeapTree } from './heap-tree.ts';
import {
  type Column,
  infoBytes,
  isReferred,
  layOutTable,
  ROW_ID,
  ROW_VERSION,
  type TableLayout,
  writeInfo,
} from './table-layout.ts';
import type { Target } from './target.ts';
import { type Property, type PropertyValue, storeValue } from './value.ts';
import { ValueKeeper } from './value-keeper.ts';

/** One row: its id (the node id of what it stands for, where there is one) and what it states. */
export type TableRow = { readonly id: number; readonly values: readonly Property[] };

/**
 * Writes a table context. `tags` are the columns besides row id and row version, in the order of their existence bits;
 * a value without a column is left out. @see [MS-PST] 2.3.4
 */
export function writeTableContext(target: Target, tags: readonly number[], rows: readonly TableRow[]): NodeData {
  const table = new TableWriter(target, tags);
  for (const row of rows) table.add(row);
  return table.write();
}

/**
 * A table whose rows come one by one. Until it is written they are kept as bytes, a few hundred each, because the index
 * of all rows stands before the first value.
 */
export class TableWriter {
  readonly #target: Target;
  readonly #layout: TableLayout;
  readonly #ids = new Growing('id');
  readonly #cells = new BytePile();
  readonly #values = new BytePile();

  constructor(target: Target, tags: readonly number[]) {
    this.#target = target;
    this.#layout = layOutTable(tags);
  }

  get rowCount(): number {
    return this.#ids.count;
  }

  add(row: TableRow): void {
    this.#ids.add(row.id);
    const cells = this.#cells.reserve(this.#rowBytes);
    const values = new Map<number, PropertyValue>(row.values);
    values.set(ROW_ID, row.id).set(ROW_VERSION, this.#ids.count);
    for (const column of this.#layout.columns) {
      const value = values.get(column.tag);
      if (value !== undefined) this.#addCell(cells, column, value);
    }
  }

  /** @throws RangeError when there are more rows than the format can number */
  write(): NodeData {
    const { blocks, text } = this.#target;
    const heap = new Heap(HEAP_CLIENT.tableContext, blocks.format.maxBlockBytes);
    const index = new HeapTree(heap);
    const info = heap.reserve(infoBytes(this.#layout));
    const keeper = new ValueKeeper(blocks, heap);
    const { rowNumberBytes } = blocks.format;
    index.fill(4, rowNumberBytes, this.#indexRecords(rowNumberBytes));
    this.#keepValues(keeper);
    writeInfo(info.bytes, this.#layout, { indexHid: index.hid, matrix: this.#keepRows(heap, keeper), text });
    return {
      dataBid: blocks.writeData(heap.toBlocks(info.hid)),
      subnodeBid: blocks.writeSubnodes(keeper.subnodes),
    };
  }

  get #rowBytes(): number {
    return this.#layout.ends[3];
  }

  /** A value that the cell only names is kept beside it; the cell has its length until then. */
  #addCell(cells: Buffer, column: Column, value: PropertyValue): void {
    const bitByte = this.#layout.ends[2] + Math.floor(column.bit / 8);
    cells[bitByte] = (cells[bitByte] ?? 0) | (0x80 >> (column.bit % 8));
    const stored = storeValue([column.tag, value], this.#target.text);
    if (stored.kind === 'written') throw new RangeError('a table takes no data already written');
    if (stored.kind === 'inline') cells.writeUIntLE(stored.value, column.at, column.widthBytes);
    else if (column.widthBytes === 8) cells.set(stored.bytes, column.at);
    else {
      this.#values.reserve(stored.bytes.length).set(stored.bytes);
      cells.writeUInt32LE(stored.bytes.length, column.at);
    }
  }

  #indexRecords(rowNumberBytes: 2 | 4): Buffer[] {
    if (this.rowCount > 2 ** (8 * rowNumberBytes)) throw new RangeError('too many rows for this format');
    const records = new BytePile();
    return Array.from(this.#ids.sortedOrder(), (order) => {
      const record = records.reserve(4 + rowNumberBytes);
      record.writeUInt32LE(this.#ids.at(order), 0);
      record.writeUIntLE(order, 4, rowNumberBytes);
      return record;
    });
  }

  #keepValues(keeper: ValueKeeper): void {
    const referred = this.#layout.columns.filter(isReferred);
    const nextRow = this.#cells.reader();
    const nextValue = this.#values.reader();
    for (let order = 0; order < this.rowCount; order += 1) {
      const cells = nextRow(this.#rowBytes);
      for (const column of referred) {
        if (!this.#isPresent(cells, column)) continue;
        const value = nextValue(cells.readUInt32LE(column.at));
        cells.writeUInt32LE(keeper.keep(value), column.at);
      }
    }
  }

  #isPresent(cells: Buffer, { bit }: Column): boolean {
    return ((cells[this.#layout.ends[2] + Math.floor(bit / 8)] ?? 0) & (0x80 >> (bit % 8))) !== 0;
  }

  /** Rows go to the heap or into blocks that no row straddles; gives a heap id or a node id. */
  #keepRows(heap: Heap, keeper: ValueKeeper): number {
    const totalBytes = this.rowCount * this.#rowBytes;
    if (totalBytes > MAX_HEAP_VALUE_BYTES) return keeper.keepPieces(this.#matrixBlocks());
    if (totalBytes === 0) return 0;
    const { hid, bytes } = heap.reserve(totalBytes);
    const nextRow = this.#cells.reader();
    for (let at = 0; at < totalBytes; at += this.#rowBytes) bytes.set(nextRow(this.#rowBytes), at);
    return hid;
  }

  *#matrixBlocks(): Generator<Buffer> {
    const { maxBlockBytes } = this.#target.blocks.format;
    const perBlock = Math.floor(maxBlockBytes / this.#rowBytes);
    const nextRow = this.#cells.reader();
    for (let first = 0; first < this.rowCount; first += perBlock) {
      const isLast = first + perBlock >= this.rowCount;
      const rows = Math.min(perBlock, this.rowCount - first);
      const block = Buffer.alloc(isLast ? rows * this.#rowBytes : maxBlockBytes);
      for (let row = 0; row < rows; row += 1) block.set(nextRow(this.#rowBytes), row * this.#rowBytes);
      yield block;
    }
  }
}
