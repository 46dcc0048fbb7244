import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TableWriter } from '../../../../support/pst-writer/ltp/table-context.ts';
import type { Target } from '../../../../support/pst-writer/ltp/target.ts';
import { UNICODE_TEXT } from '../../../../support/pst-writer/ltp/text.ts';
import { Database } from '../../../../support/pst-writer/ndb/database.ts';
import type { FileFormatName } from '../../../../support/pst-writer/ndb/file-format.ts';

const MOST_ANSI_ROWS = 65_536;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'table-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function writeRows(format: FileFormatName, count: number): void {
  const database = new Database(join(folder, format), { format, encoding: 'none' });
  try {
    const target: Target = { blocks: database.blocks, text: UNICODE_TEXT };
    const table = new TableWriter(target, []);
    for (let id = 1; id <= count; id += 1) table.add({ id, values: [] });
    table.write();
  } finally {
    database.close();
  }
}

it('takes no more rows than the old format can number', () => {
  expect(() => writeRows('ansi', MOST_ANSI_ROWS)).not.toThrow();
  expect(() => writeRows('ansi', MOST_ANSI_ROWS + 1)).toThrow('too many rows');
  expect(() => writeRows('unicode', MOST_ANSI_ROWS + 1)).not.toThrow();
});
