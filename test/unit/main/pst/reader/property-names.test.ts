import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPropertyNames } from '../../../../../main/pst/reader/property-names.ts';
import { PstFile } from '../../../../../main/pst/reader/pst-file.ts';
import { sampleMailbox, writePst } from '../../../../support/pst-writer/index.ts';
import { memorySource } from '../memory-source.ts';

/** @see [MS-OXPROPS] 1.3.2 */
const APPOINTMENT = '00062002-0000-0000-c000-000000000046';
const ADDRESS = '00062004-0000-0000-c000-000000000046';
const PUBLIC_STRINGS = '00020329-0000-0000-c000-000000000046';

test('the properties of a store are found by set and number, or set and name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-names-'));
  const path = join(folder, 'sample.pst');
  writePst(path, sampleMailbox());
  const names = readPropertyNames(new PstFile(memorySource(readFileSync(path))));
  rmSync(folder, { recursive: true });
  expect([
    names.find(APPOINTMENT, 0x820d),
    names.find(APPOINTMENT, 0x8205),
    names.find(ADDRESS, 0x8083),
    names.find(PUBLIC_STRINGS, 'Keywords'),
  ]).toEqual([0x8000, 0x8003, 0x8007, 0x800a]);
  expect([names.find(ADDRESS, 0x820d), names.find(PUBLIC_STRINGS, 'Keyword'), names.find('', 0)]).toEqual([
    null,
    null,
    null,
  ]);
});
