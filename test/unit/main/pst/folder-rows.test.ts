import { expect, test } from 'vitest';
import { rowsOf } from '../../../../main/pst/folder-rows.ts';
import { PstFault, SourceLost } from '../../../../main/pst/reader/fault.ts';
import type { PstTable } from '../../../../main/pst/reader/table.ts';

const unused = () => expect.fail('rows are gone over by the cursor');

/** A table of three rows whose rows cannot be read. */
function brokenTable(error: Error): PstTable {
  const cursor = () => {
    throw error;
  };
  return { rowCount: 3, heap: unused as never, column: () => null, ids: unused, rows: unused, row: unused, cursor };
}

test('rows none of which can be read make the folder unreadable, as a lost table does', () => {
  const rows = rowsOf(brokenTable(new PstFault('tableDamaged')));
  const unreadable = expect.objectContaining({ code: 'contentsUnreadable', params: { reason: 'tableDamaged' } });
  expect(rows.count).toBe(3);
  expect(() => [...rows.all()]).toThrow(unreadable);
  expect(() => [...rows.at([1])]).toThrow(unreadable);
});

test('a drive that is gone stays that', () => {
  const lost = new SourceLost('ENODEV', null);
  expect(() => [...rowsOf(brokenTable(lost)).all()]).toThrow(lost);
});
