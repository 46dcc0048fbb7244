import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { codepageOfLocale } from '../../../../main/pst/ansi-codepage.ts';
import { createPstOpener } from '../../../../main/pst/open-pst.ts';
import { numberedLetter, writePst } from '../../../support/pst-writer/index.ts';
import { memorySource } from './memory-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'pst-codepage-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [1033, 1252],
  [1041, 932],
  [0x0804, 936],
  [0x0404, 950],
  [0x0419, 1251],
  [0x0c1a, 1251],
  [0x081a, 1250],
  [0, 1252],
])('texts of language %d are in code page %d', (locale, expected) => {
  expect(codepageOfLocale(locale)).toBe(expected);
});

describe('an ANSI file', () => {
  test.each([
    [1251, 'Входящие'],
    [932, '受信トレイ'],
    [1252, 'Büro – “alt”'],
  ])('of code page %d has its names in it, as its messages say', (codePage, name) => {
    const path = join(folder, `${codePage}.pst`);
    const items = [{ ...numberedLetter(1), subject: name }];
    writePst(path, { displayName: 'x', folders: [{ name, items }] }, { format: 'ansi', codePage });
    const store = createPstOpener(() => memorySource(readFileSync(path)))(path);
    const found = [...store.folders()].find(({ itemCount }) => itemCount === 1);
    expect(found?.path.at(-1)).toBe(name);
    expect(found?.tally().largest.map(({ subject }) => subject)).toEqual([name]);
    expect([...(found?.items() ?? [])].map(({ item }) => item?.subject)).toEqual([name]);
    store.close();
  });

  test('without messages keeps to Western European names', () => {
    const path = join(folder, 'empty.pst');
    writePst(path, { displayName: 'x', folders: [{ name: 'Büro' }] }, { format: 'ansi' });
    const store = createPstOpener(() => memorySource(readFileSync(path)))(path);
    expect([...store.outline()].map(({ path: names }) => names.at(-1))).toContain('Büro');
    store.close();
  });
});
