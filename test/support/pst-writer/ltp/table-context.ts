import type { BlockStore, NodeData } from '../ndb/block-store.ts';
import { HEAP_CLIENT, Heap } from './heap.ts';
import { HeapTree } from './heap-tree.ts';
import { type Property, type PropertyValue, propertyType, storeValue, TYPE } from './value.ts';
import { ValueKeeper } from './value-keeper.ts';

const ROW_ID = 0x67f20003;
const ROW_VERSION = 0x67f30003;
const INFO_BYTES = 22;
const COLUMN_BYTES = 8;

/** One row: its id (the node id of what it stands for, where there is one) and what it states. */
export type TableRow = { readonly id: number; readonly values: readonly Property[] };

type Column = { readonly tag: number; readonly at: number; readonly widthBytes: number; readonly bit: number };
type Layout = {
  readonly columns: readonly Column[];
  /** Where the 4- and 8-byte cells, the 2-byte cells, the 1-byte cells and the existence bits end. */
  readonly ends: readonly [number, number, number, number];
};

/**
 * Writes a table context. `tags` are the columns besides row id and row version, in the order of their existence bits;
 * a value without a column is left out. @see [MS-PST] 2.3.4
 */
export function writeTableContext(blocks: BlockStore, tags: readonly number[], rows: readonly TableRow[]): NodeData {
  const heap = new Heap(HEAP_CLIENT.tableContext);
  const index = new HeapTree(heap);
  const layout = layOut([ROW_ID, ROW_VERSION, ...tags]);
  const info = Buffer.alloc(INFO_BYTES + COLUMN_BYTES * layout.columns.length);
  const infoHid = heap.allocate(info);
  const keeper = new ValueKeeper(blocks, heap);
  index.fill(4, 4, indexRecords(rows));
  const matrix = keeper.keepRows(rows.map((row, order) => writeRow(layout, keeper, row, order)));
  writeInfo(info, layout, { indexHid: index.hid, matrix });
  return {
    dataBid: blocks.writeData(heap.toBlocks(infoHid)),
    subnodeBid: blocks.writeSubnodes(keeper.subnodes),
  };
}

function layOut(tags: readonly number[]): Layout {
  const columns: Column[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const widths of [[4, 8], [2], [1]]) {
    tags.forEach((tag, bit) => {
      const widthBytes = cellBytes(propertyType(tag));
      if (!widths.includes(widthBytes)) return;
      columns.push({ tag, at, widthBytes, bit });
      at += widthBytes;
    });
    ends.push(at);
  }
  const [wide = 0, half = 0, narrow = 0] = ends;
  return { columns, ends: [wide, half, narrow, narrow + Math.ceil(tags.length / 8)] };
}

function cellBytes(type: number): 1 | 4 | 8 {
  if (type === TYPE.boolean) return 1;
  return type === TYPE.time || type === TYPE.integer64 ? 8 : 4;
}

function indexRecords(rows: readonly TableRow[]): Buffer[] {
  const records = rows.map((row, order) => {
    const record = Buffer.alloc(8);
    record.writeUInt32LE(row.id, 0);
    record.writeUInt32LE(order, 4);
    return record;
  });
  return records.sort((a, b) => a.readUInt32LE(0) - b.readUInt32LE(0));
}

function writeRow({ columns, ends }: Layout, keeper: ValueKeeper, row: TableRow, order: number): Buffer {
  const [, , bitsAt, rowBytes] = ends;
  const bytes = Buffer.alloc(rowBytes);
  const values = new Map<number, PropertyValue>(row.values);
  values.set(ROW_ID, row.id).set(ROW_VERSION, order + 1);
  for (const column of columns) {
    const value = values.get(column.tag);
    if (value === undefined) continue;
    const bitByte = bitsAt + Math.floor(column.bit / 8);
    bytes[bitByte] = (bytes[bitByte] ?? 0) | (0x80 >> (column.bit % 8));
    writeCell(bytes.subarray(column.at, column.at + column.widthBytes), keeper, [column.tag, value]);
  }
  return bytes;
}

function writeCell(cell: Buffer, keeper: ValueKeeper, property: Property): void {
  const stored = storeValue(property);
  if (stored.kind === 'inline') cell.writeUIntLE(stored.value, 0, cell.length);
  else if (stored.kind === 'written') cell.writeUInt32LE(keeper.adopt(stored.dataBid), 0);
  else if (cell.length === 8) cell.set(stored.bytes);
  else cell.writeUInt32LE(keeper.keep(stored.bytes), 0);
}

function writeInfo(
  info: Buffer,
  { columns, ends }: Layout,
  { indexHid, matrix }: { indexHid: number; matrix: number },
): void {
  info[0] = 0x7c;
  info[1] = columns.length;
  ends.forEach((end, order) => {
    info.writeUInt16LE(end, 2 + 2 * order);
  });
  info.writeUInt32LE(indexHid, 10);
  info.writeUInt32LE(matrix, 14);
  [...columns]
    .sort((a, b) => a.tag - b.tag)
    .forEach((column, order) => {
      const at = INFO_BYTES + COLUMN_BYTES * order;
      info.writeUInt32LE(column.tag, at);
      info.writeUInt16LE(column.at, at + 4);
      info[at + 6] = column.widthBytes;
      info[at + 7] = column.bit;
    });
}
