import { z } from 'zod';
import { WireError } from './errors.ts';
import { MAX_PATTERN_CHARACTERS, MAX_PATTERNS } from './folder-filter.ts';
import { isFolderPath } from './folder-path.ts';
import { CandidateId, JobId } from './ids.ts';
import { IMPORT_PHASES, JOB_STATES, SKIP_REASONS, WAIT_REASONS } from './states.ts';

export { isFolderPath, MAX_FOLDER_NAME } from './folder-path.ts';

const count = z.number().int().nonnegative();

/** One entry of the lists of `FolderPatterns`. Declared here: the window loads the filter, but no schemas. */
export const FolderPattern = z.string().min(1).max(80_000);

const FolderPatternList = z
  .array(FolderPattern)
  .max(MAX_PATTERNS)
  .refine((patterns) => patterns.reduce((sum, { length }) => sum + length, 0) <= MAX_PATTERN_CHARACTERS, {
    message: 'too long a list of folders',
  })
  .readonly()
  .default([]);

/**
 * Where the mail goes. `rootFolder` is a path of folder names joined by `/`, no leading slash; an empty string means the
 * top of the mailbox. Each name is 1–255 characters and is not `.` or `..`. No `includeFolders` means all; an exclude wins.
 */
export const Target = z.object({
  mailbox: z
    .string()
    .trim()
    .min(1)
    .max(320)
    .regex(/^[^\s/\\]+$/),
  isArchive: z.boolean(),
  rootFolder: z.string().max(4000).refine(isFolderPath, { message: 'a folder name is empty, too long, or . or ..' }),
  includeFolders: FolderPatternList,
  excludeFolders: FolderPatternList,
});
export type Target = z.infer<typeof Target>;

/** How many items were left out for one reason. */
export const Skip = z.object({ reason: z.enum(SKIP_REASONS), count });
export type Skip = z.infer<typeof Skip>;

/**
 * More of what Exchange tells of a request, in its own words. Sizes, times and spans are parsed; `rest` is everything else as
 * text, by the property's name.
 * @see learn.microsoft.com/powershell/module/exchange/get-mailboximportrequeststatistics
 */
export const ServiceFacts = z.object({
  identity: z.string().nullable(),
  targetAlias: z.string().nullable(),
  batchName: z.string().nullable(),
  syncStage: z.string().nullable(),
  positionInQueue: count.nullable(),
  bytesPerMinute: count.nullable(),
  dataConsistencyScore: z.string().nullable(),
  lastUpdateAt: z.string().nullable(),
  suspendedAt: z.string().nullable(),
  /** What the service says went wrong, without addresses that open something. */
  message: z.string().nullable(),
  rest: z.record(z.string(), z.string()),
});
export type ServiceFacts = z.infer<typeof ServiceFacts>;

/** One reading of a running import. Times are ISO 8601 UTC; null where the service has not said yet. */
export const ImportStatistics = z.object({
  requestId: z.string(),
  name: z.string(),
  mailbox: z.string(),
  isArchive: z.boolean(),
  targetRootFolder: z.string(),
  /** The service's own word, unchanged. */
  status: z.string(),
  statusDetail: z.string(),
  phase: z.enum(IMPORT_PHASES),
  percentComplete: z.number().min(0).max(100).nullable(),
  itemsTransferred: count,
  itemsTotal: count.nullable(),
  bytesTransferred: count,
  bytesTotal: count.nullable(),
  skipped: z.array(Skip),
  /** The blob's address without its token. */
  sourceUri: z.string(),
  queuedAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  failedAt: z.string().nullable(),
  failure: WireError.nullable(),
  /** Folder on disk that holds the `.eml` files; only the embedded tenant has one. */
  mailboxPath: z.string().nullable(),
  /** Absent where the service is not Exchange. */
  service: ServiceFacts.optional(),
  /** Time left as a range in seconds, from the request's own history; absent or null while it would be a guess. */
  secondsLeft: z.object({ low: count, high: count }).nullable().optional(),
});
export type ImportStatistics = z.infer<typeof ImportStatistics>;

/** How far reading or sending a file is. `bytesPerSecond` is smoothed; null before there is one. */
export const TransferProgress = z.object({
  phase: z.enum(['checking', 'uploading']),
  doneBytes: count,
  totalBytes: count,
  /** Of `doneBytes`, what was at the store before this run: sent earlier, by another PC, or unchanged since. */
  keptBytes: count,
  bytesPerSecond: z.number().nonnegative().nullable(),
  /** Time left as a range in seconds, null while it would be a guess. */
  secondsLeft: z.object({ low: count, high: count }).nullable(),
  /** ISO 8601 UTC since when nothing gets through, and why; both null while bytes flow. */
  waitingSince: z.string().nullable(),
  waitingFor: z.enum(WAIT_REASONS).nullable(),
});
export type TransferProgress = z.infer<typeof TransferProgress>;

/** A reading of an import that was kept, for a line over time. */
export const ImportReading = z.object({
  at: z.string(),
  status: z.string(),
  phase: z.enum(IMPORT_PHASES),
  itemsTransferred: count,
  bytesTransferred: count,
});
export type ImportReading = z.infer<typeof ImportReading>;

/**
 * What remains of a job: `found = moved + skipped`. `sentBytes` counts every block the store accepted, over all runs, so
 * it can exceed `sizeBytes`. Fields are null where the job ended before it got there.
 */
export const Receipt = z.object({
  job: JobId,
  file: z.string(),
  sha256: z.string().nullable(),
  sizeBytes: count,
  sentBytes: count,
  blob: z.string().nullable(),
  requestId: z.string().nullable(),
  state: z.enum(['done', 'doneWithSkips', 'failed', 'cancelled', 'blocked']),
  found: count,
  moved: count,
  skipped: z.array(Skip),
  mailbox: z.string(),
  isArchive: z.boolean(),
  rootFolder: z.string(),
  /** The folders that were taken, the ones that were left out; both empty when everything was taken. */
  includeFolders: z.array(z.string()).readonly(),
  excludeFolders: z.array(z.string()).readonly(),
  mailboxPath: z.string().nullable(),
  /** True when an administrator starts the import elsewhere: what will arrive is not known here. */
  isHandedOver: z.boolean(),
  /** How the import went, oldest first. */
  readings: z.array(ImportReading),
  startedAt: z.string(),
  finishedAt: z.string(),
  problem: WireError.nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

/** A job as the window shows it. */
export const JobView = z.object({
  id: JobId,
  fileName: z.string(),
  path: z.string(),
  sizeBytes: count,
  target: Target,
  state: z.enum(JOB_STATES),
  progress: TransferProgress.nullable(),
  statistics: ImportStatistics.nullable(),
  problem: WireError.nullable(),
  receipt: Receipt.nullable(),
  /** True when this job was going on in an earlier run of the app and was taken up again. */
  isContinued: z.boolean(),
  createdAt: z.string(),
});
export type JobView = z.infer<typeof JobView>;

/** A file and the place its mail should go. */
export const Order = z.object({ candidateId: CandidateId, target: Target });
export type Order = z.infer<typeof Order>;
