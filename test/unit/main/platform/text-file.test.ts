import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeTextFile } from '../../../../main/platform/text-file.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

test('the text replaces what was there', async () => {
  const path = join(folder.path, 'list.csv');
  await writeFile(path, 'a longer text of before');
  await writeTextFile(path, 'Ä\r\n');
  expect(await readFile(path, 'utf8')).toBe('Ä\r\n');
  expect(await readdir(folder.path)).toEqual(['list.csv']);
});

test('where it cannot be written the reason is told and nothing is left behind', async () => {
  await expect(writeTextFile(join(folder.path, 'missing', 'list.csv'), '')).rejects.toMatchObject({
    code: 'exportFailed',
    params: { reason: 'ENOENT' },
  });
  const taken = join(folder.path, 'a folder');
  await mkdir(taken);
  await expect(writeTextFile(taken, '')).rejects.toMatchObject({ code: 'exportFailed' });
  expect(await readdir(folder.path)).toEqual(['a folder']);
});
