import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecretFile } from '../../../../main/platform/secret-file.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let path: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder.path, 'secrets.bin');
});
afterEach(() => folder.remove());

const bytes = (...values: number[]) => Uint8Array.from(values);

test('what was written is read, and takes the place of what was there', async () => {
  const file = createSecretFile(path);
  expect(await file.read()).toBeNull();
  await file.write(bytes(1, 2, 3));
  await file.write(bytes(4, 0));
  expect([...((await file.read()) ?? [])]).toEqual([4, 0]);
  expect(await readdir(folder.path)).toEqual(['secrets.bin']);
});

test.skipIf(process.platform === 'win32')('nobody else can read it', async () => {
  await createSecretFile(path).write(bytes(1));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('what is set aside stays until all is removed', async () => {
  const file = createSecretFile(path);
  await file.setAside();
  await file.write(bytes(1));
  await file.setAside();
  expect(await file.read()).toBeNull();
  expect([...(await readFile(`${path}.old`))]).toEqual([1]);
  await file.write(bytes(2));
  await file.remove();
  await file.remove();
  expect(await readdir(folder.path)).toEqual([]);
});

test('one that is far too long is not read', async () => {
  await writeFile(path, Buffer.alloc(256 * 1024 + 1));
  await expect(createSecretFile(path).read()).rejects.toMatchObject({ code: 'EFBIG' });
});

test('a folder in its place is an error, and nothing is left behind', async () => {
  await mkdir(join(path, 'inside'), { recursive: true });
  await expect(createSecretFile(path).read()).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(createSecretFile(path).write(bytes(1))).rejects.toMatchObject({ syscall: 'rename' });
  expect(await readdir(folder.path)).toEqual(['secrets.bin']);
});
