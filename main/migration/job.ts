import { z } from 'zod';
import {
  ENGINE_KINDS,
  type EngineKind,
  ImportReading,
  ImportStatistics,
  JobId,
  Target,
  WireError,
} from '../../preload/contract/index.ts';

const bytes = z.number().int().nonnegative();

/** The file of a job as the person chose it. */
export const JobFile = z.object({ path: z.string(), name: z.string(), sizeBytes: bytes });
export type JobFile = z.infer<typeof JobFile>;

/** One state of a file on disk; the same shape as the uploader's `SourceSignature`. */
export const Signature = z.object({
  sizeBytes: bytes,
  modifiedMs: z.number(),
  /** Null in records of older versions. */
  changedMs: z.number().nullable().default(null),
  fileId: z.string(),
});
export type Signature = z.infer<typeof Signature>;

/** What is known of an upload under way: which blocks the store took, over all runs. */
export type UploadMemory = {
  readonly signature: Signature | null;
  /** Name of the blob, without its container; null before one was chosen. */
  readonly blobName: string | null;
  /** Job whose finished blob of that name this one takes the place of; null for none. */
  readonly replacesJobId: JobId | null;
  /** Blocks the store holds for that blob, as far as is known, and about how many bytes they have. */
  readonly stagedIds: readonly string[];
  readonly stagedBytes: number;
  /** SHA-256 of every content whose commit was begun under that name, as far as is known. */
  readonly startedCommits: readonly string[];
  /** All that was ever sent, also what the store has forgotten since. */
  readonly sentBytes: number;
};

/** A finished upload. `blob` is `container/name`, `sha256` lower-case hex of the file. */
export type CommittedUpload = {
  readonly blob: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** The file as it was read; null in records of older versions. */
  readonly signature: Signature | null;
};

/** States in which the app works on a job by itself. */
export type ActivePhase =
  | { readonly kind: 'queued' | 'checking' | 'uploading'; readonly upload: UploadMemory }
  | { readonly kind: 'uploaded'; readonly upload: CommittedUpload }
  | { readonly kind: 'importing'; readonly upload: CommittedUpload; readonly requestId: string };

/** How far a job had come when it ended early. */
export type Reached = {
  readonly sentBytes: number;
  readonly upload: CommittedUpload | null;
  readonly requestId: string | null;
};

/** The state of a job, each with its own data only. */
export type JobPhase =
  | { readonly kind: 'draft' }
  | ActivePhase
  | { readonly kind: 'paused'; readonly before: ActivePhase }
  | { readonly kind: 'blocked'; readonly before: ActivePhase; readonly error: WireError }
  | {
      readonly kind: 'done' | 'doneWithSkips';
      readonly upload: CommittedUpload;
      readonly requestId: string;
      readonly statistics: ImportStatistics;
    }
  | {
      readonly kind: 'failed';
      readonly reached: Reached;
      readonly error: WireError;
      readonly statistics: ImportStatistics | null;
    }
  | { readonly kind: 'cancelled'; readonly reached: Reached; readonly statistics: ImportStatistics | null };

/** One PST on its way into one mailbox. Times are ISO 8601 UTC. */
export type Job = {
  readonly id: JobId;
  readonly file: JobFile;
  readonly target: Target;
  /** The way it goes; another one cannot go on with it. */
  readonly engine: EngineKind;
  /** How its import went so far, oldest first. */
  readonly readings: readonly ImportReading[];
  readonly createdAt: string;
  /** Time of the last event that changed the job. */
  readonly changedAt: string;
  readonly phase: JobPhase;
};

/** Everything that can happen to a job; what the journal holds, so fields are only ever added. */
export const JobEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('created'),
    id: JobId,
    file: JobFile,
    target: Target,
    /** Absent in records of older versions, which knew no other. */
    engine: z.enum(ENGINE_KINDS).optional(),
  }),
  z.object({ kind: z.literal('queued') }),
  z.object({ kind: z.literal('checkStarted') }),
  z.object({
    kind: z.literal('uploadStarted'),
    signature: Signature,
    /** Absent in records of older versions, which named a blob by its job. Another name than before starts from nothing. */
    blobName: z.string().optional(),
    replacesJobId: JobId.nullable().optional(),
  }),
  z.object({ kind: z.literal('blockStaged'), id: z.string(), sizeBytes: bytes }),
  z.object({ kind: z.literal('blocksLost'), ids: z.array(z.string()) }),
  /** Written before the first commit of that content: what became of it may be known to the store alone. */
  z.object({ kind: z.literal('commitStarted'), sha256: z.string() }),
  z.object({ kind: z.literal('uploadCommitted'), blob: z.string(), sha256: z.string(), sizeBytes: bytes }),
  z.object({ kind: z.literal('importStarted'), requestId: z.string() }),
  z.object({ kind: z.literal('importRead'), reading: ImportReading.omit({ at: true }) }),
  z.object({ kind: z.literal('importEnded'), statistics: ImportStatistics }),
  z.object({ kind: z.literal('paused') }),
  z.object({ kind: z.literal('resumed') }),
  z.object({ kind: z.literal('blocked'), error: WireError }),
  z.object({ kind: z.literal('failed'), error: WireError, statistics: ImportStatistics.nullable() }),
  z.object({ kind: z.literal('cancelled'), statistics: ImportStatistics.nullable() }),
]);
export type JobEvent = z.infer<typeof JobEvent>;

/** An event and when it happened. */
export const JobRecord = z.object({ at: z.string(), event: JobEvent });
export type JobRecord = z.infer<typeof JobRecord>;
