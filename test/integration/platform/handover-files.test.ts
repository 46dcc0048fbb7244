import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HandoverRow } from '../../../main/import/purview/ports.ts';
import { createHandoverFiles } from '../../../main/platform/handover-files.ts';

const ROW: HandoverRow = {
  name: 'job-1',
  mailbox: 'ann@contoso.example',
  isArchive: false,
  targetRootFolder: 'å',
  blobUri: 'https://store.blob.core.windows.net/ingestiondata/a.pst',
  contentCodePage: null,
  handedOverAt: '2026-03-04T05:06:07.000Z',
};

let root = '';
let folder = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'handover-'));
  folder = join(root, 'purview');
});

afterEach(() => rm(root, { recursive: true, force: true }));

test('before the first hand-over there is none', async () => {
  expect(await createHandoverFiles(folder).read()).toEqual([]);
  expect(await readdir(root)).toEqual([]);
});

test('what was written is read again, and old lists are gone', async () => {
  const store = createHandoverFiles(folder);
  await store.write({
    rows: [ROW, { ...ROW, name: 'job-2' }],
    files: new Map([
      ['mapping-1.csv', 'one'],
      ['mapping-2.csv', 'two'],
      ['steps.html', 'page'],
    ]),
  });
  await writeFile(join(folder, 'mapping-of-mine.csv'), 'mine');
  await store.write({ rows: [ROW], files: new Map([['mapping-1.csv', 'å']]) });
  expect(await createHandoverFiles(folder).read()).toEqual([ROW]);
  expect((await readdir(folder)).sort()).toEqual(['mapping-1.csv', 'mapping-of-mine.csv', 'rows.json', 'steps.html']);
  expect([...(await readFile(join(folder, 'mapping-1.csv')))]).toEqual([0xc3, 0xa5]);
});

test.each([
  ['is no JSON', '{"version":1,"rows":['],
  ['has another version', '{"version":2,"rows":[]}'],
  ['lacks fields', '{"version":1,"rows":[{"name":"a"}]}'],
])('a record that %s is damage, never empty', async (_, text) => {
  await mkdir(folder);
  await writeFile(join(folder, 'rows.json'), text);
  await expect(createHandoverFiles(folder).read()).rejects.toMatchObject({ code: 'stateDamaged' });
  expect(await readFile(join(folder, 'rows.json'), 'utf8')).toBe(text);
});

test('a folder that cannot be made is told', async () => {
  await writeFile(folder, 'a file');
  await expect(createHandoverFiles(folder).write({ rows: [], files: new Map() })).rejects.toMatchObject({
    code: 'stateUnwritable',
    params: { folder },
  });
});
