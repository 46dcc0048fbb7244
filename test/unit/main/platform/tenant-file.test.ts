import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTenantFile } from '../../../../main/platform/tenant-file.ts';
import { AppError, toWireError } from '../../../../preload/contract/index.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';

const TOKEN = 'S3cr3tToken';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let path = '';
beforeEach(async () => {
  temporary = await temporaryFolder();
  path = join(temporary.path, 'tenant.json');
});
afterEach(() => temporary.remove());

it('gives the address of a tenant, and nothing else of the file', async () => {
  await writeFile(path, JSON.stringify({ endpoint: 'http://127.0.0.1:1/', token: TOKEN, more: 1 }));
  expect(await readTenantFile(path)).toEqual({ endpoint: 'http://127.0.0.1:1/', token: TOKEN });
});

it.each([
  ['empty', ''],
  ['no JSON', `token=${TOKEN}`],
  ['cut short', `{"endpoint":"http://127.0.0.1:1","token":"${TOKEN}`],
  ['a list', '[]'],
  ['without a token', '{"endpoint":"http://127.0.0.1:1"}'],
  ['with an empty token', '{"endpoint":"http://127.0.0.1:1","token":""}'],
  ['without an address', `{"token":"${TOKEN}"}`],
  ['with an address that is none', `{"endpoint":"somewhere","token":"${TOKEN}"}`],
])('a file that is %s means that the tenant is away, and its text goes nowhere', async (_what, text) => {
  await writeFile(path, text);
  const error = await readTenantFile(path).catch((reason: unknown) => reason);
  expect(toWireError(error)).toEqual({
    code: 'tenantUnavailable',
    params: { reason: 'the tenant file is missing or wrong' },
  });
  expect(error instanceof AppError && error.cause).toBeUndefined();
});

it('a file that is missing, or a folder, means the same', async () => {
  await expect(readTenantFile(path)).rejects.toMatchObject({ code: 'tenantUnavailable' });
  await mkdir(path);
  await expect(readTenantFile(path)).rejects.toMatchObject({ code: 'tenantUnavailable' });
});
