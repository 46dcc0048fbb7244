import { AppError, type ImportStatistics, isFolderPath } from '../../../preload/contract/index.ts';
import type { ImportOrder, ImportSource } from '../engine.ts';
import { isOver, toPhase } from '../statistics.ts';
import { isNameTaken, toAppError } from './errors.ts';
import { ShellError } from './ports.ts';
import { type RawProperties, readStatistics } from './read-statistics.ts';
import type {
  Cmdlet,
  CmdletAnswer,
  CmdletParameters,
  ExchangeConnection,
  ExchangeSession,
  RunInput,
} from './session.ts';

/** What a call needs. `wait` is in milliseconds and ends early with the signal's reason. */
export type RequestContext = {
  readonly session: ExchangeSession;
  readonly kind: ExchangeConnection['engine'];
  readonly signal: AbortSignal;
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly culture?: string | undefined;
};

/** How often a name is looked for and asked for. A new request is not at once seen by every server of the service. */
const MAX_STARTS = 5;
const LOOK_AGAIN_MS = 2_000;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NO_GUID = /^[0-]+$/;

/**
 * The id, when it names one request. An empty one would mean every request of the organisation to these cmdlets.
 * @throws AppError internal
 * @see learn.microsoft.com/powershell/module/exchange/get-mailboximportrequest (Identity)
 */
export function oneRequest(requestId: unknown): string {
  if (typeof requestId === 'string' && GUID.test(requestId) && !NO_GUID.test(requestId)) return requestId;
  throw new AppError('internal', { reason: 'request id' });
}

/** Runs a cmdlet; what Exchange refuses becomes an error of the contract. */
export async function runCmdlet(session: ExchangeSession, input: RunInput): Promise<CmdletAnswer> {
  try {
    return await session.run(input);
  } catch (error) {
    throw error instanceof ShellError ? toAppError(error.facts, input) : error;
  }
}

/**
 * The id of the one request of the order's name: the one there is, with the new permission, or a new one. One that failed is
 * tried again; one that somebody suspended stays so.
 * It looks first each time, because an ended PowerShell may have created the request it never told of.
 */
export async function startRequest(context: RequestContext, order: ImportOrder): Promise<string> {
  const parameters = creationParameters(context.kind, order);
  for (let attempt = 1; ; attempt++) {
    try {
      const found = await findByName(context, order.name);
      return found === null
        ? await createRequest(context, parameters, order.mailbox)
        : await continueRequest(context, found, order.source);
    } catch (error) {
      const isTaken = error instanceof ShellError && isNameTaken(error.facts);
      const isUnknown = error instanceof AppError && error.code === 'powerShellBroken';
      if (attempt < MAX_STARTS && (isTaken || isUnknown)) {
        await context.wait(LOOK_AGAIN_MS * attempt, context.signal);
        continue;
      }
      const cmdlet = 'New-MailboxImportRequest';
      throw error instanceof ShellError ? toAppError(error.facts, { cmdlet, mailbox: order.mailbox }) : error;
    }
  }
}

/**
 * The parameters of a new request. No TargetRootFolder means the top of the mailbox.
 * @throws AppError targetInvalid
 * @see learn.microsoft.com/powershell/module/exchange/new-mailboximportrequest
 */
export function creationParameters(kind: ExchangeConnection['engine'], order: ImportOrder): CmdletParameters {
  const { name, mailbox, isArchive, targetRootFolder, includeFolders, excludeFolders, source } = order;
  // A backslash escapes in this parameter, and a slash always parts: such names cannot be told to the service.
  if (!isFolderPath(targetRootFolder)) throw new AppError('targetInvalid', { reason: targetRootFolder });
  return {
    Mailbox: mailbox,
    Name: name,
    BatchName: name,
    ...(targetRootFolder !== '' && { TargetRootFolder: targetRootFolder }),
    ...(isArchive && { IsArchive: true }),
    ...(includeFolders.length > 0 && { IncludeFolders: includeFolders }),
    ...(excludeFolders.length > 0 && { ExcludeFolders: excludeFolders }),
    ConflictResolutionOption: 'KeepSourceItem',
    AcceptLargeDataLoss: true,
    ...(kind === 'onPremises'
      ? { FilePath: sharePathOf(source.blobUri), BadItemLimit: 'Unlimited', LargeItemLimit: 'Unlimited' }
      : { AzureBlobStorageAccountUri: source.blobUri, AzureSharedAccessSignatureToken: source.sasToken }),
  };
}

/** `file://server/share/a%20b.pst` as `\\server\share\a b.pst`. @throws AppError importBlobMissing for any other address */
export function sharePathOf(uri: string): string {
  try {
    const { protocol, hostname, pathname } = new URL(uri);
    if (protocol === 'file:' && hostname !== '') {
      return `\\\\${hostname}${decodeURIComponent(pathname).replaceAll('/', '\\')}`;
    }
  } catch {
    // Said below, as of any other address that is no file on a share.
  }
  throw new AppError('importBlobMissing');
}

async function createRequest(
  { session, signal }: RequestContext,
  parameters: CmdletParameters,
  mailbox: string,
): Promise<string> {
  const { objects } = await session.run({ cmdlet: 'New-MailboxImportRequest', parameters, signal, mailbox });
  const id = objects.map(({ RequestGuid }) => RequestGuid).find((guid) => typeof guid === 'string' && GUID.test(guid));
  if (typeof id === 'string') return oneRequest(id.toLowerCase());
  // It may be there all the same; the next look tells.
  throw new AppError('powerShellBroken', { reason: 'answer' }, { isRetryable: true });
}

/** The request of that name; of several, the one that is furthest from having ended. */
async function findByName({ session, signal }: RequestContext, name: string): Promise<RawProperties | null> {
  const { objects } = await session
    .run({ cmdlet: 'Get-MailboxImportRequest', parameters: { BatchName: name }, signal })
    .catch((error: unknown) => {
      const facts =
        error instanceof ShellError ? toAppError(error.facts, { cmdlet: 'Get-MailboxImportRequest' }) : error;
      if (facts instanceof AppError && facts.code === 'importRemoved') return { objects: [] };
      throw facts;
    });
  // A filter that is not understood gives everything there is.
  const named = objects.filter((object) => object.Name === name || object.BatchName === name);
  return named.find((object) => !isOver(phaseOf(object))) ?? named[0] ?? null;
}

function phaseOf(object: RawProperties) {
  return toPhase(typeof object.Status === 'string' ? object.Status : '');
}

async function continueRequest(context: RequestContext, found: RawProperties, source: ImportSource): Promise<string> {
  const id = oneRequest(found.RequestGuid).toLowerCase();
  const phase = phaseOf(found);
  await permit(context, { id, phase, source });
  if (phase === 'failed') await resumeRequest(context, id);
  return id;
}

/** The id of the request of that name, ended or not; null when there is none. */
export async function findRequest(context: RequestContext, name: string): Promise<string | null> {
  const found = await findByName(context, name);
  return found === null ? null : oneRequest(found.RequestGuid).toLowerCase();
}

type Permission = {
  readonly id: string;
  readonly phase: ImportStatistics['phase'];
  readonly source: ImportSource;
};

/** Gives a request that is not done the new permission, where the account may do that. */
async function permit(context: RequestContext, { id, phase, source }: Permission): Promise<void> {
  if (phase === 'completed' || phase === 'completedWithWarning' || phase === 'removed') return;
  const { session, kind, signal } = context;
  const cmdlet = 'Set-MailboxImportRequest';
  // Without the role the request goes on with the permission it has.
  if (kind !== 'exchange' || !(await isOffered(context, cmdlet))) return;
  const parameters = { Identity: id, AzureSharedAccessSignatureToken: source.sasToken };
  await unlessOver(context, id, () => runCmdlet(session, { cmdlet, parameters, signal }));
}

/** Asked for beforehand: the session would sign in again for a cmdlet that is missing. */
async function isOffered({ session, signal }: RequestContext, cmdlet: Cmdlet): Promise<boolean> {
  return (await session.signIn(signal)).commands.has(cmdlet);
}

/** Gives a request that is not done another permission to read its file; it stands or goes on as before. @throws AppError importRemoved */
export async function renewRequest(context: RequestContext, requestId: string, source: ImportSource): Promise<void> {
  const id = oneRequest(requestId);
  const { phase } = await readRequest(context, id);
  await permit(context, { id, phase, source });
}

/** Halts a request; one that stands already, or has ended, is left as it is. */
export async function suspendRequest(context: RequestContext, requestId: string): Promise<void> {
  const parameters = { Identity: oneRequest(requestId), Confirm: false };
  const { session, signal } = context;
  try {
    await runCmdlet(session, { cmdlet: 'Suspend-MailboxImportRequest', parameters, signal });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { phase } = await readRequest(context, requestId);
    if (phase !== 'suspended' && !isOver(phase)) throw error;
  }
}

/**
 * Has a halted or failed request go on; one that goes on already, or is done, is left as it is.
 * @throws AppError roleMissing only for a request that stands
 */
export async function resumeRequest(context: RequestContext, requestId: string): Promise<void> {
  const parameters = { Identity: oneRequest(requestId), Confirm: false };
  const { session, signal } = context;
  const cmdlet = 'Resume-MailboxImportRequest';
  const isStanding = async () => ['suspended', 'failed'].includes((await readRequest(context, requestId)).phase);
  // What goes on already needs no role.
  if (!(await isOffered(context, cmdlet)) && !(await isStanding())) return;
  try {
    await runCmdlet(session, { cmdlet, parameters, signal });
  } catch (error) {
    if (!isRefusal(error) || (await isStanding())) throw error;
  }
}

/** Ends a request. @throws AppError importRemoved when it is gone already */
export async function removeRequest(context: RequestContext, requestId: string): Promise<void> {
  const parameters = { Identity: oneRequest(requestId), Confirm: false };
  await runCmdlet(context.session, { cmdlet: 'Remove-MailboxImportRequest', parameters, signal: context.signal });
}

/** What `work` does, unless the request is done meanwhile. */
async function unlessOver(context: RequestContext, id: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { phase } = await readRequest(context, id);
    if (phase !== 'completed' && phase !== 'completedWithWarning') throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === 'importRefused';
}

/** One reading of a request. @throws AppError importRemoved when there is no such request */
export async function readRequest(
  { session, signal, culture }: Pick<RequestContext, 'session' | 'signal' | 'culture'>,
  requestId: string,
): Promise<ImportStatistics> {
  const parameters = { Identity: oneRequest(requestId) };
  const { objects } = await runCmdlet(session, { cmdlet: 'Get-MailboxImportRequestStatistics', parameters, signal });
  const [raw] = objects;
  if (raw === undefined) throw new AppError('importRemoved');
  return readStatistics({ ...raw, RequestGuid: requestId }, culture);
}

/** One reading of every request, one after the other; those that are removed meanwhile are left out. */
export async function listRequests(context: RequestContext): Promise<readonly ImportStatistics[]> {
  const readings: ImportStatistics[] = [];
  for (const id of await listIds(context)) {
    try {
      readings.push(await readRequest(context, id));
    } catch (error) {
      // Anything else must be told: who deletes blobs by this list must not take an unread request for none.
      if (!(error instanceof AppError && error.code === 'importRemoved')) throw error;
    }
  }
  return readings;
}

/** Statuses of import requests. @see learn.microsoft.com/powershell/module/exchange/get-mailboximportrequest (Status) */
const STATUSES = [
  'Queued',
  'InProgress',
  'Retrying',
  'Suspended',
  'Failed',
  'Completed',
  'CompletedWithWarning',
] as const;

async function listIds(context: RequestContext): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const object of await listObjects(context)) ids.add(oneRequest(object.RequestGuid).toLowerCase());
  return [...ids];
}

async function listObjects({ session, signal }: RequestContext): Promise<readonly RawProperties[]> {
  const list = async (filter: CmdletParameters) => {
    const parameters = { ResultSize: 'Unlimited', ...filter };
    return (await session.run({ cmdlet: 'Get-MailboxImportRequest', parameters, signal })).objects;
  };
  try {
    return await list({});
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    if (!/AnswerTooLong/.test(error.facts.errorId))
      throw toAppError(error.facts, { cmdlet: 'Get-MailboxImportRequest' });
  }
  // Thousands of requests do not fit into one answer of the script.
  const all: RawProperties[] = [];
  for (const Status of STATUSES) all.push(...(await list({ Status })));
  return all;
}
