import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createExchangeHome, type ExchangeHome } from '../../support/exchange/harness.ts';
import { HOSTILE_STRINGS } from '../../support/exchange/hostile-strings.ts';
import type { ExchangeScenario } from '../../support/exchange/scenario.ts';
import {
  EXCHANGE_SCRIPT,
  type ScriptClient,
  type ScriptLine,
  startScript,
} from '../../support/exchange/script-client.ts';
import { findTestPowerShell } from '../../support/powershell/find.mjs';
import { runScript } from '../../support/powershell/run-script.ts';

const NOBODY = '11111111-2222-4333-8444-555555555555';

let home: ExchangeHome;
let script: ScriptClient;

async function start(scenario: ExchangeScenario = {}, moduleVersions?: readonly string[]): Promise<void> {
  home = await createExchangeHome({ scenario, ...(moduleVersions && { moduleVersions }) });
  script = await startScript(home.path);
}

async function stop(): Promise<void> {
  await script.end();
  await home.remove();
}

const connect = (input: Readonly<Record<string, unknown>> = {}) =>
  script.ask('connect', {
    signIn: { kind: 'interactive', account: 'ann@contoso.example' },
    certificatePassword: null,
    moduleVersion: null,
    environment: 'O365Default',
    usesBrowser: false,
    ...input,
  });

function field(value: unknown, ...names: readonly (string | number)[]): unknown {
  return names.reduce<unknown>((at, name) => (at instanceof Object ? Reflect.get(at, name) : undefined), value);
}

async function create(name: string): Promise<string> {
  const answer = await script.run('New-MailboxImportRequest', {
    Mailbox: 'ann@contoso.example',
    Name: name,
    BatchName: name,
    AzureBlobStorageAccountUri: `https://pst.blob.example/c/${name}.pst`,
    AzureSharedAccessSignatureToken: 'sig=secret',
  });
  return String(field(answer, 'output', 'objects', 0, 'RequestGuid'));
}

// The first start may have to build the tests' console around the engine.
beforeAll(async () => void (await findTestPowerShell()));

describe('sign-in', () => {
  beforeEach(() => start());
  afterEach(stop);

  test('says what it is before anything is asked, numbers every line, ends with its input', async () => {
    expect(await script.next(({ kind }) => kind === 'hello')).toMatchObject({
      v: 1,
      seq: 1,
      edition: 'Core',
      is64Bit: true,
    });
    expect(await script.ask('module', {})).toMatchObject({ output: { versions: ['3.9.2'], loaded: null } });
    await script.ask('disconnect', {});
    expect(script.lines.map(({ seq }) => seq)).toEqual(script.lines.map((_, index) => index + 1));
    expect(script.lines.map(({ kind, id }) => [kind, id])).toEqual([
      ['hello', undefined],
      ['begun', 1],
      ['done', 1],
      ['begun', 2],
      ['done', 2],
    ]);
    expect(await script.end()).toBe(0);
  });

  test('is heard of while nothing is asked', async () => {
    const hello = await script.next(({ kind }) => kind === 'hello');
    expect(await script.next(({ kind }) => kind === 'beat')).toMatchObject({ seq: hello.seq + 1 });
  });

  test('loads the nine cmdlets with the prefix and says who it is', async () => {
    expect(await connect()).toMatchObject({
      output: { account: 'ann@contoso.example', organization: 'contoso.example' },
    });
    expect(await home.calls()).toEqual([
      {
        cmdlet: 'Connect-ExchangeOnline',
        parameters: expect.arrayContaining([
          'Prefix',
          'CommandName',
          'ShowBanner',
          'SkipLoadingFormatData',
          'UserPrincipalName',
        ]),
      },
    ]);
    expect(await script.ask('module', {})).toMatchObject({ output: { loaded: '3.9.2' } });
    const { output } = await script.ask('commands', {});
    expect(field(output, 'commands', 'length')).toBe(9);
    expect(output).toMatchObject({
      commands: expect.arrayContaining([
        { name: 'Remove-MailboxImportRequest', parameters: ['Identity', 'Force', 'WhatIf', 'Confirm'] },
      ]),
    });
  });

  test('tells the code of a sign-in, past PowerShell too, and shows what is not visible', async () => {
    await home.setScenario({ hide: ['New-MailboxImportRequest'] });
    await connect({ signIn: { kind: 'deviceCode' }, usesBrowser: true });
    expect(script.lines.find(({ kind }) => kind === 'note')).toMatchObject({
      text: expect.stringContaining('SANDBOX42'),
    });
    const commands = field(await script.ask('commands', {}), 'output', 'commands');
    expect(commands).toHaveLength(8);
    expect(await script.run('New-MailboxImportRequest', { Mailbox: 'a' })).toMatchObject({
      kind: 'error',
      error: { errorId: 'CommandNotFoundException', category: 'ObjectNotFound' },
    });
  });

  test('takes a certificate file with its password', async () => {
    const signIn = { kind: 'certificateFile', appId: NOBODY, organization: 'contoso.example', path: '/tmp/x.pfx' };
    await connect({ signIn, certificatePassword: 'pass word' });
    const [call] = await home.calls();
    expect(call?.parameters).toEqual(
      expect.arrayContaining(['AppId', 'Organization', 'CertificateFilePath', 'CertificatePassword']),
    );
    expect(JSON.stringify(script.lines)).not.toContain('pass word');
  });

  test('gives the error of a refused one, and can be tried again', async () => {
    await home.setScenario({ signInRefused: 'AADSTS50076: Due to a configuration change …' });
    expect(await connect()).toMatchObject({ kind: 'error', error: { message: expect.stringMatching(/^AADSTS50076/) } });
    await home.setScenario({});
    expect(await connect()).toMatchObject({ kind: 'done' });
  });

  test('is not hindered by an earlier session that cannot be ended', async () => {
    await connect();
    await home.setScenario({ disconnectRefused: 'The session is gone.' });
    expect(await connect()).toMatchObject({ kind: 'done' });
    expect(await script.ask('disconnect', {})).toMatchObject({ kind: 'done' });
    const ended = () => home.calls().then((calls) => calls.filter(({ cmdlet }) => cmdlet.startsWith('Disconnect-')));
    expect(await ended()).toHaveLength(2);
    await connect();
    expect(await ended()).toHaveLength(2);
  });

  test('and what comes after it are heard, whatever a library prints without a line end', async () => {
    await home.setScenario({ prints: 'Loading' });
    expect(await connect({ signIn: { kind: 'deviceCode' } })).toMatchObject({ kind: 'done' });
    expect(script.lines.find(({ kind }) => kind === 'note')).toMatchObject({
      text: expect.stringContaining('SANDBOX42'),
    });
    expect(await script.run('Get-Mailbox', { Identity: 'ann@contoso.example' })).toMatchObject({ kind: 'done' });
    expect(await script.ask('disconnect', {})).toMatchObject({ kind: 'done' });
    expect(script.lines.map(({ seq }) => seq)).toEqual(script.lines.map((_, index) => index + 1));
  });
});

describe('modules', () => {
  afterEach(stop);

  test('that are missing or have several versions', async () => {
    await start({}, ['3.4.0', '3.9.2']);
    expect(field(await script.ask('module', {}), 'output', 'versions')).toEqual(
      expect.arrayContaining(['3.4.0', '3.9.2']),
    );
    await connect({ moduleVersion: '3.4.0' });
    expect(await script.ask('module', {})).toMatchObject({ output: { loaded: '3.4.0' } });
    await stop();
    await start({}, []);
    expect(await script.ask('module', {})).toMatchObject({ output: { versions: [], loaded: null } });
    expect(await connect()).toMatchObject({
      kind: 'error',
      error: { errorId: expect.stringMatching(/^Modules_ModuleNotFound/) },
    });
  });
});

describe('values', () => {
  beforeAll(async () => {
    await start({ echo: true });
    await connect();
  });
  afterAll(stop);

  const FIELDS = ['Name', 'BatchName', 'Mailbox', 'TargetRootFolder', 'IncludeFolders', 'SuspendComment'];

  test('arrive at the cmdlet as they were sent, whatever is in them', async () => {
    const wrong: string[] = [];
    let right = 0;
    for (const text of HOSTILE_STRINGS) {
      for (const name of FIELDS) {
        const value = name === 'IncludeFolders' ? [text, 'second'] : text;
        const answer = await script.run('New-MailboxImportRequest', { Mailbox: 'ann', [name]: value });
        const echoed = JSON.parse(String(field(answer, 'output', 'objects', 0, 'Message') ?? '{}'));
        if (JSON.stringify(field(echoed, name)) === JSON.stringify(value)) right += 1;
        else wrong.push(`${name}: ${text.slice(0, 40)}: ${JSON.stringify(answer).slice(0, 300)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThanOrEqual(360);
  });

  test('keep their kinds', async () => {
    const parameters = {
      Mailbox: 'ann',
      IncludeFolders: ['one'],
      ExcludeFolders: [],
      IsArchive: false,
      ContentCodePage: 1252,
    };
    const answer = await script.run('New-MailboxImportRequest', { ...parameters, RequestExpiryInterval: 'Unlimited' });
    expect(JSON.parse(String(field(answer, 'output', 'objects', 0, 'Message')))).toMatchObject(parameters);
  });

  test.each([
    ['an unknown parameter', 'New-MailboxImportRequest', { Mailbox: 'ann', DomainController: 'x' }],
    ['a common one', 'New-MailboxImportRequest', { Mailbox: 'ann', OutVariable: 'x' }],
    ['a text for a switch', 'New-MailboxImportRequest', { Mailbox: 'ann', IsArchive: 'true' }],
    ['a list for a text', 'New-MailboxImportRequest', { Mailbox: 'ann', Name: ['a'] }],
    ['a number among texts', 'New-MailboxImportRequest', { Mailbox: 'ann', IncludeFolders: ['a', 1] }],
    ['an object', 'New-MailboxImportRequest', { Mailbox: { a: 1 } }],
    ['a blank mailbox', 'Get-Mailbox', { Identity: ' ' }],
    ['no mailbox', 'Get-Mailbox', { Identity: null }],
  ])('are refused: %s', async (_, cmdlet, parameters) => {
    const before = await home.calls();
    expect(await script.run(cmdlet, parameters)).toMatchObject({
      kind: 'error',
      error: { errorId: 'ParameterRefused' },
    });
    expect(await home.calls()).toEqual(before);
  });

  test.each([
    undefined,
    null,
    '',
    ' ',
    '*',
    'ann\\job',
    '00000000-0000-0000-0000-000000000000',
    `${NOBODY}\n`,
    [NOBODY],
    true,
    1,
  ])('never name more than one request: %j', async (identity) => {
    const before = await home.calls();
    for (const verb of ['Set', 'Suspend', 'Resume', 'Remove', 'Get']) {
      const cmdlet = `${verb}-MailboxImportRequest${verb === 'Get' ? 'Statistics' : ''}`;
      const parameters = identity === undefined ? {} : { Identity: identity };
      expect(await script.run(cmdlet, parameters)).toMatchObject({
        kind: 'error',
        error: { errorId: 'IdentityRefused' },
      });
    }
    const listed = await script.run('Get-MailboxImportRequest', { Identity: identity ?? null });
    expect(listed).toMatchObject({ kind: 'error', error: { errorId: 'IdentityRefused' } });
    expect(await script.ask('watch', { requestIds: [identity ?? null], everyMs: 500 })).toMatchObject({
      kind: 'error',
    });
    expect(await home.calls()).toEqual(before);
  });

  test('other than the protocol names are refused', async () => {
    for (const cmdlet of [
      'Get-Process',
      'Invoke-Expression',
      'new-mailboximportrequest',
      '',
      'New-O365MailboxImportRequest',
    ])
      expect(await script.run(cmdlet, {})).toMatchObject({ kind: 'error', error: { errorId: 'CmdletRefused' } });
    expect(await script.ask('exit', {})).toMatchObject({ kind: 'error', error: { errorId: 'OperationRefused' } });
    for (const text of ['no JSON', '[]', '{"v":2,"id":1,"op":"module","input":{}}', '"text"', '{"v":1}']) {
      script.write(text);
      expect(await script.next(({ kind, id }) => kind === 'error' && id === 0)).toBeDefined();
    }
    expect(await script.ask('module', {})).toMatchObject({ kind: 'done' });
  });
});

describe('watched requests', () => {
  const isReading = ({ kind }: ScriptLine) => kind === 'statistics';
  const isPoll = ({ kind, isPolling }: ScriptLine) => kind === 'beat' && isPolling === true;
  const polls = async (count: number) => {
    for (let index = 0; index < count; index += 1) await script.next(isPoll);
  };

  beforeEach(async () => {
    await start({ syntheticMs: 1 });
    await connect();
  });
  afterEach(stop);

  test('are told at once and then when they change, an error once', async () => {
    const [one, two] = [await create('one'), await create('two')];
    await script.ask('watch', { requestIds: [one, two, NOBODY], everyMs: 100 });
    await polls(12);
    const first = script.lines.filter(isReading);
    expect(first.map(({ requestId, error }) => [requestId, error === null])).toEqual([
      [one, true],
      [two, true],
      [NOBODY, false],
    ]);
    expect(first[0]).toMatchObject({ statistics: { Name: 'one', Status: 'Completed', RequestGuid: one } });
    await home.setScenario({ syntheticMs: 1, statistics: { two: { StatusDetail: 'StalledDueToTarget_DiskLatency' } } });
    const isChanged = (line: ScriptLine) =>
      isReading(line) && field(line, 'statistics', 'StatusDetail') !== 'Completed' && line.error === null;
    expect(await script.next(isChanged)).toMatchObject({ requestId: two });
    await polls(6);
    expect(script.lines.filter(isReading)).toHaveLength(4);
    const count = script.lines.length;
    await script.ask('watch', { requestIds: [two], everyMs: 100 });
    expect(await script.next((line) => isReading(line) && script.lines.indexOf(line) >= count)).toMatchObject({
      requestId: two,
    });
    await polls(6);
    expect(
      script.lines
        .slice(count)
        .filter(isReading)
        .map(({ requestId }) => requestId),
    ).toEqual([two]);
  });

  test('are told in words where a session with servers of one’s own gives copies', async () => {
    await home.setScenario({ syntheticMs: 1, deserialized: true });
    const answer = await script.run('Get-MailboxImportRequestStatistics', { Identity: await create('one') });
    expect(field(answer, 'output', 'objects', 0)).toMatchObject({
      Priority: 'Normal',
      Status: 'Completed',
      PercentComplete: 100,
      IncludeFolders: ['one', 'two'],
    });
  });

  test('whose reading does not fit into one line are told as an error', async () => {
    const one = await create('one');
    const Message = '\u00fc'.repeat(65_000);
    const long = { Message, FailureContext: Message, ValidationMessage: Message, StatusDetail: Message };
    await home.setScenario({ syntheticMs: 1, statistics: { one: long } });
    await script.ask('watch', { requestIds: [one], everyMs: 100 });
    expect(await script.next(isReading)).toMatchObject({ statistics: null, error: { errorId: 'AnswerTooLong' } });
    await home.setScenario({ syntheticMs: 1 });
    expect(await script.next(isReading)).toMatchObject({ statistics: { Status: 'Completed' }, error: null });
  });

  test('do not keep requests waiting, and end with the list', async () => {
    const one = await create('one');
    await script.ask('watch', { requestIds: [one], everyMs: 100 });
    await polls(3);
    expect(await script.run('Get-Mailbox', { Identity: 'ann@contoso.example' })).toMatchObject({ kind: 'done' });
    await script.ask('watch', { requestIds: [], everyMs: 100 });
    const before = (await home.calls()).length;
    expect(await script.next(({ kind, isPolling }) => kind === 'beat' && isPolling === false)).toBeDefined();
    expect((await home.calls()).length).toBe(before);
  });

  test('that a killed PowerShell had made are there for the next one, once', async () => {
    await home.setScenario({ crash: { 'New-MailboxImportRequest': 'after' } });
    await expect(create('one')).rejects.toThrow('the script ended');
    script = await startScript(home.path);
    await home.setScenario({});
    await connect();
    const listed = await script.run('Get-MailboxImportRequest', { BatchName: 'one' });
    expect(field(listed, 'output', 'objects', 'length')).toBe(1);
    await expect(
      script.run('New-MailboxImportRequest', {
        Mailbox: 'ann@contoso.example',
        Name: 'one',
        AzureBlobStorageAccountUri: 'https://a.example/b.pst',
      }),
    ).resolves.toMatchObject({ kind: 'error', error: { message: expect.stringContaining('AlreadyExists') } });
  });
});

test('in Constrained Language it says so and ends', async (context) => {
  const { kind } = await findTestPowerShell();
  // Only the tests' own console can be told to start that way without a policy of the system.
  context.skip(kind !== 'host', 'needs the tests’ own console');
  home = await createExchangeHome();
  const mark = join(home.path, '.local/share/constrained');
  await mkdir(dirname(mark), { recursive: true });
  await writeFile(mark, '');
  const run = await runScript(EXCHANGE_SCRIPT, { home: home.path });
  await home.remove();
  expect(run).toMatchObject({ code: 3, stdout: '{"v":1,"seq":1,"kind":"refused","reason":"constrainedLanguage"}\n' });
});
