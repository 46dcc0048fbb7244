import type { JobId } from '../../preload/contract/index.ts';
import type { ImportEngine, ImportSource } from '../import/engine.ts';
import type { TransferControl, UploadEvent, UploadInput } from '../upload/upload-event.ts';
import type { Signature } from './job.ts';
import type { JournalStore } from './journal.ts';

/** A file that can be moved: its state, and the blob name its content asks for, which is the same for every copy of it. */
export type CheckedSource = { readonly signature: Signature; readonly contentName: string };

/** Looks at a file before it is moved. */
export interface SourceChecker {
  /**
   * The file as it is now, when it can be moved.
   * @throws AppError with a `source…` code; sourceMissing has `isDriveGone` in its params.
   */
  check(path: string, signal: AbortSignal): Promise<CheckedSource>;
}

/** Gives permission to write or read one blob; a secret, made anew each time it is asked for. */
export interface StorageAccess {
  /**
   * `uploadWithRead` gives the right to read as well where the storage has that to give.
   * @throws AppError tenantUnavailable (retryable), sasInvalid, uploadExpired when what was given is of no use
   */
  grant(blobName: string, rights: StorageRights, signal: AbortSignal): Promise<ImportSource>;
}

export type StorageRights = 'uploadWithRead' | 'import';

/** What uploads have to heed: bounds and holds that change while they run. */
export interface Conditions {
  /** What holds each of the uploads that run. */
  current(): TransferControl;
  /** Counts one more upload, which gets its part of the bound; the returned function ends that. */
  begin(): () => void;
  /** Calls the listener when `current` has changed; the returned function ends that. */
  onChange(listener: (control: TransferControl) => void): () => void;
  /** Calls the listener when the PC has woken up. */
  onWake(listener: () => void): () => void;
}

/** Sends a file to a blob. `renew` gives another permission for that blob. */
export type Upload = (
  input: UploadInput,
  access: ImportSource,
  options: {
    readonly signal: AbortSignal;
    readonly renew: (signal: AbortSignal) => Promise<ImportSource>;
    readonly conditions: Conditions;
  },
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
  readonly conditions: Conditions;
  /** `job` is null for what is done beside the jobs. */
  readonly onBug: (error: unknown, job: JobId | null) => void;
};
