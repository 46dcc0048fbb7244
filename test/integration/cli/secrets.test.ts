import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Tenant } from '../../../main/sandbox/tenant.ts';
import { findInFiles, temporaryFolder } from '../../support/cli/folders.ts';
import { runCli } from '../../support/cli/run-cli.ts';
import { type CountingProxy, startCountingProxy } from '../../support/sandbox/counting-proxy.ts';
import { startLocalTenant } from '../../support/sandbox/start.ts';

const SAMPLE = join(import.meta.dirname, '../../../assets/sample/Old mail 2015.pst');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let proxy: CountingProxy;
let tenant: Tenant;
beforeEach(async () => {
  folder = await temporaryFolder();
  tenant = await startLocalTenant(join(folder.path, 'tenant'), undefined, async (endpoint) => {
    proxy = await startCountingProxy(endpoint);
    return proxy.endpoint;
  });
});
afterEach(async () => {
  await tenant.stop();
  await proxy.close();
  await folder.remove();
});

it('leaves no signature and no token in its output, journals, preferences or logs, nor in the tenant’s files', async () => {
  const tenantFile = join(folder.path, 'tenant.json');
  await writeFile(tenantFile, JSON.stringify({ endpoint: tenant.endpoint, token: tenant.token }));
  const args = ['--mailbox', 'ann@contoso.example', '--state', join(folder.path, 'state')];
  const env = { PST_FERRY_TENANT: tenantFile };
  const json = await runCli(['migrate', SAMPLE, ...args, '--json'], env);
  const text = await runCli(['migrate', join(folder.path, 'missing.pst'), SAMPLE, ...args], env);
  expect([json.code, text.code]).toEqual([0, 3]);

  // Upload and import have a signature each; every one that crossed the wire is looked for, raw and encoded.
  const signatures = [...proxy.signatures];
  expect(signatures.length).toBeGreaterThanOrEqual(2);
  const [, accountKey = ''] = process.env.AZURITE_ACCOUNTS?.split(':') ?? [];
  expect(accountKey.length).toBeGreaterThan(64);
  const secrets = [tenant.token, accountKey, ...signatures, ...signatures.map(encodeURIComponent)];
  expect(await findInFiles(join(folder.path, 'state'), secrets)).toEqual([]);
  expect(await findInFiles(join(folder.path, 'tenant'), secrets)).toEqual([]);
  const output = [json, text].map(({ stdout, stderr }) => stdout + stderr).join('\n');
  expect(secrets.filter((secret) => output.includes(secret))).toEqual([]);
  // The search itself must be able to find something.
  expect(await findInFiles(folder.path, [tenant.token])).toEqual(['tenant.json']);
});
