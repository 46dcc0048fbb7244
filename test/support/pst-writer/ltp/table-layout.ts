import type { StoredText } from './text.ts';
import { propertyId, propertyType, storedTag, TYPE } from './value.ts';

/** The columns every table starts with. @see [MS-PST] 2.3.4.4.1 */
export const ROW_ID = 0x67f20003;
export const ROW_VERSION = 0x67f30003;

const INFO_BYTES = 22;
const COLUMN_BYTES = 8;

/** A column: the property as the writer names it, where its cell stands in a row, and the bit that says it is there. */
export type Column = {
  readonly tag: number;
  readonly at: number;
  readonly widthBytes: 1 | 4 | 8;
  readonly bit: number;
};

/** How the rows of a table are laid out. */
export type TableLayout = {
  /** In the order of the cells. */
  readonly columns: readonly Column[];
  /** Where the 4- and 8-byte cells, the 2-byte cells, the 1-byte cells and the existence bits end. */
  readonly ends: readonly [number, number, number, number];
};

/** Lays out the given columns, in the order of their existence bits, behind row id and row version. */
export function layOutTable(tags: readonly number[]): TableLayout {
  const all = [ROW_ID, ROW_VERSION, ...tags];
  const columns: Column[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const widths of [[4, 8], [2], [1]]) {
    all.forEach((tag, bit) => {
      const widthBytes = cellBytes(propertyType(tag));
      if (!widths.includes(widthBytes)) return;
      columns.push({ tag, at, widthBytes, bit });
      at += widthBytes;
    });
    ends.push(at);
  }
  const [wide = 0, half = 0, narrow = 0] = ends;
  return { columns, ends: [wide, half, narrow, narrow + Math.ceil(all.length / 8)] };
}

/** True for columns whose cell is the id of the value. */
export function isReferred({ tag, widthBytes }: Column): boolean {
  return widthBytes === 4 && propertyType(tag) !== TYPE.integer32;
}

/** Bytes of what describes a table of so many columns. */
export function infoBytes({ columns }: TableLayout): number {
  return INFO_BYTES + COLUMN_BYTES * columns.length;
}

/** Describes a table, columns by rising id. `indexHid` and `matrix` name its index and its rows. @see [MS-PST] 2.3.4.1 */
export function writeInfo(
  info: Buffer,
  { columns, ends }: TableLayout,
  { indexHid, matrix, text }: { readonly indexHid: number; readonly matrix: number; readonly text: StoredText },
): void {
  info[0] = 0x7c;
  info[1] = columns.length;
  ends.forEach((end, order) => {
    info.writeUInt16LE(end, 2 + 2 * order);
  });
  info.writeUInt32LE(indexHid, 10);
  info.writeUInt32LE(matrix, 14);
  [...columns]
    .sort((a, b) => propertyId(a.tag) - propertyId(b.tag))
    .forEach((column, order) => {
      const at = INFO_BYTES + COLUMN_BYTES * order;
      info.writeUInt32LE(storedTag(column.tag, text), at);
      info.writeUInt16LE(column.at, at + 4);
      info[at + 6] = column.widthBytes;
      info[at + 7] = column.bit;
    });
}

function cellBytes(type: number): 1 | 4 | 8 {
  if (type === TYPE.boolean) return 1;
  return type === TYPE.time || type === TYPE.integer64 || type === TYPE.double ? 8 : 4;
}
