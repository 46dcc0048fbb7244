import type { JobId } from '../../preload/contract/index.ts';
import type { ImportEngine, ImportSource } from '../import/engine.ts';
import type { UploadEvent, UploadInput } from '../upload/upload-event.ts';
import type { Signature } from './job.ts';
import type { JournalStore } from './journal.ts';

/** Looks at a file before it is moved. */
export interface SourceChecker {
  /**
   * The file as it is now, when it can be moved.
   * @throws AppError with a `source…` code; sourceMissing has `isDriveGone` in its params.
   */
  check(path: string, signal: AbortSignal): Promise<Signature>;
}

/** Gives permission to write or read one blob; a secret, made anew each time it is asked for. */
export interface StorageAccess {
  /** @throws AppError tenantUnavailable (retryable) */
  grant(blobName: string, rights: 'upload' | 'import', signal: AbortSignal): Promise<ImportSource>;
}

/** Sends a file to a blob. */
export type Upload = (
  input: UploadInput,
  access: ImportSource,
  options: { readonly signal: AbortSignal },
) => AsyncGenerator<UploadEvent>;

/** The time, so that tests can move it. */
export interface Clock {
  now(): Date;
  /** Milliseconds of a clock that never goes back. */
  monotonicMs(): number;
  /** @throws the signal's reason when it is aborted first. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** Everything the runner works with. */
export type RunnerPorts = {
  readonly journals: JournalStore;
  readonly checker: SourceChecker;
  readonly storage: StorageAccess;
  readonly upload: Upload;
  readonly engine: ImportEngine;
  readonly clock: Clock;
  readonly createId: () => JobId;
  readonly random: () => number;
  readonly bandwidthLimitBytesPerSecond: () => number | null;
  readonly onBug: (error: unknown, job: JobId) => void;
};
