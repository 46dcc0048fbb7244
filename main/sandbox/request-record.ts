import { z } from 'zod';
import {
  FolderPattern,
  type ImportPhase,
  type ImportStatistics,
  MAX_PATTERNS,
  SKIP_REASONS,
  type Skip,
  Target,
  WireError,
} from '../../preload/contract/index.ts';
import type { ImportProgress } from './import-pst.ts';

/** The states of a request, in the words of Exchange. */
export const REQUEST_STATUSES = [
  'Queued',
  'InProgress',
  'Suspended',
  'Completed',
  'CompletedWithWarning',
  'Failed',
  'Removed',
] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

const PHASES: Readonly<Record<RequestStatus, ImportPhase>> = {
  Queued: 'queued',
  InProgress: 'running',
  Suspended: 'suspended',
  Completed: 'completed',
  CompletedWithWarning: 'completedWithWarning',
  Failed: 'failed',
  Removed: 'removed',
};

const folderNames = z.array(FolderPattern).max(MAX_PATTERNS);

/** `POST /v1/requests`, checked. The blob is fetched from this machine only: nothing else can hold the tenant's blobs. */
export const CreateRequestBody = z.object({
  name: z.string().regex(/^[A-Za-z0-9._-]{1,128}$/),
  mailbox: Target.shape.mailbox,
  isArchive: z.boolean(),
  targetRootFolder: Target.shape.rootFolder,
  includeFolders: folderNames,
  excludeFolders: folderNames,
  blobUri: z.string().max(2000).refine(isLoopbackUri, { message: 'not a blob of this tenant' }),
  sasToken: z.string().min(1).max(2000),
});
export type CreateRequestBody = z.infer<typeof CreateRequestBody>;

/** `POST /v1/requests/{id}/source`, checked. Without `blobUri` the blob stays the one it was. */
export const RenewRequestBody = CreateRequestBody.pick({ blobUri: true, sasToken: true }).partial({ blobUri: true });
export type RenewRequestBody = z.infer<typeof RenewRequestBody>;

function isLoopbackUri(uri: string): boolean {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  const isLoopback = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return isLoopback && url.protocol === 'http:' && url.search === '' && url.username === '';
}

const count = z.number().int().nonnegative();
const time = z.string().nullable();

/** A request as it is kept on disk: everything but the secret that opens its blob. Times are ISO 8601 UTC. */
export const RequestRecord = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  name: z.string(),
  mailbox: z.string(),
  isArchive: z.boolean(),
  targetRootFolder: z.string(),
  includeFolders: folderNames,
  excludeFolders: folderNames,
  sourceUri: z.string(),
  status: z.enum(REQUEST_STATUSES),
  statusDetail: z.string(),
  /** Null until the PST has been opened. */
  progress: z
    .object({
      itemsTotal: count,
      bytesTotal: count,
      moved: count,
      movedBytes: count,
      // Records of older versions know no folders that are too deep.
      skipped: z.object({ alreadyImported: count, tooLarge: count, tooDeep: count.default(0), unreadable: count }),
      unreadableFolders: count,
    })
    .nullable(),
  queuedAt: z.string(),
  startedAt: time,
  completedAt: time,
  failedAt: time,
  failure: WireError.nullable(),
});
export type RequestRecord = z.infer<typeof RequestRecord>;

/** A new request, queued. */
export function createRecord(id: string, body: CreateRequestBody, now: string): RequestRecord {
  const { blobUri, sasToken: _, ...order } = body;
  return {
    ...order,
    version: 1,
    id,
    sourceUri: blobUri,
    status: 'Queued',
    statusDetail: 'Queued',
    progress: null,
    queuedAt: now,
    startedAt: null,
    completedAt: null,
    failedAt: null,
    failure: null,
  };
}

/** True when nothing more happens to the request by itself; a failed one can be asked for again. */
export function hasEnded(record: RequestRecord): boolean {
  return ['Completed', 'CompletedWithWarning', 'Failed', 'Removed'].includes(record.status);
}

/** The request as its watchers see it. `mailboxPath` is the target root folder on disk. */
export function toStatistics(record: RequestRecord, mailboxPath: string): ImportStatistics {
  const { progress } = record;
  return {
    requestId: record.id,
    name: record.name,
    mailbox: record.mailbox,
    isArchive: record.isArchive,
    targetRootFolder: record.targetRootFolder,
    status: record.status,
    statusDetail: record.statusDetail,
    phase: PHASES[record.status],
    percentComplete: percentOf(record),
    itemsTransferred: progress?.moved ?? 0,
    itemsTotal: progress?.itemsTotal ?? null,
    bytesTransferred: progress?.movedBytes ?? 0,
    bytesTotal: progress?.bytesTotal ?? null,
    skipped: progress === null ? [] : toSkips(progress),
    sourceUri: record.sourceUri,
    queuedAt: record.queuedAt,
    startedAt: record.startedAt,
    completedAt: record.completedAt,
    failedAt: record.failedAt,
    failure: record.failure,
    mailboxPath,
  };
}

/** The reasons that occurred, in the contract's order. */
function toSkips({ skipped }: ImportProgress): Skip[] {
  return SKIP_REASONS.flatMap((reason) => {
    const count = reason === 'missing' ? 0 : skipped[reason];
    return count > 0 ? [{ reason, count }] : [];
  });
}

/** Items dealt with, in whole percent; 100 only when the request has completed. */
function percentOf({ status, progress }: RequestRecord): number | null {
  if (status === 'Completed' || status === 'CompletedWithWarning') return 100;
  if (progress === null || progress.itemsTotal === 0) return null;
  return Math.min(99, Math.floor((100 * itemsDone(progress)) / progress.itemsTotal));
}

function itemsDone({ moved, skipped }: ImportProgress): number {
  return Object.values(skipped).reduce((sum, items) => sum + items, moved);
}

/** How a run that went through the whole PST ends: with a warning when anything is not in the mailbox because of it. */
export function completionOf(progress: ImportProgress): Pick<RequestRecord, 'status' | 'statusDetail' | 'failure'> {
  const { unreadableFolders } = progress;
  const failure: WireError | null =
    unreadableFolders > 0 ? { code: 'foldersUnreadable', params: { count: unreadableFolders } } : null;
  if (itemsDone(progress) > progress.moved) {
    return { status: 'CompletedWithWarning', statusDetail: 'CompletedWithSkippedItems', failure };
  }
  if (failure) return { status: 'CompletedWithWarning', statusDetail: 'CompletedWithUnreadableFolders', failure };
  return { status: 'Completed', statusDetail: 'Completed', failure };
}
