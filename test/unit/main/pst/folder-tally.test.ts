import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../main/pst/folder-rows.ts';
import { tallyTable } from '../../../../main/pst/folder-tally.ts';
import { HEAP_KINDS } from '../../../../main/pst/reader/heap.ts';
import { openTable } from '../../../../main/pst/reader/table.ts';
import { fakeNode, heapBlock, heapId, listHeader, words } from './reader/fake-node.ts';

const MIB = 1024 * 1024;
const MATRIX = 0x3f;
const ROW_BYTES = 37;
/** Ticks of 100 ns from 1601 to 1970. */
const EPOCH_TICKS = 116_444_736_000_000_000n;

/** Property, type, offset and width of each column; the bits that tell what is there come last. */
const COLUMNS = [
  [0x001a, 0x1f, 4, 4],
  [0x0e08, 0x03, 8, 4],
  [0x0e07, 0x03, 12, 4],
  [0x0037, 0x1f, 16, 4],
  [0x0e06, 0x40, 20, 8],
  [0x0039, 0x40, 28, 8],
] as const;

type Cells = {
  /** Null for a cell that is not there; a number for the id of something else. */
  readonly messageClass?: string | number | null;
  readonly size?: number | null;
  readonly flags?: number | null;
  readonly subject?: string;
  readonly received?: Date | bigint | null;
  readonly sent?: Date | null;
};

function ticksOf(time: Date | bigint): bigint {
  return typeof time === 'bigint' ? time : BigInt(time.getTime()) * 10_000n + EPOCH_TICKS;
}

function tableOf(rows: readonly Cells[], matrixEnd?: number) {
  const texts: Buffer[] = [];
  const idOf = (text: string) => heapId(3 + texts.push(Buffer.from(text, 'utf16le')));
  const matrix = rows.map((cells, order) => rowBytes(cells, order, idOf));
  const index = words(...rows.flatMap((_, order) => [100 + order, order]));
  const heap = heapBlock(HEAP_KINDS.table, [tableInfo(), listHeader(4, 4, 0, heapId(3)), index, ...texts]);
  const blocks = [Buffer.concat(matrix).subarray(0, matrixEnd)];
  return openTable(fakeNode([heap], new Map([[MATRIX, fakeNode(blocks)]])));
}

function rowBytes(cells: Cells, order: number, idOf: (text: string) => number): Buffer {
  const { messageClass = 'IPM.Note', size = 100, flags = 1, subject = '', received = null, sent = null } = cells;
  const row = Buffer.alloc(ROW_BYTES);
  row.writeUInt32LE(100 + order, 0);
  const classId = typeof messageClass === 'string' ? idOf(messageClass) : (messageClass ?? 0);
  for (const [i, number] of [classId, size ?? 0, flags ?? 0, idOf(subject)].entries()) {
    row.writeUInt32LE(number, 4 + i * 4);
  }
  row.writeBigUInt64LE(received === null ? 0n : ticksOf(received), 20);
  row.writeBigUInt64LE(sent === null ? 0n : ticksOf(sent), 28);
  const isThere = [messageClass, size, flags, subject, received, sent].map((cell) => cell !== null);
  row.writeUInt8(
    isThere.reduce((bits, there, i) => bits | (there ? 0x80 >> i : 0), 0),
    36,
  );
  return row;
}

function tableInfo(): Buffer {
  const info = Buffer.alloc(22 + COLUMNS.length * 8);
  info[0] = 0x7c;
  info[1] = COLUMNS.length;
  info.writeUInt16LE(36, 6);
  info.writeUInt16LE(ROW_BYTES, 8);
  info.writeUInt32LE(heapId(2), 10);
  info.writeUInt32LE(MATRIX, 14);
  for (const [bit, [property, type, offset, width]] of COLUMNS.entries()) {
    const at = 22 + bit * 8;
    info.writeUInt16LE(type, at);
    info.writeUInt16LE(property, at + 2);
    info.writeUInt16LE(offset, at + 4);
    info.set([width, bit], at + 6);
  }
  return info;
}

function tallyOf(rows: readonly Cells[]) {
  return tallyTable(tableOf(rows), () => 'other').tally;
}

describe('the tally of a folder', () => {
  it('counts kinds, sizes and what is unread, and what a mailbox does not take', () => {
    const classes = [
      'IPM.Note',
      'IPM.Note',
      'IPM.Appointment',
      'IPM.Note',
      'IPM.Contact',
      'IPM.Task',
      'IPM.StickyNote',
    ];
    const sizes = [150 * MIB, 150 * MIB + 1, 3, 2, 1, 5, 6];
    const rows = classes.map((messageClass, i) => ({ messageClass, size: sizes[i] ?? 0, flags: i % 2 }));
    const { largest, ...tally } = tallyOf(rows);
    expect(tally).toEqual({
      kinds: { mail: 3, calendar: 1, contact: 1, task: 1, note: 1, other: 0 },
      sizeBytes: 300 * MIB + 18,
      unread: 4,
      oldestMs: null,
      newestMs: null,
      tooLarge: 1,
    });
    expect(largest.map(({ id }) => id)).toEqual([101, 100, 106, 105, 102, 103, 104]);
  });

  it('takes an item that tells no class for what its folder is for', () => {
    const rows = [{ messageClass: null }, { messageClass: '' }, { messageClass: 0 }, { messageClass: 'IPM.Note' }];
    const { tally, problem } = tallyTable(tableOf(rows), () => 'calendar');
    expect([tally.kinds.calendar, tally.kinds.mail, problem]).toEqual([3, 1, null]);
  });

  it('names what could not be read, and counts the rest', () => {
    const damaged = tallyTable(tableOf([{ messageClass: heapId(99) }, {}]), () => 'mail');
    expect([damaged.tally.kinds.mail, damaged.problem]).toEqual([2, 'heapDamaged']);
    const cut = tallyTable(tableOf([{}, {}, {}], ROW_BYTES * 2), () => 'note');
    expect([cut.tally.kinds, cut.tally.sizeBytes, cut.problem]).toMatchObject([
      { mail: 2, note: 1 },
      200,
      'tableDamaged',
    ]);
  });

  it('has the oldest and the newest date, of delivery, else of sending', () => {
    const [old, middle, late] = [
      new Date('1999-05-06T07:08:09.012Z'),
      new Date('2015-01-01T00:00:00.001Z'),
      new Date(),
    ];
    const rows = [{ received: middle, sent: new Date(0) }, { sent: late }, {}, { received: old }];
    const { oldestMs, newestMs } = tallyOf(rows);
    expect([oldestMs, newestMs]).toEqual([old.getTime(), late.getTime()]);
  });

  it('knows dates that stand for none', () => {
    const none = [1n, EPOCH_TICKS - 1n, 0x0cb3_4557_a3dd_4000n, 2n ** 64n - 1n];
    const sent = new Date('2010-01-01');
    expect(tallyOf(none.map((received) => ({ received }))).newestMs).toBe(null);
    const { oldestMs, newestMs } = tallyOf(none.map((received) => ({ received, sent })));
    expect([oldestMs, newestMs]).toEqual([sent.getTime(), sent.getTime()]);
  });

  it('names the ten largest, the first of equals first', () => {
    const sizes = [5, 1, 9, 9, 3, 7, 8, 2, 6, 4, 10, 11, 9];
    const rows = sizes.map((size, i) => ({ size, subject: `\u0001\u0001No. ${i}` }));
    const { largest } = tallyOf(rows);
    expect(largest.map(({ sizeBytes }) => sizeBytes)).toEqual([11, 10, 9, 9, 9, 8, 7, 6, 5, 4]);
    expect(largest.slice(0, 3).map(({ id, subject }) => [id, subject])).toEqual([
      [111, 'No. 11'],
      [110, 'No. 10'],
      [102, 'No. 2'],
    ]);
  });

  it('of nothing is nothing', () => {
    expect(tallyOf([])).toMatchObject({ sizeBytes: 0, unread: 0, oldestMs: null, largest: [] });
  });
});

describe('the rows of a folder', () => {
  it('give what their cells hold, and what is not there as nothing', () => {
    const received = new Date('2015-01-01T00:00:00.001Z');
    const table = tableOf([
      { subject: 'Lunch', received, flags: 0x10, size: 77 },
      { size: null, flags: null, messageClass: heapId(99) },
    ]);
    const { count, all } = rowsOf(table);
    const seen = Array.from(
      all(),
      ({ id, subject, messageClass, receivedMs, sentMs, sizeBytes, isRead, hasAttachments }) => [
        ...[id, subject, messageClass, receivedMs, sentMs, sizeBytes],
        ...[isRead, hasAttachments],
      ],
    );
    expect(count).toBe(2);
    expect(seen).toEqual([
      [100, 'Lunch', 'IPM.Note', received.getTime(), null, 77, false, true],
      [101, '', '', null, null, 0, true, false],
    ]);
  });
});
