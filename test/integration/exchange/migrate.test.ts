import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CliLine } from '../../../preload/contract/index.ts';
import { findInFiles } from '../../support/cli/folders.ts';
import { linesOf, type RunningCli } from '../../support/cli/run-cli.ts';
import { createExchangeWorld, type ExchangeWorld } from '../../support/exchange/world.ts';
import { expectedMail } from '../../support/mail/expected-mail.ts';
import { readEmlTree } from '../../support/mail/read-eml-tree.ts';

const SAMPLE = join(import.meta.dirname, '../../../assets/sample/Old mail 2015.pst');
const MOVE = ['migrate', SAMPLE, '--mailbox', 'ann@contoso.example', '--folder', 'Old mail/2015'];

let world: ExchangeWorld;
afterEach(() => world.close());

type Options = Parameters<typeof createExchangeWorld>[0];

async function inWorld(options: Options = {}): Promise<ExchangeWorld> {
  world = await createExchangeWorld(options);
  return world;
}

/** How often requests were created at the service. */
async function creations(): Promise<number> {
  return (await world.home.calls()).filter(({ cmdlet }) => cmdlet === 'New-MailboxImportRequest').length;
}

async function requestsOfTenant(): Promise<{ requestId: string; status: string }[]> {
  const response = await fetch(`${world.tenant.endpoint}/v1/requests`, {
    headers: { authorization: `Bearer ${world.tenant.token}` },
  });
  const { requests } = (await response.json()) as { requests: { statistics: { requestId: string; status: string } }[] };
  return requests.map(({ statistics }) => statistics);
}

function nextStatistics(cli: RunningCli, phase: string): Promise<Extract<CliLine, { kind: 'statistics' }>> {
  return new Promise((resolve) => {
    cli.onLine((line) => {
      if (line.kind === 'statistics' && line.phase === phase) resolve(line);
    });
  });
}

describe('a move by the cmdlets of Exchange', () => {
  it('brings every item into the mailbox, and no secret anywhere', async () => {
    const { run, sasOptions, mailFolder, sasFor, state } = await inWorld();
    const result = await run([...MOVE, ...sasOptions]);
    const count = expectedMail().length;
    const [receipt] = linesOf(result, 'receipt');
    expect(receipt).toMatchObject({ state: 'done', found: count, moved: count, skipped: [] });
    expect(result.code).toBe(0);
    const arrived = await readEmlTree(mailFolder('ann@contoso.example'));
    expect(arrived.map(({ subject }) => subject).sort()).toEqual(
      expectedMail()
        .map(({ subject }) => subject)
        .sort(),
    );
    expect(await creations()).toBe(1);
    const last = linesOf(result, 'statistics').at(-1);
    expect(last?.sourceUri).toBe(`${world.container}/${receipt?.blob?.split('/')[1]}`);
    expect(last?.service?.identity).toContain('\\');
    const signatures = await signaturesOf(sasFor);
    for (const signature of signatures) expect(result.stdout + result.stderr).not.toContain(signature);
    expect(await findInFiles(state, signatures)).toEqual([]);
  });

  it('takes only the folders that were chosen', async () => {
    const { run, sasOptions, mailFolder } = await inWorld();
    const result = await run([...MOVE, ...sasOptions, '--exclude-folder', 'Projects/*']);
    expect(result.code).toBe(0);
    const mail = await readEmlTree(mailFolder('ann@contoso.example'));
    expect(mail.filter(({ folder }) => folder.includes('Projects'))).toEqual([]);
    expect(mail.length).toBeGreaterThan(0);
  });
});

describe('a PowerShell that dies', () => {
  it('between the request and its answer leaves one request, and the move goes on', async () => {
    const { run, sasOptions, home } = await inWorld({
      scenario: { crash: { 'New-MailboxImportRequest': 'after' } },
    });
    const result = await run([...MOVE, ...sasOptions]);
    expect(linesOf(result, 'receipt')[0]).toMatchObject({ state: 'done' });
    expect([await creations(), (await requestsOfTenant()).length]).toEqual([1, 1]);
    const signIns = (await home.calls()).filter(({ cmdlet }) => cmdlet === 'Connect-ExchangeOnline');
    expect(signIns.length).toBeGreaterThan(1);
  });

  it('while it is watched is started again', async () => {
    const { start, sasOptions, home } = await inWorld({
      scenario: { statistics: { '*': { Status: 'InProgress', StatusDetail: 'StalledDueToTarget_DiskLatency' } } },
    });
    const cli = start([...MOVE, ...sasOptions]);
    await nextStatistics(cli, 'stalled');
    await home.setScenario({ crash: { 'Get-MailboxImportRequestStatistics': 'before' } });
    await expect.poll(async () => signIns(), { timeout: 60_000 }).toBeGreaterThan(1);
    await home.setScenario({});
    expect(linesOf(await cli.ended, 'receipt')[0]).toMatchObject({ state: 'done' });
    expect(await creations()).toBe(1);
  });
});

async function signIns(): Promise<number> {
  return (await world.home.calls()).filter(({ cmdlet }) => cmdlet === 'Connect-ExchangeOnline').length;
}

describe('an import that does not simply run', () => {
  it('is shown stalled and suspended in the words of the service, and ends well once it goes on', async () => {
    const stalled = { Status: 'InProgress', StatusDetail: 'StalledDueToTarget_DiskLatency' };
    const { start, sasOptions, home } = await inWorld({ scenario: { statistics: { '*': stalled } } });
    const cli = start([...MOVE, ...sasOptions]);
    expect((await nextStatistics(cli, 'stalled')).statusDetail).toBe('StalledDueToTarget_DiskLatency');
    const isSuspended = nextStatistics(cli, 'suspended');
    await home.setScenario({ statistics: { '*': { Status: 'Suspended', StatusDetail: 'Suspended' } } });
    expect((await isSuspended).status).toBe('Suspended');
    await home.setScenario({});
    expect(linesOf(await cli.ended, 'receipt')[0]).toMatchObject({ state: 'done' });
  });

  it('is told failed with what the service says', async () => {
    const { run, sasOptions } = await inWorld({
      scenario: {
        statistics: {
          '*': { Status: 'Failed', FailureType: 'TooManyBadItemsPermanentException', Message: 'Error: Too many.' },
        },
      },
    });
    const result = await run([...MOVE, ...sasOptions]);
    expect(result.code).toBe(3);
    expect(linesOf(result, 'receipt')[0]).toMatchObject({ state: 'failed', problem: { code: 'importFailed' } });
    expect(linesOf(result, 'error')[0]?.message).toContain('TooManyBadItems');
  });

  it('that somebody removes is told as removed', async () => {
    const stalled = { Status: 'InProgress', StatusDetail: 'StalledDueToTarget_DiskLatency' };
    const { start, sasOptions, tenant } = await inWorld({ scenario: { statistics: { '*': stalled } } });
    const cli = start([...MOVE, ...sasOptions]);
    const { requestId } = await nextStatistics(cli, 'stalled');
    await fetch(`${tenant.endpoint}/v1/requests/${requestId}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${tenant.token}` },
    });
    const result = await cli.ended;
    expect(linesOf(result, 'receipt')[0]).toMatchObject({ state: 'failed', problem: { code: 'importRemoved' } });
  });
});

describe('what stops a move until someone mends it', () => {
  it('a SAS to read that is wrong is told, and a right one lets the same upload go on', async () => {
    const { run, sasOptions, folder } = await inWorld();
    const wrong = join(folder, 'wrong.txt');
    const forged = (await world.sasFor('import')).replace(/sig=[^&]{4}/, 'sig=AAAA');
    await writeFile(wrong, forged);
    const options = sasOptions.map((option) => (option.endsWith('import.txt') ? wrong : option));
    const cli = world.start([...MOVE, ...options]);
    await new Promise<void>((resolve) => cli.onLine((line) => line.kind === 'receipt' && resolve()));
    cli.child.kill('SIGINT');
    const first = await cli.ended;
    expect(linesOf(first, 'receipt')[0]).toMatchObject({ state: 'blocked', problem: { code: 'importForbidden' } });
    const second = await run([...MOVE, ...sasOptions]);
    const [receipt] = linesOf(second, 'receipt');
    expect(receipt).toMatchObject({ state: 'done', sentBytes: receipt?.sizeBytes });
  });

  it.each([
    ['the role', { scenario: { hide: ['New-MailboxImportRequest'] } }, 'roleMissing'],
    ['the module', { moduleVersions: [] }, 'moduleMissing'],
    ['a new enough module', { moduleVersions: ['2.0.5'] }, 'moduleTooOld'],
    ['a tenant that takes blobs', { scenario: { refuseAzure: true } }, 'importNotSupported'],
    ['the sign-in', { scenario: { signInRefused: 'AADSTS50105: The user is not assigned.' } }, 'signInRefused'],
    [
      'the file at its place',
      {
        scenario: {
          errors: {
            'New-MailboxImportRequest': {
              message: 'The remote server returned an error: (404) Not Found.',
              errorId: '[Server=X] 1A2B,Microsoft.Exchange.Management.RecipientTasks.NewMailboxImportRequest',
            },
          },
        },
      },
      'importBlobMissing',
    ],
  ] as const)('without %s it says so', async (_, options, code) => {
    const { start, sasOptions } = await inWorld(options as Options);
    const cli = start([...MOVE, ...sasOptions]);
    const ended = new Promise<void>((resolve) => cli.onLine((line) => line.kind === 'receipt' && resolve()));
    await ended;
    cli.child.kill('SIGINT');
    const result = await cli.ended;
    expect(linesOf(result, 'receipt')[0]?.problem?.code).toBe(code);
    expect(linesOf(result, 'error')[0]?.message.length).toBeGreaterThan(20);
  });

  it('a mailbox that is not there ends the move with its name', async () => {
    const { run, sasOptions } = await inWorld();
    const result = await run(['migrate', SAMPLE, '--mailbox', 'nobody', ...sasOptions]);
    expect(linesOf(result, 'receipt')[0]?.problem).toMatchObject({ code: 'importMailboxMissing' });
  });
});

async function signaturesOf(sasFor: ExchangeWorld['sasFor']): Promise<string[]> {
  const texts = await Promise.all([sasFor('uploadWithRead'), sasFor('import'), sasFor('cleanup')]);
  return texts.flatMap((text) => {
    const encoded = /sig=([^&]+)/.exec(text)?.[1] ?? '';
    return [encoded, decodeURIComponent(encoded)];
  });
}
