import type { ImportPhase, ImportStatistics, Skip } from '../../../preload/contract/index.ts';
import { isSecretName } from '../../../preload/contract/index.ts';
import { toPhase } from '../statistics.ts';
import { toFailure } from './errors.ts';
import { cleanMessage, cut, detailOf, withoutQueries } from './foreign-text.ts';
import { parseCount, parsePercent, parseSizeBytes, parseTimestamp } from './parse.ts';

/** Properties of `Get-MailboxImportRequestStatistics` or `Get-MailboxImportRequest`, as PowerShell gave them. */
export type RawProperties = Readonly<Record<string, unknown>>;

/** Properties that have a place of their own, or that hold mail content (the last line). */
const PLACED = new Set(
  (
    'RequestGuid Name Identity BatchName TargetAlias TargetMailboxIdentity TargetIsArchive TargetRootFolder FilePath Mailbox ' +
    'AzureBlobStorageAccountUri Status StatusDetail SyncStage PercentComplete PositionInQueue EstimatedTransferSize ' +
    'EstimatedTransferItemCount BytesTransferred BytesTransferredPerMinute ItemsTransferred BadItemsEncountered ' +
    'LargeItemsEncountered MissingItemsEncountered QueuedTimestamp StartTimestamp LastUpdateTimestamp SuspendedTimestamp ' +
    'FailureTimestamp CompletionTimestamp DataConsistencyScore Message ' +
    'SkippedItems Report DiagnosticInfo'
  )
    .toLowerCase()
    .split(' '),
);

/** How much of the rest is kept: values that are longer than a line say nothing in a table. */
const MAX_REST = { entries: 100, characters: 500 } as const;

const SKIPS = [
  ['LargeItemsEncountered', 'tooLarge'],
  ['BadItemsEncountered', 'unreadable'],
  ['MissingItemsEncountered', 'missing'],
] as const;

/**
 * One reading of a request from its properties; whatever is missing is null, 0 or empty. Nothing of it opens anything.
 * `culture` helps with dates that came as text. @see learn.microsoft.com/powershell/module/exchange/get-mailboximportrequeststatistics
 */
export function readStatistics(raw: RawProperties, culture?: string): ImportStatistics {
  const word = (name: string) => textOf(raw[name]);
  const time = (name: string) => parseTimestamp(raw[name], culture);
  const phase = toPhase(word('Status'), word('StatusDetail'));
  const mailbox = word('TargetAlias') || lastPart(word('TargetMailboxIdentity')) || lastPart(word('Mailbox'));
  return {
    requestId: word('RequestGuid').toLowerCase(),
    name: word('Name'),
    mailbox,
    isArchive: /^true$/i.test(word('TargetIsArchive')),
    targetRootFolder: word('TargetRootFolder').replace(/^\/+/, ''),
    status: cut(word('Status'), 100),
    statusDetail: cut(word('StatusDetail'), 200),
    phase,
    percentComplete: parsePercent(raw.PercentComplete),
    itemsTransferred: parseCount(raw.ItemsTransferred) ?? 0,
    itemsTotal: totalOf(parseCount(raw.EstimatedTransferItemCount), phase),
    bytesTransferred: parseSizeBytes(raw.BytesTransferred) ?? 0,
    bytesTotal: totalOf(parseSizeBytes(raw.EstimatedTransferSize), phase),
    skipped: skipsOf(raw),
    sourceUri: withoutQueries(word('AzureBlobStorageAccountUri') || word('FilePath')),
    queuedAt: time('QueuedTimestamp'),
    startedAt: time('StartTimestamp'),
    completedAt: time('CompletionTimestamp'),
    failedAt: time('FailureTimestamp'),
    failure: phase === 'failed' ? failureOf(raw, mailbox) : null,
    mailboxPath: null,
    service: serviceFacts(raw, culture),
    secondsLeft: null,
  };
}

function serviceFacts(raw: RawProperties, culture?: string): NonNullable<ImportStatistics['service']> {
  const fact = (name: string) => textOf(raw[name]) || null;
  return {
    identity: fact('Identity'),
    targetAlias: fact('TargetAlias'),
    batchName: fact('BatchName'),
    syncStage: fact('SyncStage'),
    positionInQueue: parseCount(raw.PositionInQueue),
    bytesPerMinute: parseSizeBytes(raw.BytesTransferredPerMinute),
    dataConsistencyScore: fact('DataConsistencyScore'),
    lastUpdateAt: parseTimestamp(raw.LastUpdateTimestamp, culture),
    suspendedAt: parseTimestamp(raw.SuspendedTimestamp, culture),
    message: cleanMessage(textOf(raw.Message)) || null,
    rest: restOf(raw),
  };
}

/** The service says 0 until it has counted. */
function totalOf(count: number | null, phase: ImportPhase): number | null {
  const isCounted = phase === 'completed' || phase === 'completedWithWarning';
  return count === 0 && !isCounted ? null : count;
}

function skipsOf(raw: RawProperties): Skip[] {
  return SKIPS.flatMap(([property, reason]) => {
    const count = parseCount(raw[property]) ?? 0;
    return count > 0 ? [{ reason, count }] : [];
  });
}

function failureOf(raw: RawProperties, mailbox: string): ImportStatistics['failure'] {
  const detail = textOf(raw.StatusDetail);
  return toFailure({ type: detailOf(textOf(raw.FailureType)), message: textOf(raw.Message), detail, mailbox });
}

function restOf(raw: RawProperties): Record<string, string> {
  const entries = Object.entries(raw).flatMap(([name, value]): [string, string][] => {
    if (PLACED.has(name.toLowerCase()) || isSecretName(name) || /sas/i.test(name)) return [];
    const text = cleanMessage(Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value));
    return text === '' ? [] : [[name, cut(text, MAX_REST.characters)]];
  });
  return Object.fromEntries(entries.slice(0, MAX_REST.entries));
}

/** The last name of a distinguished or canonical one: an alias, an address or a GUID. */
function lastPart(identity: string): string {
  return identity.slice(identity.lastIndexOf('/') + 1);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
