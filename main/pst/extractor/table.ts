import { PstFault } from './fault.ts';
import { HEAP_KINDS, type Heap, openHeap } from './heap.ts';
import type { PstNode } from './node.ts';
import { type PropertySource, takesOwnValue } from './properties.ts';

/** One row of a table; its properties are read when they are asked for. */
export type TableRow = PropertySource & {
  /** Id of the node the row stands for. */
  readonly id: number;
};

type Column = { readonly type: number; readonly offset: number; readonly width: number; readonly presentBit: number };

type Layout = {
  readonly columns: ReadonlyMap<number, Column>;
  readonly rowBytes: number;
  /** Where the bits stand that tell which cells of a row are there. */
  readonly presentOffset: number;
};

const TABLE_SIGNATURE = 0x7c;
const COLUMNS_OFFSET = 22;
const COLUMN_BYTES = 8;

/** The rows of the table in a node, in the order they stand. @throws PstFault @see [MS-PST] 2.3.4 */
export function readTable(node: PstNode): readonly TableRow[] {
  const heap = openHeap(node, HEAP_KINDS.table);
  const info = heap.value(heap.rootId);
  if (info.length < COLUMNS_OFFSET || info[0] !== TABLE_SIGNATURE) throw new PstFault('tableDamaged');
  const layout = readLayout(info);
  const order = heap
    .list(info.readUInt32LE(10))
    .map(({ key, entry }) => ({ id: key, at: entry.readUIntLE(0, Math.min(entry.length, 4)) }))
    .sort((a, b) => a.at - b.at);
  if (order.length === 0) return [];
  const getRow = readMatrix(heap, info.readUInt32LE(14), layout.rowBytes);
  return order.map(({ id, at }) => ({ id, get: (property: number) => readCell(heap, layout, getRow(at), property) }));
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

/** Rows never cross blocks: what is left at the end of a block is padding. */
function readMatrix(heap: Heap, id: number, rowBytes: number): (index: number) => Buffer {
  const isInHeap = (id & 0x1f) === 0;
  const blocks = isInHeap ? [heap.value(id)] : heap.node.subnode(id).blocks();
  const rowsPerBlock = Math.floor((blocks[0]?.length ?? 0) / rowBytes);
  return (index) => {
    const start = (index % rowsPerBlock) * rowBytes;
    const row = blocks[Math.floor(index / rowsPerBlock)]?.subarray(start, start + rowBytes);
    if (row?.length !== rowBytes) throw new PstFault('tableDamaged');
    return row;
  };
}

function readCell(heap: Heap, layout: Layout, row: Buffer, property: number): ReturnType<PropertySource['get']> {
  const column = layout.columns.get(property);
  if (!column) return null;
  const present = row[layout.presentOffset + (column.presentBit >>> 3)] ?? 0;
  if ((present & (0x80 >>> (column.presentBit & 7))) === 0) return null;
  const bytes = row.subarray(column.offset, column.offset + column.width);
  if (bytes.length !== column.width) throw new PstFault('tableDamaged');
  if (takesOwnValue(column.type, column.width)) {
    return { type: column.type, bytes: heap.valueOrSubnode(bytes.readUInt32LE(0)) };
  }
  return { type: column.type, bytes };
}
