import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  blobPlaceOf,
  checkRow,
  ROWS_LIMIT,
  toMappingCsv,
  toMappingFiles,
} from '../../../../../main/import/purview/mapping-csv.ts';
import { blobUri, handoverRow } from './rows.ts';

const HEADER =
  'Workload,FilePath,Name,Mailbox,IsArchive,TargetRootFolder,ContentCodePage,SPFileContainer,SPManifestContainer,SPSiteUrl';

/** The cells of a CSV as RFC 4180 has it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test('the file is what an administrator would write by hand', () => {
  const rows = [
    handoverRow(),
    handoverRow({ mailbox: 'bob@contoso.example', isArchive: true, blobUri: blobUri('Pilot/Group%201/B.pst') }),
    handoverRow({ mailbox: '7D0C2C2E-0C55-4C5D-8B0E-1F4A3C2B1A00', targetRootFolder: '', blobUri: blobUri('b.pst') }),
    handoverRow({ targetRootFolder: 'Old, "very" old/å', contentCodePage: 932, blobUri: blobUri('c.pst') }),
  ];
  expect(toMappingCsv(rows)).toBe(
    [
      HEADER,
      'Exchange,,a1.pst,ann@contoso.example,FALSE,/Imported PST/old,,,,',
      'Exchange,Pilot/Group 1,B.pst,bob@contoso.example,TRUE,/Imported PST/old,,,,',
      'Exchange,,b.pst,7D0C2C2E-0C55-4C5D-8B0E-1F4A3C2B1A00,FALSE,/,,,,',
      'Exchange,,c.pst,ann@contoso.example,FALSE,"/Old, ""very"" old/å",932,,,',
      '',
    ].join('\r\n'),
  );
});

test('an empty list has its first line', () => {
  expect(toMappingCsv([])).toBe(`${HEADER}\r\n`);
});

test.each([
  ['https://store.blob.core.windows.net/ingestiondata/a.pst', '', 'a.pst'],
  ['https://store.blob.core.windows.net/ingestiondata/One/two/A.PST', 'One/two', 'A.PST'],
  ['https://store.blob.core.windows.net/ingestiondata/One%2Ftwo/a%25.pst', 'One/two', 'a%.pst'],
  ['http://127.0.0.1:10000/devstoreaccount1/pst/a.pst', '', 'a.pst'],
  ['http://localhost:10000/devstoreaccount1/pst/sub/a.pst', 'sub', 'a.pst'],
])('%s lies in %j as %s', (address, folder, name) => {
  expect(blobPlaceOf(address)).toEqual({ folder, name });
});

test.each(['https://store.blob.core.windows.net/ingestiondata', 'https://s/c/', 'https://s/c//a.pst', 'c/a.pst', ''])(
  '%j names no blob',
  (address) => {
    expect(() => blobPlaceOf(address)).toThrow(expect.objectContaining({ code: 'targetInvalid' }));
  },
);

test.each([
  ['the top of an archive', { isArchive: true, targetRootFolder: '' }, /archive/],
  ['an alias', { mailbox: 'ann' }, /address/],
  ['a formula as a mailbox', { mailbox: '=cmd@contoso.example' }, /run/],
  ['a plus before a mailbox', { mailbox: '+ann@contoso.example' }, /run/],
  ['a formula as a name', { blobUri: blobUri('=1.pst') }, /run/],
  ['a formula as a folder', { blobUri: blobUri('@x/1.pst') }, /run/],
  ['a line break in a name', { blobUri: blobUri('a%0A.pst') }, /run/],
  ['two addresses', { mailbox: 'a@b.example,c@d.example' }, /address/],
])('%s is refused with a reason', (_, different, reason) => {
  expect(() => checkRow(handoverRow(different))).toThrow(
    expect.objectContaining({ code: 'targetInvalid', params: { reason: expect.stringMatching(reason) } }),
  );
});

test('names are told apart by letter case and must differ', () => {
  const row = (name: string) => handoverRow({ blobUri: blobUri(name) });
  expect(() => toMappingCsv([row('a.pst'), row('A.pst')])).not.toThrow();
  expect(() => toMappingCsv([row('a.pst'), row('a.pst')])).toThrow(RangeError);
  expect(() => toMappingCsv([row('one/a.pst'), row('two/a.pst')])).toThrow(RangeError);
});

const manyRows = (count: number) =>
  Array.from({ length: count }, (_, index) => handoverRow({ name: `${index}`, blobUri: blobUri(`${index}.pst`) }));

test.each([
  [0, []],
  [ROWS_LIMIT, [500]],
  [ROWS_LIMIT + 1, [500, 1]],
  [1_234, [500, 500, 234]],
])('%d rows make files of %j', (count, sizes) => {
  const files = toMappingFiles(manyRows(count));
  expect(files.map(({ rows }) => rows.length)).toEqual(sizes);
  expect(files.map(({ name }) => name)).toEqual(sizes.map((_, index) => `mapping-${index + 1}.csv`));
});

test('more rows than a file may have are refused', () => {
  expect(() => toMappingCsv(manyRows(ROWS_LIMIT + 1))).toThrow(RangeError);
});

test('one PST for two mailboxes stands in two files', () => {
  const files = toMappingFiles([
    handoverRow(),
    handoverRow({ mailbox: 'bob@contoso.example' }),
    handoverRow({ blobUri: blobUri('b.pst') }),
  ]);
  expect(files.map(({ rows }) => rows.map(({ mailbox }) => mailbox))).toEqual([
    ['ann@contoso.example', 'ann@contoso.example'],
    ['bob@contoso.example'],
  ]);
});

test('whatever the folders are called, a CSV reader reads them', () => {
  const folder = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(fc.array(folder, { maxLength: 8 }), (folders) => {
      const rows = folders.map((targetRootFolder, index) =>
        handoverRow({ targetRootFolder, blobUri: blobUri(`${index}.pst`) }),
      );
      const [head, ...cells] = parseCsv(toMappingCsv(rows));
      expect(head?.join(',')).toBe(HEADER);
      expect(cells.map((row) => row[5])).toEqual(folders.map((each) => `/${each}`));
      expect(cells.every((row) => row.length === 10)).toBe(true);
    }),
  );
});
