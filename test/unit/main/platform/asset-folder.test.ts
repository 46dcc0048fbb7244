import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAssets } from '../../../../main/platform/asset-folder.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assets-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('gives the files at every depth, and no links', async () => {
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'no');
  await writeFile(join(folder, 'page', 'index.html'), 'page');
  await writeFile(join(folder, 'page', 'assets', 'a.js'), 'code');
  await symlink(join(folder, 'secret.txt'), join(folder, 'page', 'secret.txt'));
  const assets = await loadAssets(join(folder, 'page'));
  const texts = [...assets].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]);
  expect(Object.fromEntries(texts)).toEqual({ 'index.html': 'page', 'assets/a.js': 'code' });
});

test('a folder that is not there is an error, not an empty page', async () => {
  await expect(loadAssets(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});
