import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BlockBlobClient } from '@azure/storage-blob';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTenantClient, type TenantClient } from '../../../main/import/sandbox/client.ts';
import { createSandboxEngine } from '../../../main/import/sandbox/engine.ts';
import { openPstSource } from '../../../main/platform/pst-source.ts';
import { createPstOpener } from '../../../main/pst/open-pst.ts';
import type { OpenPst } from '../../../main/sandbox/import-pst.ts';
import type { SasRights } from '../../../main/sandbox/protocol.ts';
import type { Tenant } from '../../../main/sandbox/tenant.ts';
import { ALL_FOLDERS, type ImportStatistics } from '../../../preload/contract/index.ts';
import { fakeFolder, fakeItem, fakePst } from '../../support/sandbox/fake-pst.ts';
import { createFolder, startLocalTenant } from '../../support/sandbox/start.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const PST = join(CORPUS, 'npm-pst-extractor-1.0.0--michelle_lokay_000_1_1_1_1.pst');
const BLOCK_ID = Buffer.from('000000').toString('base64');
const never = new AbortController().signal;

let folder: Awaited<ReturnType<typeof createFolder>>;
let tenant: Tenant;
let client: TenantClient;

async function start(openPst?: OpenPst): Promise<void> {
  tenant = await startLocalTenant(folder.path, openPst);
  client = createTenantClient(tenant);
}

beforeEach(async () => {
  folder = await createFolder();
  await start();
});
afterEach(async () => {
  await tenant.stop();
  await folder.remove();
});

async function openBlob(blobName: string, rights: SasRights): Promise<BlockBlobClient> {
  const { blobUri, sasToken } = await client.sasFor(blobName, rights, never);
  return new BlockBlobClient(`${blobUri}?${sasToken}`, undefined, { retryOptions: { maxTries: 1 } });
}

async function upload(blobName: string, bytes: Buffer): Promise<void> {
  const blob = await openBlob(blobName, 'upload');
  await blob.stageBlock(BLOCK_ID, bytes, bytes.length);
  await blob.commitBlockList([BLOCK_ID], { conditions: { ifNoneMatch: '*' } });
}

async function order(name: string, blobName: string, targetRootFolder = '') {
  const source = await client.sasFor(blobName, 'import', never);
  return { name, mailbox: 'ann@contoso.example', isArchive: false, targetRootFolder, ...ALL_FOLDERS, source };
}

async function run(name: string, blobName: string, targetRootFolder = ''): Promise<ImportStatistics> {
  const engine = createSandboxEngine(client);
  const id = await engine.start(await order(name, blobName, targetRootFolder), never);
  let last: ImportStatistics | null = null;
  for await (const reading of engine.watch(id, never)) last = reading;
  if (last === null) throw new Error('no reading');
  return last;
}

async function mailsIn(path: string | null): Promise<string[]> {
  const names = await readdir(path ?? '', { recursive: true });
  return names.filter((name) => name.endsWith('.eml')).map((name) => join(path ?? '', name));
}

const countOf = ({ itemsTransferred, skipped }: ImportStatistics) =>
  skipped.reduce((sum, { count }) => sum + count, itemsTransferred);

describe.runIf(existsSync(PST))('a PST of another program', () => {
  test('arrives item by item, and a second import skips what is there', async () => {
    await upload('a.pst', await readFile(PST));
    const first = await run('job-1', 'a.pst', 'Old mail');
    expect(first).toMatchObject({ status: 'Completed', itemsTotal: 71, itemsTransferred: 71, skipped: [] });
    const mails = await mailsIn(first.mailboxPath);
    const subjects = await Promise.all(
      mails.map(async (path) => (await PostalMime.parse(await readFile(path))).subject),
    );
    expect(subjects).toHaveLength(71);
    expect(subjects).toContain('West Texas Capacity');
    const second = await run('job-2', 'a.pst', 'Old mail');
    expect(second).toMatchObject({
      status: 'CompletedWithWarning',
      itemsTransferred: 0,
      skipped: [{ reason: 'alreadyImported', count: 71 }],
    });
    expect(await mailsIn(first.mailboxPath)).toEqual(mails);
  });

  test('each is either moved whole or refused, and every mail can be read', async () => {
    const names = (await readdir(CORPUS)).filter((name) => /\.[op]st$/.test(name));
    for (const [index, name] of names.entries()) {
      await upload(`${index}.pst`, await readFile(join(CORPUS, name)));
      const end = await run(`job-${index}`, `${index}.pst`, basename(name));
      const items = countItems(join(CORPUS, name));
      if (items === null) {
        expect(end, name).toMatchObject({ status: 'Failed', failure: { params: { reason: 'pstUnreadable' } } });
        continue;
      }
      expect([end.itemsTotal, countOf(end)], name).toEqual([items, items]);
      const mails = await mailsIn(end.mailboxPath);
      expect(mails, name).toHaveLength(end.itemsTransferred);
      for (const path of mails) {
        const mail = await PostalMime.parse(await readFile(path));
        expect(
          mail.headers.map(({ key }) => key),
          path,
        ).toContain('x-ms-exchange-messageclass');
      }
    }
  });
});

function countItems(path: string): number | null {
  try {
    const store = createPstOpener(openPstSource)(path);
    const sum = [...store.folders()].reduce((items, { itemCount }) => items + itemCount, 0);
    store.close();
    return sum;
  } catch {
    return null;
  }
}

describe('the right to a blob', () => {
  beforeEach(() => upload('a.pst', Buffer.from('not a PST')));

  test('is needed to import it', async () => {
    const engine = createSandboxEngine(client);
    const good = await order('job-1', 'a.pst');
    const other = await client.sasFor('b.pst', 'import', never);
    const forged = good.source.sasToken.replace(/sig=.{4}/, 'sig=AAAA');
    const writing = await client.sasFor('a.pst', 'upload', never);
    for (const sasToken of [other.sasToken, forged, writing.sasToken]) {
      const started = engine.start({ ...good, source: { ...good.source, sasToken } }, never);
      await expect(started).rejects.toMatchObject({ code: 'importForbidden', params: { status: 403 } });
    }
    await expect(engine.start({ ...good, source: other }, never)).rejects.toMatchObject({ code: 'importBlobMissing' });
  });

  test('to write is not the right to read, and the other way round', async () => {
    await expect((await openBlob('a.pst', 'upload')).getProperties()).rejects.toMatchObject({ statusCode: 403 });
    const reader = await openBlob('a.pst', 'import');
    await expect(reader.stageBlock(BLOCK_ID, 'x', 1)).rejects.toMatchObject({ statusCode: 403 });
    expect(await (await openBlob('a.pst', 'uploadWithRead')).getProperties()).toMatchObject({ contentLength: 9 });
  });

  test('does not make a PST of something else', async () => {
    const end = await run('job-1', 'a.pst');
    expect(end).toMatchObject({
      status: 'Failed',
      failure: { code: 'importFailed', params: { reason: 'pstUnreadable' } },
    });
  });
});

describe('a restart', () => {
  test('in the middle of an import leaves no mail behind and brings none twice', async () => {
    await upload('a.pst', Buffer.from('stands for a PST'));
    const items = Array.from({ length: 200 }, (_, index) => fakeItem(`0${index}`));
    let stopped: Promise<void> | null = null;
    const stopAtFifth: OpenPst = () => {
      const inbox = {
        ...fakeFolder({ path: 'Top/Inbox', items }),
        *items() {
          for (const [index, item] of items.entries()) {
            if (index === 5) stopped = tenant.stop();
            yield { item, problem: null } as const;
          }
        },
      };
      return fakePst([fakeFolder({ path: 'Top' }), inbox]);
    };
    await tenant.stop();
    await start(stopAtFifth);
    const id = await createSandboxEngine(client).start(await order('job-1', 'a.pst'), never);
    const inbox = join(folder.path, 'mailboxes', 'ann@contoso.example', 'Primary', 'Inbox');
    await vi.waitUntil(() => stopped !== null, { timeout: 10_000 });
    await stopped;
    const early = await mailsIn(inbox);
    expect(early.length).toBeGreaterThan(0);
    expect(early.length).toBeLessThan(200);
    await writeFile(join(folder.path, 'incoming', `${id}.pst.part`), 'left over');
    await start(() => fakePst([fakeFolder({ path: 'Top' }), fakeFolder({ path: 'Top/Inbox', items })]));
    expect((await client.statistics(id, null, never)).statistics.statusDetail).toBe('WaitingForSource');
    const end = await run('job-1', 'a.pst');
    expect(end).toMatchObject({ requestId: id, status: 'Completed', itemsTransferred: 200, skipped: [] });
    expect(await mailsIn(inbox)).toHaveLength(200);
    expect(await readdir(join(folder.path, 'incoming'))).toEqual([]);
  });

  test('keeps blocks that were staged and not yet committed', async () => {
    await (await openBlob('a.pst', 'upload')).stageBlock(BLOCK_ID, 'staged', 6);
    await tenant.stop();
    await start();
    const blob = await openBlob('a.pst', 'uploadWithRead');
    const { uncommittedBlocks } = await blob.getBlockList('uncommitted');
    expect(uncommittedBlocks).toEqual([{ name: BLOCK_ID, size: 6 }]);
    await blob.commitBlockList([BLOCK_ID]);
    expect((await blob.downloadToBuffer()).toString()).toBe('staged');
  });
});

test('a staged block is on record long before the emulator would save by itself', async () => {
  await (await openBlob('a.pst', 'upload')).stageBlock(BLOCK_ID, 'staged', 6);
  const database = join(folder.path, 'storage', 'blobs.json');
  const isSaved = async () => (await readFile(database, 'utf8')).includes(BLOCK_ID);
  await vi.waitUntil(isSaved, { timeout: 2_500, interval: 50 });
});

test('nothing on disk holds a secret', async () => {
  await upload('a.pst', Buffer.from('not a PST'));
  const { source } = await order('job-1', 'a.pst');
  await run('job-1', 'a.pst');
  await mkdir(join(folder.path, 'mailboxes'), { recursive: true });
  await tenant.stop();
  const signature = new URLSearchParams(source.sasToken).get('sig') ?? '';
  const secrets = [tenant.token, signature, encodeURIComponent(signature), 'sig='];
  const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const text = await readFile(file, 'latin1');
    expect(
      secrets.filter((secret) => text.includes(secret)),
      file,
    ).toEqual([]);
  }
  await start();
});
