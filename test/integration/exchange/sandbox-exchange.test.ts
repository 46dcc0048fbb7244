import { BlockBlobClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTenantClient, type TenantClient } from '../../../main/import/sandbox/client.ts';
import type { Tenant } from '../../../main/sandbox/tenant.ts';
import { createExchangeHome, type ExchangeHome } from '../../support/exchange/harness.ts';
import { type ScriptClient, type ScriptLine, startScript } from '../../support/exchange/script-client.ts';
import { fakeFolder, fakeItem, fakePst } from '../../support/sandbox/fake-pst.ts';
import { createFolder, startLocalTenant } from '../../support/sandbox/start.ts';

const MAILBOX = 'ann@contoso.example';
const BLOCK_ID = Buffer.from('000000').toString('base64');
const never = new AbortController().signal;

let folder: Awaited<ReturnType<typeof createFolder>>;
let tenant: Tenant;
let client: TenantClient;
let home: ExchangeHome;
let script: ScriptClient;

beforeAll(async () => {
  folder = await createFolder();
  const inbox = fakeFolder({ path: 'Inbox', items: [fakeItem('01'), fakeItem('02'), fakeItem('03')] });
  tenant = await startLocalTenant(folder.path, () => fakePst([inbox]));
  client = createTenantClient(tenant);
  await upload('a.pst');
  home = await createExchangeHome({ tenant });
  script = await startScript(home.path);
  await script.ask('connect', { signIn: { kind: 'interactive', account: null } });
});
afterAll(async () => {
  await script.end();
  await home.remove();
  await tenant.stop();
  await folder.remove();
});

async function upload(blobName: string): Promise<void> {
  const { blobUri, sasToken } = await client.sasFor(blobName, 'upload', never);
  const blob = new BlockBlobClient(`${blobUri}?${sasToken}`);
  await blob.stageBlock(BLOCK_ID, 'a PST', 5);
  await blob.commitBlockList([BLOCK_ID], { conditions: { ifNoneMatch: '*' } });
}

async function create(name: string, patch: Readonly<Record<string, unknown>> = {}): Promise<ScriptLine> {
  const { blobUri, sasToken } = await client.sasFor('a.pst', 'import', never);
  return script.run('New-MailboxImportRequest', {
    Mailbox: MAILBOX,
    Name: name,
    BatchName: name,
    AzureBlobStorageAccountUri: blobUri,
    AzureSharedAccessSignatureToken: sasToken,
    ...patch,
  });
}

function objectOf(line: ScriptLine): Readonly<Record<string, unknown>> {
  const { output } = line;
  const objects: unknown = output instanceof Object ? Reflect.get(output, 'objects') : null;
  const first: unknown = Array.isArray(objects) ? objects[0] : null;
  if (!(first instanceof Object)) throw new Error(JSON.stringify(line));
  return Object.fromEntries(Object.entries(first));
}

test('a request imports what the tenant was given, and its statistics are Exchange’s', async () => {
  const id = objectOf(await create('job-1', { TargetRootFolder: 'Old' })).RequestGuid;
  await script.ask('watch', { requestIds: [id], everyMs: 100 });
  const last = await script.next((line) => /"Status":"(Completed|Failed)/.test(JSON.stringify(line.statistics)));
  expect(last.statistics).toMatchObject({
    Name: 'job-1',
    BatchName: 'job-1',
    Identity: 'ann\\job-1',
    TargetAlias: 'ann',
    TargetRootFolder: 'Old',
    Status: 'Completed',
    PercentComplete: 100,
    ItemsTransferred: 3,
    EstimatedTransferSize: '2.93 KB (3,000 bytes)',
    OverallDuration: expect.stringMatching(/^\d\d:\d\d:\d\d$/),
    CompletionTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    FailureType: null,
  });
  await script.ask('watch', { requestIds: [], everyMs: 100 });
  expect(await create('job-1')).toMatchObject({ kind: 'error', error: { message: expect.stringContaining('job-1') } });
  expect(await client.list(never)).toHaveLength(1);
});

test.each([
  [
    'an unknown mailbox',
    { Mailbox: 'nobody@elsewhere.example' },
    "object 'nobody@elsewhere.example' couldn't be found on",
  ],
  ['no archive', { Mailbox: 'noarchive@contoso.example', IsArchive: true }, "doesn't have an archive"],
  [
    'a wrong SAS',
    { AzureSharedAccessSignatureToken: 'sig=wrong' },
    'The remote server returned an error: (403) Forbidden.',
  ],
  [
    'a parameter of other servers',
    { BadItemLimit: '10' },
    "A parameter cannot be found that matches parameter name 'BadItemLimit'.",
  ],
])('is refused in Exchange’s words: %s', async (_, patch, text) => {
  const before = (await client.list(never)).length;
  expect(await create('job-2', patch)).toMatchObject({
    kind: 'error',
    error: { message: expect.stringContaining(text) },
  });
  expect(await client.list(never)).toHaveLength(before);
});

test('is refused in Exchange’s words: a wrong path', async () => {
  const { blobUri, sasToken } = await client.sasFor('A.pst', 'import', never);
  const source = { AzureBlobStorageAccountUri: blobUri, AzureSharedAccessSignatureToken: sasToken };
  expect(await create('job-3', source)).toMatchObject({
    error: { message: expect.stringContaining('The remote server returned an error: (404) Not Found.') },
  });
});

test('what may be tried does nothing, and what is asked of a request is done', async () => {
  const before = (await client.list(never)).length;
  expect(await create('job-4', { WhatIf: true })).toMatchObject({ kind: 'done', output: { objects: [] } });
  expect(await client.list(never)).toHaveLength(before);
  const failing = objectOf(await create('job-4', { Mailbox: 'full@contoso.example', Suspend: true })).RequestGuid;
  const Identity = String(failing);
  const { sasToken } = await client.sasFor('a.pst', 'import', never);
  for (const [cmdlet, more] of [
    ['Set-MailboxImportRequest', { AzureSharedAccessSignatureToken: sasToken }],
    ['Resume-MailboxImportRequest', {}],
  ] as const)
    expect(await script.run(cmdlet, { Identity, ...more })).toMatchObject({ kind: 'done' });
  await script.ask('watch', { requestIds: [Identity], everyMs: 100 });
  const failed = await script.next((line) => /"Status":"Failed"/.test(JSON.stringify(line.statistics)));
  expect(failed.statistics).toMatchObject({
    FailureType: 'StorageQuotaExceededPermanentException',
    FailureSide: 'Source',
  });
  await script.ask('watch', { requestIds: [], everyMs: 100 });
  expect(await script.run('Remove-MailboxImportRequest', { Identity })).toMatchObject({ kind: 'done' });
  expect(await script.run('Get-MailboxImportRequestStatistics', { Identity })).toMatchObject({
    error: { message: expect.stringContaining("couldn't be found") },
  });
  expect(await client.list(never)).toHaveLength(before);
});

test('mailboxes have a quota, what they hold, and perhaps an archive', async () => {
  expect(objectOf(await script.run('Get-Mailbox', { Identity: 'full@contoso.example' }))).toMatchObject({
    PrimarySmtpAddress: 'full@contoso.example',
    ArchiveStatus: 'Active',
    ProhibitSendReceiveQuota: '2 GB (2,147,483,648 bytes)',
  });
  expect(objectOf(await script.run('Get-MailboxStatistics', { Identity: 'full@contoso.example' }))).toMatchObject({
    TotalItemSize: '2 GB (2,147,482,624 bytes)',
  });
  expect(objectOf(await script.run('Get-Mailbox', { Identity: 'noarchive@contoso.example' }))).toMatchObject({
    ArchiveStatus: 'None',
    ArchiveGuid: '00000000-0000-0000-0000-000000000000',
  });
});

test('texts follow the culture of the scenario', async () => {
  const { requestId } = (await client.list(never))[0] ?? { requestId: '' };
  await home.setScenario({ culture: 'de-DE' });
  const statistics = objectOf(await script.run('Get-MailboxImportRequestStatistics', { Identity: requestId }));
  expect(statistics.EstimatedTransferSize).toBe('2,93 KB (3.000 Bytes)');
  expect(statistics.CompletionTimestamp).toMatch(/^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$/);
});

test('scenarios: servers on-premises, no parameters for blobs, planned errors', async () => {
  await home.setScenario({ refuseAzure: true });
  expect(await create('job-5')).toMatchObject({
    error: { errorId: expect.stringMatching(/^NamedParameterNotFound,/) },
  });
  await home.setScenario({ onPremises: true });
  const parameters = {
    Mailbox: MAILBOX,
    Name: 'job-5',
    FilePath: '\\\\server\\share\\a.pst',
    BadItemLimit: 'Unlimited',
  };
  expect(objectOf(await script.run('New-MailboxImportRequest', parameters))).toMatchObject({
    Name: 'job-5',
    FilePath: '\\\\server\\share\\a.pst',
  });
  await home.setScenario({ errors: { 'Get-Mailbox': { message: 'Server too busy', errorId: 'Busy' } } });
  expect(await script.run('Get-Mailbox', { Identity: 'ann' })).toMatchObject({
    error: { message: 'Server too busy', errorId: 'Busy' },
  });
});
