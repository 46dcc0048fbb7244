import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { linesOf } from '../../support/cli/run-cli.ts';
import { createExchangeWorld, type ExchangeWorld } from '../../support/exchange/world.ts';

let world: ExchangeWorld;
afterEach(() => world.close());

type Options = Parameters<typeof createExchangeWorld>[0];

/** What a test of the connection says, by step. */
async function outcomes(options: Options = {}, args: readonly string[] = []): Promise<Record<string, string>> {
  world = await createExchangeWorld(options);
  const result = await world.run(['connection', 'test', ...args, ...world.sasOptions]);
  return Object.fromEntries(linesOf(result, 'check').map(({ name, outcome }) => [name, outcome ?? '']));
}

describe('a test of the connection', () => {
  it('finds nothing wrong with one that works, and leaves nothing behind', async () => {
    const found = await outcomes();
    expect(found).toMatchObject({
      powerShell: 'ok',
      module: 'ok',
      signIn: 'ok',
      cmdlets: 'ok',
      azureParameters: 'ok',
      mailbox: 'ok',
      quota: 'ok',
      uploadTest: 'ok',
      whatIf: 'ok',
    });
    // The whole container is open to it: said, and no more than a warning.
    expect([found.uploadSas, found.importSas]).toEqual(['warning', 'warning']);
    const calls = await world.home.calls();
    expect(calls.filter(({ cmdlet }) => /^(Remove|Set|Suspend|Resume)-/.test(cmdlet))).toEqual([]);
  });

  it.each([
    ['the role is missing', { scenario: { hide: ['New-MailboxImportRequest'] } }, [], 'cmdlets'],
    ['the module is missing', { moduleVersions: [] }, [], 'module'],
    ['the sign-in is refused', { scenario: { signInRefused: 'AADSTS50105: not assigned' } }, [], 'signIn'],
    ['the tenant takes no blobs', { scenario: { refuseAzure: true } }, [], 'azureParameters'],
    ['there is no such mailbox', {}, ['--mailbox', 'nobody'], 'mailbox'],
    ['there is no archive', {}, ['--mailbox', 'noarchive@contoso.example', '--archive'], 'archive'],
  ] as const)('says which step fails when %s, with what mends it', async (_, options, args, step) => {
    const found = await outcomes(options as Options, args);
    expect(Object.entries(found).filter(([, outcome]) => outcome === 'failed')[0]?.[0]).toBe(step);
    const result = await world.run(['connection', 'test', ...args, ...world.sasOptions]);
    const failed = linesOf(result, 'check').find(({ name }) => name === step);
    expect([failed?.ok, (failed?.advice ?? '').length > 20, result.code]).toEqual([false, true, 3]);
  });

  it('that asks for a code tells it while it waits', async () => {
    world = await createExchangeWorld({ scenario: { deviceCodeNote: 'enter the code ABCD-EFGH' } });
    const { container } = world;
    const connection = { engine: 'exchange', container, signIn: { kind: 'deviceCode' }, powerShell: 'core' };
    const file = join(world.folder, 'connection.json');
    await writeFile(file, JSON.stringify(connection));
    expect((await world.run(['connection', 'set', file])).code).toBe(0);
    const result = await world.run(['connection', 'test', ...world.sasOptions]);
    const text = linesOf(result, 'check').find(({ name }) => name === 'signIn');
    expect([text?.outcome, result.code]).toEqual(['ok', 0]);
  });
});

describe('the connection', () => {
  it('is shown without a secret', async () => {
    world = await createExchangeWorld();
    const result = await world.run(['connection', ...world.sasOptions]);
    const [line] = linesOf(result, 'connection');
    expect(line).toMatchObject({ connection: { engine: 'exchange', container: world.container }, isManaged: false });
    expect(result.stdout).not.toContain('sig=');
  });

  it('with a secret in its file is refused, and what it holds is not repeated', async () => {
    world = await createExchangeWorld();
    const file = join(world.folder, 'connection.json');
    await writeFile(file, JSON.stringify({ engine: 'exchange', container: await world.sasFor('import') }));
    const result = await world.run(['connection', 'set', file]);
    expect(result.code).toBe(64);
    expect(result.stdout + result.stderr).not.toContain('sig=');
  });
});
