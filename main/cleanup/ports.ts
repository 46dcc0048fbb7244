/** A committed blob as a listing tells of it. Times are ISO 8601 UTC; names of metadata are in lower case. */
export type StoredBlob = {
  /** Within the container, with its percent signs resolved. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedAt: string;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly isLeased: boolean;
};

/** What became of a removal; a blob that was gone already counts as removed. */
export type Removal = 'removed' | 'changed' | 'leased';

/**
 * The container uploads go to, for looking and removing. Every request is a single try.
 * @throws AppError sasInvalid (a right is missing), uploadForbidden, uploadExpired, clockWrong, uploadContainerMissing,
 *   certificateUntrusted, proxyRefused, uploadRejected; `isRetryable` where waiting helps
 */
export interface CleanupStore {
  /** Every committed blob, of whomever. */
  list(signal: AbortSignal): AsyncIterable<StoredBlob>;
  /** Removes the blob as long as it is the one of that tag. */
  remove(name: string, etag: string, signal: AbortSignal): Promise<Removal>;
}

/** Waiting, and the chance in it. `sleep` throws the signal's reason as soon as it is aborted. */
export type Pauses = {
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
};
