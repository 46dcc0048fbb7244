import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BlockBlobClient } from '@azure/storage-blob';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTenantClient, type TenantClient } from '../../../main/import/sandbox/client.ts';
import { createSandboxEngine } from '../../../main/import/sandbox/engine.ts';
import { openWithPstExtractor } from '../../../main/pst/pst-extractor-store.ts';
import type { Tenant } from '../../../main/sandbox/tenant.ts';
import type { ImportStatistics } from '../../../preload/contract/index.ts';
import { createFolder, startLocalTenant } from '../../support/sandbox/start.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const FILE = join(CORPUS, 'npm-pst-extractor-1.0.0--michelle_lokay_000_1_1_1_1.pst');
const never = new AbortController().signal;

let folder: Awaited<ReturnType<typeof createFolder>>;
let tenant: Tenant;
let client: TenantClient;

beforeEach(async () => {
  folder = await createFolder();
  tenant = await startLocalTenant(folder.path);
  client = createTenantClient(tenant);
});
afterEach(async () => {
  await tenant.stop();
  await folder.remove();
});

async function upload(blobName: string, bytes: Buffer): Promise<void> {
  const { blobUri, sasToken } = await client.sasFor(blobName, 'upload', never);
  const blob = new BlockBlobClient(`${blobUri}?${sasToken}`);
  const id = Buffer.from('000000').toString('base64');
  await blob.stageBlock(id, bytes, bytes.length);
  await blob.commitBlockList([id], { conditions: { ifNoneMatch: '*' } });
}

async function importTo(name: string, targetRootFolder: string): Promise<ImportStatistics> {
  const engine = createSandboxEngine(client);
  const source = await client.sasFor('a.pst', 'import', never);
  const order = { name, mailbox: 'Ann@contoso.example', isArchive: false, targetRootFolder, source };
  let last: ImportStatistics | null = null;
  for await (const reading of engine.watch(await engine.start(order, never), never)) last = reading;
  if (last === null) throw new Error('no reading');
  return last;
}

describe.runIf(existsSync(FILE))('a PST of another program', () => {
  test('arrives item by item, and a second import skips what is there', async () => {
    await upload('a.pst', await readFile(FILE));
    const t = performance.now();
    const first = await importTo('job-1', 'Old mail');
    console.log(JSON.stringify(first, null, 1), performance.now() - t);
    const pst = openWithPstExtractor(FILE);
    const expected = [...pst.folders()].reduce((sum, f) => sum + f.itemCount, 0);
    pst.close();
    const names = (await readdir(first.mailboxPath ?? '', { recursive: true })).filter((name) => name.endsWith('.eml'));
    console.log(names.slice(0, 10));
    for (const name of names) {
      const raw = await readFile(join(first.mailboxPath ?? '', name));
      const mail = await PostalMime.parse(raw);
      if (!mail.subject) console.log(name, raw.toString('utf8').slice(0, 400));
    }
    console.log((await readFile(join(first.mailboxPath ?? '', names[3] ?? ''))).toString().slice(0, 1500));
    expect(names.length).toBe(expected);
    const second = await importTo('job-2', 'Old mail');
    expect(second).toMatchObject({ itemsTransferred: 0 });
  });
});
