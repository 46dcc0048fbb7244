import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { findInFiles } from '../support/cli/folders.ts';
import { SAMPLE_FILE_NAME as SAMPLE } from '../support/pst-writer/index.ts';
import { type CountingProxy, startCountingProxy } from '../support/sandbox/counting-proxy.ts';
import { startLocalTenant } from '../support/sandbox/start.ts';
import { test } from './support/state.ts';

test('no signature and no token reaches the page, its events or the disk', async ({ place, start }) => {
  const proxies: CountingProxy[] = [];
  const tenant = await startLocalTenant(join(place.path, 'tenant'), undefined, async (endpoint) => {
    const proxy = await startCountingProxy(endpoint);
    proxies.push(proxy);
    return proxy.endpoint;
  });
  const tenantFile = join(place.path, 'tenant.json');
  await writeFile(tenantFile, JSON.stringify({ endpoint: tenant.endpoint, token: tenant.token }));

  const { app, page, journey } = await start({ env: { PST_FERRY_TENANT: tenantFile } });
  await journey.recordEvents();
  await journey.find('sample');
  await journey.choose([SAMPLE]);
  await journey.review('ann@contoso.example');
  await expect(journey.receipt(SAMPLE)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  const seen = JSON.stringify([await journey.snapshot(), await journey.recordedEvents(), await page.content()]);
  await app.close();

  const signatures = proxies.flatMap((proxy) => [...proxy.signatures]);
  expect(signatures.length).toBeGreaterThanOrEqual(2);
  const [, accountKey = ''] = process.env.AZURITE_ACCOUNTS?.split(':') ?? [];
  expect(accountKey.length).toBeGreaterThan(64);
  const secrets = [tenant.token, accountKey, ...signatures, ...signatures.map(encodeURIComponent)];
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
  expect(seen).toContain('jobChanged');
  expect(await findInFiles(place.state, secrets)).toEqual([]);
  await tenant.stop();
  await proxies[0]?.close();
});
