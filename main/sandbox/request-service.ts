import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, type ImportStatistics, toWireError, type WireError } from '../../preload/contract/index.ts';
import type { BlobReader, BlobSource } from './blob-source.ts';
import { NO_PROGRESS } from './import-pst.ts';
import { type RunOutcome, STALL_LIMIT_MS, type StartImportThread, watchImportThread } from './import-thread.ts';
import { isNearlyFull, type Mailboxes } from './mailboxes.ts';
import type { StatisticsAnswer } from './protocol.ts';
import { createRequestBoard, type LiveRequest, type RequestBoard } from './request-board.ts';
import {
  type CreateRequestBody,
  completionOf,
  createRecord,
  hasEnded,
  type RenewRequestBody,
} from './request-record.ts';
import type { RequestStore } from './request-store.ts';

/** What the service stands on. `incomingFolder` (absolute, present) holds blobs while they are read. */
export type RequestServiceParts = {
  readonly store: RequestStore;
  readonly blobs: BlobReader;
  readonly mailboxes: Mailboxes;
  readonly startThread: StartImportThread;
  readonly incomingFolder: string;
  readonly now?: () => Date;
  readonly stallLimitMs?: number;
};

/**
 * Import requests with the manners of Exchange's Mailbox Replication Service: one at a time per mailbox, mailboxes
 * side by side.
 *
 *   Queued ─▶ InProgress ─▶ Completed | CompletedWithWarning | Failed (─▶ Queued when asked for again)
 *     ⇅            ⇅
 *         Suspended                    (any) ─▶ Removed
 */
export interface RequestService {
  /** @returns the request id. @throws AppError importMailboxMissing, importArchiveMissing, importForbidden, importBlobMissing */
  create(body: CreateRequestBody): Promise<string>;
  /** Each of these does nothing to a request it does not apply to. @throws AppError importRemoved */
  suspend(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** A new SAS, and perhaps another blob, for a request that has not completed; a failed one still needs `resume`. */
  renew(id: string, body: RenewRequestBody): Promise<void>;
  /** @see RequestBoard.list */
  list(): readonly ImportStatistics[];
  /** @see RequestBoard.read */
  read(id: string, since: number | null, signal: AbortSignal): Promise<StatisticsAnswer>;
  /** Stops every run after the item it is at; the requests go on after the next start. */
  close(): Promise<void>;
}

/** Starts the service with the requests it finds; those that had not ended wait for their client to come back. */
export async function startRequestService(parts: RequestServiceParts): Promise<RequestService> {
  const { store, mailboxes, now = () => new Date() } = parts;
  const board = createRequestBoard(store, mailboxes.folderOf, now().getTime());
  for (const record of await store.load()) {
    const status = record.status === 'Suspended' ? 'Suspended' : 'Queued';
    board.add(hasEnded(record) ? record : { ...record, status, statusDetail: 'WaitingForSource' }, null);
  }
  const line = createLine(board, parts);
  return {
    create: (body) => create(body, { board, line, parts }),
    suspend: async (id) => {
      const request = board.get(id);
      if (!['Queued', 'InProgress'].includes(request.record.status)) return;
      request.stop?.abort('pause');
      await board.change(request, { status: 'Suspended', statusDetail: 'Suspended' });
    },
    resume: async (id) => {
      const request = board.get(id);
      if (['Suspended', 'Failed'].includes(request.record.status)) await line.enqueue(request);
    },
    remove: async (id) => {
      const request = board.get(id);
      if (request.record.status === 'Removed') return;
      request.stop?.abort('cancel');
      await board.change(request, { status: 'Removed', statusDetail: 'Removed' });
    },
    renew: async (id, body) => renew(board.get(id), body, { board, line }),
    list: board.list,
    read: board.read,
    close: async () => {
      await line.close();
      board.close();
    },
  };
}

type Room = { readonly board: RequestBoard; readonly line: Line; readonly parts: RequestServiceParts };

async function create(body: CreateRequestBody, { board, line, parts }: Room): Promise<string> {
  const mailbox = parts.mailboxes.resolve(body.mailbox);
  const { hasArchive } = parts.mailboxes.describe(mailbox);
  if (body.isArchive && !hasArchive) throw new AppError('importArchiveMissing', { mailbox });
  const source = { blobUri: body.blobUri, sasToken: body.sasToken };
  const completed = findByName(board, body.name);
  if (completed?.record.status.startsWith('Completed')) return completed.id;
  await parts.blobs.check(source);
  // Looked up again: the same name may have come twice at the same time.
  const known = findByName(board, body.name);
  if (known) return takeUpAgain(known, source, { board, line, parts });
  const record = createRecord(randomUUID(), { ...body, mailbox }, (parts.now ?? (() => new Date()))().toISOString());
  const request = board.add(record, source);
  await line.enqueue(request);
  return request.id;
}

function findByName(board: RequestBoard, name: string): LiveRequest | null {
  return board.all().find(({ record }) => record.name === name && record.status !== 'Removed') ?? null;
}

async function takeUpAgain(request: LiveRequest, source: BlobSource, { board, line }: Room): Promise<string> {
  request.source = source;
  if (request.record.status === 'InProgress') await board.change(request, { sourceUri: source.blobUri });
  else if (!request.record.status.startsWith('Completed')) await line.enqueue(request, { sourceUri: source.blobUri });
  return request.id;
}

async function renew(
  request: LiveRequest,
  { blobUri, sasToken }: RenewRequestBody,
  { board, line }: Pick<Room, 'board' | 'line'>,
): Promise<void> {
  const { status, sourceUri } = request.record;
  if (status === 'Removed') throw new AppError('importRemoved', { requestId: request.id });
  if (status.startsWith('Completed')) return;
  const isWaiting = status === 'Queued' && request.source === null;
  const source = { blobUri: blobUri ?? sourceUri, sasToken };
  request.source = source;
  if (isWaiting) await line.enqueue(request, { sourceUri: source.blobUri });
  else await board.change(request, { sourceUri: source.blobUri });
}

type Line = {
  enqueue(request: LiveRequest, patch?: { readonly sourceUri: string }): Promise<void>;
  close(): Promise<void>;
};

/** The queues of all mailboxes. */
function createLine(board: RequestBoard, parts: RequestServiceParts): Line {
  const busy = new Map<string, Promise<void>>();
  let isClosing = false;

  const startNext = (mailbox: string) => {
    if (isClosing || busy.has(mailbox)) return;
    const queued = board.all().filter((request) => request.record.mailbox === mailbox && isReady(request));
    const next = queued.reduce<LiveRequest | null>((a, b) => (a === null || b.position < a.position ? b : a), null);
    if (next === null) return;
    const run = execute(next, board, parts).finally(() => {
      busy.delete(mailbox);
      startNext(mailbox);
    });
    busy.set(mailbox, run);
  };
  return {
    enqueue: async (request, patch) => {
      const statusDetail = request.source === null ? 'WaitingForSource' : 'Queued';
      const cleared = { failure: null, failedAt: null };
      await board.change(request, { ...patch, ...cleared, status: 'Queued', statusDetail });
      startNext(request.record.mailbox);
    },
    close: async () => {
      isClosing = true;
      for (const request of board.all()) request.stop?.abort('shutdown');
      await Promise.all(busy.values());
    },
  };
}

function isReady({ record, source }: LiveRequest): boolean {
  return record.status === 'Queued' && source !== null;
}

/** One run of one request, from the download to its end. Never throws. */
async function execute(request: LiveRequest, board: RequestBoard, parts: RequestServiceParts): Promise<void> {
  const { now = () => new Date() } = parts;
  const stop = new AbortController();
  const used = request.source;
  request.stop = stop;
  const startedAt = request.record.startedAt ?? now().toISOString();
  try {
    await board.change(request, { status: 'InProgress', statusDetail: 'InitializingMove', startedAt });
    const outcome = await run(request, stop.signal, { board, parts });
    request.stop = null;
    await board.change(request, settle(request, outcome, { used, now: now().toISOString() }));
  } catch {
    // The disk refused to keep the record; watchers are told all the same.
    const failure: WireError = { code: 'importFailed', params: { reason: 'writeFailed' } };
    await board.change(request, failed(failure, now().toISOString())).catch(() => undefined);
  } finally {
    request.stop = null;
  }
}

type RunRoom = { readonly board: RequestBoard; readonly parts: RequestServiceParts };

async function run(request: LiveRequest, signal: AbortSignal, { board, parts }: RunRoom): Promise<RunOutcome> {
  const pstPath = join(parts.incomingFolder, `${request.id}.pst`);
  try {
    if (request.source === null) return { kind: 'stopped' };
    await parts.blobs.download(request.source, pstPath, signal);
    signal.throwIfAborted();
    if (request.record.status === 'InProgress') await board.change(request, { statusDetail: 'CopyingMessages' });
    const { includeFolders, excludeFolders, mailbox } = request.record;
    if (isNearlyFull(mailbox)) throw new AppError('importMailboxFull', { mailbox });
    const rootFolder = parts.mailboxes.folderOf(request.record);
    const thread = parts.startThread({ requestId: request.id, pstPath, rootFolder, includeFolders, excludeFolders });
    const onProgress = (progress: typeof NO_PROGRESS) => board.progress(request, progress);
    const stallLimitMs = parts.stallLimitMs ?? STALL_LIMIT_MS;
    return await watchImportThread(thread, { signal, stallLimitMs, onProgress });
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    return { kind: 'failed', error: asFailure(error) };
  } finally {
    await rm(pstPath, { force: true });
    await rm(`${pstPath}.part`, { force: true });
  }
}

function asFailure(error: unknown): WireError {
  if (!(error instanceof AppError)) return { code: 'importFailed', params: { reason: 'internal' } };
  return error.code === 'tenantUnavailable' ? { code: 'importFailed', params: error.params } : toWireError(error);
}

type Patch = Parameters<RequestBoard['change']>[1];

/** What the end of a run makes of the request, given what was asked of it in the meantime. */
function settle(request: LiveRequest, outcome: RunOutcome, facts: { used: BlobSource | null; now: string }): Patch {
  const { record } = request;
  if (record.status === 'Removed') return {};
  if (outcome.kind === 'finished') return { ...completionOf(record.progress ?? NO_PROGRESS), completedAt: facts.now };
  if (record.status !== 'InProgress' || outcome.kind === 'stopped') return {};
  const isRefused = outcome.error.code === 'importForbidden';
  // A newer SAS came while the old one was refused.
  if (isRefused && request.source !== facts.used) return { status: 'Queued', statusDetail: 'Queued' };
  return failed(outcome.error, facts.now);
}

function failed(failure: WireError, now: string): Patch {
  return { status: 'Failed', statusDetail: 'FailedOther', failure, failedAt: now };
}
