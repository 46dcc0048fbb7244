import { AppError, type ProbeStep, type ProbeStepName, toWireError } from '../../../preload/contract/index.ts';
import type { ProbeQuestion } from '../engine.ts';
import { toAppError } from './errors.ts';
import { detailOf } from './foreign-text.ts';
import { parseSizeBytes } from './parse.ts';
import { ShellError } from './ports.ts';
import type { RawProperties } from './read-statistics.ts';
import { runCmdlet } from './requests.ts';
import type { Cmdlet, ExchangeConnection, ExchangeSession, SignedIn } from './session.ts';

/** What a look at one thing found. */
type Found = { readonly detail: string; readonly warning?: AppError; readonly isSkipped?: true };

type Look = {
  readonly step: ProbeStepName;
  /** Steps without which this one cannot be looked at, and those that must not have failed. */
  readonly needs: readonly ProbeStepName[];
  readonly unlessFailed?: readonly ProbeStepName[];
  readonly look: () => Promise<Found>;
};

export type ProbeInput = {
  readonly session: ExchangeSession;
  readonly connection: ExchangeConnection;
  readonly question: ProbeQuestion;
  readonly signal: AbortSignal;
};

/** Without these no import is made; the others end, halt or renew one, or are asked for room. */
const NEEDED: readonly Cmdlet[] = [
  'New-MailboxImportRequest',
  'Get-MailboxImportRequest',
  'Get-MailboxImportRequestStatistics',
];
const WANTED: readonly Cmdlet[] = [
  'Set-MailboxImportRequest',
  'Suspend-MailboxImportRequest',
  'Resume-MailboxImportRequest',
  'Remove-MailboxImportRequest',
];
const AZURE_PARAMETERS = ['AzureBlobStorageAccountUri', 'AzureSharedAccessSignatureToken'] as const;

/** A blob that is never there and a permission that opens nothing: the answer to a trial needs neither. */
const TRIAL = {
  name: 'PST Ferry trial',
  blob: 'pst-ferry-trial.pst',
  container: 'https://pstferry.blob.core.windows.net/trial',
  sasToken: 'sv=2022-11-02&sr=b&sp=r&sig=trial',
} as const;

/**
 * Looks at everything an import needs, in the order of the contract.
 * @yields every step that concerns the connection; `skipped` for one whose ground is missing
 */
export async function* probeExchange(input: ProbeInput): AsyncGenerator<ProbeStep> {
  const failed = new Map<ProbeStepName, string>();
  const skipped = new Map<ProbeStepName, string>();
  for (const { step, needs, unlessFailed = [], look } of looksOf(input)) {
    input.signal.throwIfAborted();
    const lack = [
      ...needs.map((need) => failed.get(need) ?? skipped.get(need)),
      ...unlessFailed.map((need) => failed.get(need)),
    ].find((reason) => reason !== undefined);
    const result: ProbeStep =
      lack === undefined
        ? await take(step, look, input.signal)
        : { step, outcome: 'skipped', detail: lack, error: null };
    if (result.outcome === 'failed') failed.set(step, step);
    if (result.outcome === 'skipped') skipped.set(step, result.detail);
    yield result;
  }
  // A role that is given now counts after the next sign-in.
  if (failed.has('cmdlets')) input.session.forget();
}

async function take(step: ProbeStepName, look: Look['look'], signal: AbortSignal): Promise<ProbeStep> {
  try {
    const { detail, warning, isSkipped } = await look();
    if (warning) return { step, outcome: 'warning', detail, error: toWireError(warning) };
    return { step, outcome: isSkipped ? 'skipped' : 'ok', detail, error: null };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    return { step, outcome: 'failed', detail: factOf(error), error: toWireError(error) };
  }
}

/** The plain fact an error carries, if any. */
function factOf({ params }: AppError): string {
  const fact = params.detail ?? params.reason ?? params.cmdlets ?? params.mailbox ?? params.module ?? params.version;
  return fact === undefined || fact === null ? '' : String(fact);
}

function looksOf(input: ProbeInput): readonly Look[] {
  const { session, connection, question, signal } = input;
  const isOnline = connection.engine === 'exchange';
  const mailboxes = createMailboxLook(input);
  const signIn = () => session.signIn(signal);
  return [
    { step: 'powerShell', needs: [], look: () => lookAtPowerShell(input) },
    ...(isOnline ? [{ step: 'module', needs: ['powerShell'], look: () => lookAtModule(input) } as const] : []),
    {
      step: 'signIn',
      needs: ['powerShell', 'module'],
      look: async () => ({ detail: accountText(await signIn(), connection) }),
    },
    { step: 'cmdlets', needs: ['signIn'], look: async () => lookAtCmdlets(await signIn()) },
    ...(isOnline
      ? [{ step: 'azureParameters', needs: ['cmdlets'], look: async () => lookAtParameters(await signIn()) } as const]
      : []),
    { step: 'mailbox', needs: ['signIn'], look: mailboxes.mailbox },
    ...(question.isArchive ? [{ step: 'archive', needs: ['mailbox'], look: mailboxes.archive } as const] : []),
    { step: 'quota', needs: ['mailbox', 'archive'], look: mailboxes.quota },
    ...(isOnline ? [trial(input)] : []),
  ];
}

/** The mailbox may be one the account cannot look at and can import into all the same. */
function trial(input: ProbeInput): Look {
  const unlessFailed = ['mailbox', 'archive'] as const;
  return { step: 'whatIf', needs: ['azureParameters'], unlessFailed, look: () => tryOut(input) };
}

async function lookAtPowerShell({ session, signal }: ProbeInput): Promise<Found> {
  const { edition, version, is64Bit } = await session.hello(signal);
  const name = edition === 'Desktop' ? 'Windows PowerShell' : 'PowerShell';
  return { detail: `${name} ${version}, ${is64Bit ? '64' : '32'} bit` };
}

async function lookAtModule({ session, signal }: ProbeInput): Promise<Found> {
  return { detail: `ExchangeOnlineManagement ${(await session.chooseModule(signal)) ?? ''}` };
}

function accountText({ account, organization }: SignedIn, connection: ExchangeConnection): string {
  const known = [account, organization].filter((text) => text !== null && text !== '');
  if (known.length > 0) return known.join(', ');
  return connection.engine === 'onPremises' ? connection.connectionUri.replace(/[?#].*$/, '') : '';
}

function lookAtCmdlets({ commands, account }: SignedIn): Found {
  const absent = (names: readonly Cmdlet[]) => names.filter((name) => !commands.has(name)).join(', ');
  if (absent(NEEDED) !== '') throw new AppError('roleMissing', { cmdlets: absent(NEEDED), account });
  const unwanted = absent(WANTED);
  if (unwanted === '') return { detail: `${commands.size}` };
  return { detail: unwanted, warning: new AppError('roleMissing', { cmdlets: unwanted, account }) };
}

function lookAtParameters({ commands }: SignedIn): Found {
  const known = new Set(commands.get('New-MailboxImportRequest')?.map((name) => name.toLowerCase()));
  const absent = AZURE_PARAMETERS.filter((name) => !known.has(name.toLowerCase()));
  if (absent.length > 0) throw new AppError('importNotSupported', { detail: absent.join(', ') });
  return { detail: AZURE_PARAMETERS.join(', ') };
}

const NO_MAILBOX: Found = { detail: 'no mailbox was named', isSkipped: true };

/** The three steps that read one mailbox; what the first has read serves the others. */
function createMailboxLook({ session, question, signal }: ProbeInput) {
  const { mailbox, isArchive, neededBytes } = question;
  let properties: RawProperties = {};
  const read = async (cmdlet: Cmdlet, more: { readonly Archive?: true } = {}): Promise<RawProperties> => {
    const { commands } = await session.signIn(signal);
    if (!commands.has(cmdlet)) throw new CannotLook(cmdlet);
    const parameters = { Identity: mailbox ?? '', ...more };
    const { objects } = await runCmdlet(session, { cmdlet, parameters, signal, mailbox: mailbox ?? '' });
    const [object] = objects;
    if (object === undefined) throw new AppError('importMailboxMissing', { mailbox });
    return object;
  };
  return {
    mailbox: () =>
      unlessHidden(async () => {
        if (mailbox === null) return NO_MAILBOX;
        properties = await read('Get-Mailbox');
        return { detail: wordOf(properties.PrimarySmtpAddress) || mailbox };
      }),
    archive: async () => {
      if (!hasArchive(properties)) throw new AppError('importArchiveMissing', { mailbox });
      return { detail: wordOf(properties.ArchiveName) };
    },
    quota: () =>
      unlessHidden(async () => {
        const quotaBytes = parseSizeBytes(isArchive ? properties.ArchiveQuota : properties.ProhibitSendReceiveQuota);
        if (quotaBytes === null) return { detail: 'unlimited' };
        const usage = await read('Get-MailboxStatistics', isArchive ? { Archive: true } : {});
        const usedBytes = parseSizeBytes(usage.TotalItemSize) ?? 0;
        const freeBytes = Math.max(0, quotaBytes - usedBytes);
        const detail = `${freeBytes} of ${quotaBytes} bytes are free`;
        if (freeBytes > 0 && freeBytes >= neededBytes) return { detail };
        return { detail, warning: new AppError('importMailboxFull', { mailbox, freeBytes, neededBytes }) };
      }),
  };
}

/** The account may import, but not look at mailboxes: that alone does not stand in the way. */
class CannotLook extends Error {
  readonly cmdlet: Cmdlet;

  constructor(cmdlet: Cmdlet) {
    super(cmdlet);
    this.cmdlet = cmdlet;
  }
}

async function unlessHidden(look: () => Promise<Found>): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof CannotLook) return { detail: `the account may not use ${error.cmdlet}`, isSkipped: true };
    throw error;
  }
}

function hasArchive({ ArchiveGuid, ArchiveStatus, ArchiveState }: RawProperties): boolean {
  const guid = wordOf(ArchiveGuid).replace(/[-0{}]/g, '');
  return (
    guid !== '' ||
    [ArchiveStatus, ArchiveState].some((word) => /^(active|local|hostedprovisioned)$/i.test(wordOf(word)))
  );
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Asks for an import that is not made. What refuses it tells; that its file cannot be read is no refusal. */
async function tryOut({ session, connection, question, signal }: ProbeInput): Promise<Found> {
  const { mailbox, isArchive } = question;
  if (mailbox === null) return NO_MAILBOX;
  const container = (connection.engine === 'exchange' ? connection.container : null) ?? TRIAL.container;
  const parameters = {
    Mailbox: mailbox,
    Name: TRIAL.name,
    BatchName: TRIAL.name,
    ...(isArchive && { IsArchive: true }),
    AcceptLargeDataLoss: true,
    AzureBlobStorageAccountUri: `${container}/${TRIAL.blob}`,
    AzureSharedAccessSignatureToken: TRIAL.sasToken,
    WhatIf: true,
  };
  try {
    const cmdlet = 'New-MailboxImportRequest';
    const { warnings } = await session.run({ cmdlet, parameters, signal, mailbox });
    return { detail: detailOf(warnings[0] ?? '') };
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    const refusal = toAppError(error.facts, { cmdlet: 'New-MailboxImportRequest', mailbox });
    if (refusal.code === 'importForbidden' || refusal.code === 'importBlobMissing') {
      return { detail: detailOf(error.facts.message) };
    }
    throw refusal;
  }
}
