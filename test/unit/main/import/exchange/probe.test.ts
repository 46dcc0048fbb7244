import { describe, expect, test } from 'vitest';
import { AppError, PROBE_STEPS, ProbeStep } from '../../../../../preload/contract/index.ts';
import { errorFacts, type FakeShell } from '../../../../support/exchange-shell/fake-shell.ts';
import {
  onlineConnection,
  onPremisesConnection,
  startEngine,
  untouched,
} from '../../../../support/exchange-shell/parts.ts';

const signal = untouched();
const ANN = 'ann@contoso.example';
const QUESTION = { mailbox: ANN, isArchive: true, neededBytes: 1000 };
const MAILBOX = {
  PrimarySmtpAddress: ANN,
  ArchiveGuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  ArchiveName: 'In-Place Archive',
  ProhibitSendReceiveQuota: '100 GB (107,374,182,400 bytes)',
  ArchiveQuota: '2 GB (2,147,483,648 bytes)',
};

type Setup = (shell: FakeShell) => void;

async function probe(setup: Setup = () => undefined, question: object = {}, connection = onlineConnection()) {
  const { shell, engine } = startEngine({ connection });
  shell.mailboxes.set(ANN, MAILBOX);
  setup(shell);
  const steps: ProbeStep[] = [];
  for await (const step of engine.probe({ ...QUESTION, ...question }, signal)) steps.push(ProbeStep.parse(step));
  return {
    shell,
    steps,
    rows: steps.map(({ step, outcome, error }) => `${step} ${outcome}${error ? ` ${error.code}` : ''}`),
  };
}

const skipped = (...steps: string[]) => steps.map((step) => `${step} skipped`);

test('everything is looked at, in the order of the contract', async () => {
  const { steps, shell } = await probe();
  expect(steps.map(({ step, outcome, detail }) => [step, outcome, detail])).toEqual([
    ['powerShell', 'ok', 'Windows PowerShell 5.1.19041.5247, 64 bit'],
    ['module', 'ok', 'ExchangeOnlineManagement 3.9.2'],
    ['signIn', 'ok', 'admin@contoso.example, contoso'],
    ['cmdlets', 'ok', '9'],
    ['azureParameters', 'ok', 'AzureBlobStorageAccountUri, AzureSharedAccessSignatureToken'],
    ['mailbox', 'ok', ANN],
    ['archive', 'ok', 'In-Place Archive'],
    ['quota', 'ok', '1073741824 of 2147483648 bytes are free'],
    ['whatIf', 'ok', ''],
  ]);
  const order = steps.map(({ step }) => PROBE_STEPS.indexOf(step));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(shell.requests.size).toBe(0);
  expect(shell.parametersOf('New-MailboxImportRequest')).toMatchObject({ WhatIf: true, Mailbox: ANN, IsArchive: true });
});

test('servers on-premises have no module and no blobs', async () => {
  const { rows } = await probe(undefined, { isArchive: false }, onPremisesConnection());
  expect(rows).toEqual(['powerShell ok', 'signIn ok', 'cmdlets ok', 'mailbox ok', 'quota ok']);
});

const AFTER_SIGN_IN = skipped('cmdlets', 'azureParameters', 'mailbox', 'archive', 'quota', 'whatIf');
const UP_TO_PARAMETERS = ['powerShell ok', 'module ok', 'signIn ok', 'cmdlets ok', 'azureParameters ok'];
const UP_TO_QUOTA = [...UP_TO_PARAMETERS, 'mailbox ok', 'archive ok', 'quota ok'];
const without = (shell: FakeShell, ...names: string[]) => {
  shell.commands = new Map([...shell.commands].filter(([name]) => !names.includes(name)));
};
const fails =
  (name: string, failure: AppError | Parameters<typeof errorFacts>[0]): Setup =>
  (shell) => {
    shell.failures.set(name, [failure instanceof AppError ? failure : errorFacts(failure)]);
  };

describe('what is wrong is told at its step', () => {
  test.each<[string, Setup, string[]]>([
    [
      'no PowerShell',
      fails('hello', new AppError('powerShellMissing', { edition: 'core' })),
      ['powerShell failed powerShellMissing', ...skipped('module', 'signIn'), ...AFTER_SIGN_IN],
    ],
    [
      'PowerShell in its constrained mode',
      fails('hello', new AppError('powerShellConstrained')),
      ['powerShell failed powerShellConstrained', ...skipped('module', 'signIn'), ...AFTER_SIGN_IN],
    ],
    [
      'no module',
      (shell) => {
        shell.modules = [];
      },
      ['powerShell ok', 'module failed moduleMissing', ...skipped('signIn'), ...AFTER_SIGN_IN],
    ],
    [
      'a module that needs a newer PowerShell',
      (shell) => {
        shell.facts = { edition: 'Core', version: '7.4.1', is64Bit: true };
        shell.modules = ['3.10.0'];
      },
      ['powerShell ok', 'module failed moduleNeedsPowerShell', ...skipped('signIn'), ...AFTER_SIGN_IN],
    ],
    [
      'a sign-in that is refused',
      fails('connect', { message: 'AADSTS50105: not assigned' }),
      ['powerShell ok', 'module ok', 'signIn failed signInRefused', ...AFTER_SIGN_IN],
    ],
    [
      'no network',
      fails('connect', { types: ['System.Net.Http.HttpRequestException'] }),
      ['powerShell ok', 'module ok', 'signIn failed tenantUnavailable', ...AFTER_SIGN_IN],
    ],
    [
      'the role is missing',
      (shell) => without(shell, 'New-MailboxImportRequest'),
      [
        'powerShell ok',
        'module ok',
        'signIn ok',
        'cmdlets failed roleMissing',
        'azureParameters skipped',
        'mailbox ok',
        'archive ok',
        'quota ok',
        'whatIf skipped',
      ],
    ],
    [
      'a part of the role is missing',
      (shell) => without(shell, 'Remove-MailboxImportRequest'),
      [...UP_TO_QUOTA.with(3, 'cmdlets warning roleMissing'), 'whatIf ok'],
    ],
    [
      'no parameters for blobs',
      (shell) => {
        shell.commands.set('New-MailboxImportRequest', ['Mailbox', 'FilePath']);
      },
      [...UP_TO_QUOTA.with(4, 'azureParameters failed importNotSupported'), 'whatIf skipped'],
    ],
    [
      'no such mailbox',
      (shell) => shell.mailboxes.clear(),
      [...UP_TO_PARAMETERS, 'mailbox failed importMailboxMissing', ...skipped('archive', 'quota', 'whatIf')],
    ],
    [
      'the account may not look at mailboxes',
      (shell) => without(shell, 'Get-Mailbox'),
      [...UP_TO_PARAMETERS, ...skipped('mailbox', 'archive', 'quota'), 'whatIf ok'],
    ],
    [
      'no archive',
      (shell) => {
        shell.mailboxes.set(ANN, {
          ...MAILBOX,
          ArchiveGuid: '00000000-0000-0000-0000-000000000000',
          ArchiveStatus: 'None',
        });
      },
      [...UP_TO_PARAMETERS, 'mailbox ok', 'archive failed importArchiveMissing', ...skipped('quota', 'whatIf')],
    ],
    [
      'no room',
      (shell) => {
        shell.usage = { TotalItemSize: '2 GB (2,147,482,700 bytes)' };
      },
      [...UP_TO_QUOTA.with(7, 'quota warning importMailboxFull'), 'whatIf ok'],
    ],
    [
      'an organisation that takes no imports',
      fails('New-MailboxImportRequest', { message: 'This cmdlet is no longer supported in Exchange Online.' }),
      [...UP_TO_QUOTA, 'whatIf failed importNotSupported'],
    ],
    [
      'a trial that looked for its file',
      fails('New-MailboxImportRequest', { message: 'The remote server returned an error: (404) Not Found.' }),
      [...UP_TO_QUOTA, 'whatIf ok'],
    ],
    [
      'a trial that was refused otherwise',
      fails('New-MailboxImportRequest', { message: 'It is Tuesday.' }),
      [...UP_TO_QUOTA, 'whatIf failed importRefused'],
    ],
  ])('%s', async (_, setup, rows) => {
    expect((await probe(setup)).rows).toEqual(rows);
  });
});

test('without a mailbox, what needs one is skipped and says so', async () => {
  const { steps } = await probe(undefined, { mailbox: null });
  expect(steps.slice(5).map(({ step, outcome, detail }) => [step, outcome, detail])).toEqual(
    ['mailbox', 'archive', 'quota', 'whatIf'].map((step) => [step, 'skipped', 'no mailbox was named']),
  );
});

test.each([
  ['Unlimited', 'ok', 'unlimited'],
  ['2 GB (2,147,483,648 bytes)', 'ok', '1073741824 of 2147483648 bytes are free'],
  ['1 GB (1,073,741,824 bytes)', 'warning', '0 of 1073741824 bytes are free'],
])('a mailbox of %s: %s', async (ProhibitSendReceiveQuota, outcome, detail) => {
  const setup: Setup = (shell) => shell.mailboxes.set(ANN, { ...MAILBOX, ProhibitSendReceiveQuota });
  const { steps } = await probe(setup, { isArchive: false, neededBytes: 0 });
  expect(steps.find(({ step }) => step === 'quota')).toMatchObject({ outcome, detail });
});

test('a role that is given after a probe counts in the next one', async () => {
  const { shell, engine } = startEngine();
  const commands = shell.commands;
  without(shell, 'New-MailboxImportRequest');
  const outcome = async () => {
    const steps: ProbeStep[] = [];
    for await (const step of engine.probe({ ...QUESTION, mailbox: null }, signal)) steps.push(step);
    return steps.find(({ step }) => step === 'cmdlets')?.outcome;
  };
  expect(await outcome()).toBe('failed');
  shell.commands = commands;
  expect(await outcome()).toBe('ok');
});

test('an abort ends the probe with its reason', async () => {
  const { engine } = startEngine();
  const controller = new AbortController();
  const steps: string[] = [];
  const run = async () => {
    for await (const { step } of engine.probe(QUESTION, controller.signal)) {
      steps.push(step);
      if (step === 'module') controller.abort('cancel');
    }
  };
  await expect(run()).rejects.toBe('cancel');
  expect(steps).toEqual(['powerShell', 'module']);
});
