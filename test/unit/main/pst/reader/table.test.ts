import { describe, expect, it } from 'vitest';
import { HEAP_KINDS } from '../../../../../main/pst/reader/heap.ts';
import { getNumber, getText } from '../../../../../main/pst/reader/properties.ts';
import { openTable, type PstTable } from '../../../../../main/pst/reader/table.ts';
import { fakeNode, heapBlock, heapId, listHeader, words } from './fake-node.ts';

const SIZE = 0x0e08;
const NAME = 0x3001;
const ROW_BYTES = 13;
const MATRIX = 0x3f;

/** Two columns, a number at 4 and a text at 8, behind the id of the row; the bits that tell what is there come last. */
function tableInfo(matrixId: number): Buffer {
  const info = Buffer.alloc(22 + 16);
  info[0] = 0x7c;
  info[1] = 2;
  info.writeUInt16LE(12, 6);
  info.writeUInt16LE(ROW_BYTES, 8);
  info.writeUInt32LE(heapId(2), 10);
  info.writeUInt32LE(matrixId, 14);
  info.set([0x03, 0, SIZE & 0xff, SIZE >> 8, 4, 0, 4, 0], 22);
  info.set([0x1f, 0, NAME & 0xff, NAME >> 8, 8, 0, 4, 1], 30);
  return info;
}

function row(id: number, size: number, nameId: number, present = 0xc0): Buffer {
  return Buffer.concat([words(id, size, nameId), Buffer.from([present])]);
}

const NAMES = ['eins', 'zwei'].map((name) => Buffer.from(name, 'utf16le'));
const ROWS = [row(100, 7, heapId(4)), row(50, 20, heapId(5)), row(70, 1000, 0, 0)];
/** Sorted by id, as it is in files, so not by the place of the row. */
const INDEX = words(50, 1, 70, 2, 100, 0);

function tableOf(index: Buffer, matrix: readonly Buffer[], rowCount = 3) {
  const header = listHeader(4, 4, 0, heapId(3));
  const heap = heapBlock(HEAP_KINDS.table, [tableInfo(MATRIX), header, index.subarray(0, rowCount * 8), ...NAMES]);
  return openTable(fakeNode([heap], new Map([[MATRIX, fakeNode(matrix)]])));
}

/** Ids of the rows with the cells they have. */
function overview(table: PstTable): { rows: (number | string)[][]; fault: string | null } {
  const [size, name] = [table.column(SIZE), table.column(NAME)];
  const rows = table.cursor();
  const found: (number | string)[][] = [];
  while (rows.next()) {
    const cells: (number | string)[] = [rows.id];
    if (size !== null && rows.has(size)) cells.push(rows.number(size));
    if (name !== null && rows.has(name)) cells.push(rows.text(name));
    found.push(cells);
  }
  return { rows: found, fault: rows.fault };
}

describe('a table', () => {
  it('gives its rows in the order they stand, and only what is there', () => {
    const rows = [...tableOf(INDEX, [Buffer.concat(ROWS)]).rows()];
    const seen = rows.map((each) => [each.id, getNumber(each, SIZE), getText(each, NAME, null), each.get(0x1234)]);
    expect(seen).toEqual([
      [100, 7, 'eins', null],
      [50, 20, 'zwei', null],
      [70, null, '', null],
    ]);
  });

  it('is gone over row by row without making anything of them', () => {
    const table = tableOf(INDEX, [Buffer.concat(ROWS)]);
    expect([table.rowCount, [...table.ids()], overview(table)]).toEqual([
      3,
      [100, 50, 70],
      { rows: [[100, 7, 'eins'], [50, 20, 'zwei'], [70]], fault: null },
    ]);
    expect([table.column(0x1234), table.column(SIZE, 8), table.column(SIZE, 4)?.offset]).toEqual([null, null, 4]);
  });

  it('has each row by its order', () => {
    const table = tableOf(INDEX, [Buffer.concat(ROWS)]);
    expect([0, 1, 2].map((order) => table.row(order).id)).toEqual([100, 50, 70]);
    expect(getText(table.row(1), NAME, null)).toBe('zwei');
  });

  it('is gone over in any order, too', () => {
    const rows = tableOf(INDEX, [Buffer.concat(ROWS)]).cursor();
    expect([2, 0, 1].map((order) => [rows.moveTo(order), rows.id])).toEqual([
      [true, 70],
      [true, 100],
      [true, 50],
    ]);
    expect([rows.moveTo(3), rows.next()]).toEqual([false, false]);
  });

  it('may have its rows in several blocks, whose last bytes hold none', () => {
    const padding = Buffer.alloc(ROW_BYTES - 1, 0xff);
    const matrix = [Buffer.concat([ROWS[0] ?? padding, padding]), Buffer.concat([ROWS[1] ?? padding, padding])];
    const table = tableOf(words(50, 1, 100, 0), matrix, 2);
    expect([...table.rows()].map((each) => getNumber(each, SIZE))).toEqual([7, 20]);
    expect(overview(table).rows).toEqual([
      [100, 7, 'eins'],
      [50, 20, 'zwei'],
    ]);
  });

  it('loses the rows that are not there, and no others', () => {
    const table = tableOf(words(50, 1, 70, 0xffff_ffff, 100, 0), [Buffer.concat(ROWS)]);
    expect([table.rowCount, overview(table)]).toEqual([
      3,
      { rows: [[100, 7, 'eins'], [50, 20, 'zwei'], [70]], fault: 'tableDamaged' },
    ]);
    const lost = [...table.rows()].at(-1);
    expect(() => lost?.get(SIZE)).toThrow('tableDamaged');
  });

  it('with a matrix of no rows has nothing in its rows', () => {
    for (const matrix of [[], [Buffer.alloc(0)], [Buffer.alloc(5)]])
      expect(overview(tableOf(INDEX, matrix)).rows).toEqual([[100], [50], [70]]);
  });
});
