/** A file on the share that is open for reading. */
export interface ShareFile {
  /** Bytes it has; null when there is none. */
  getSize(): Promise<number | null>;
  /** Fills `target` from `offset`. @returns bytes read, less than asked only at the end of the file. */
  read(target: Uint8Array, offset: number): Promise<number>;
}

/** The unfinished copy, which the first write makes. Its name holds the job's id: no other job writes to it. */
export interface SharePart extends ShareFile {
  /** Resolves when the share has taken all of `bytes`. */
  write(bytes: Uint8Array, offset: number): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  /** Resolves when what was written is on the disk of the share; what is read later comes from there as far as that can be had. */
  flush(): Promise<void>;
  /** Does nothing when there is none. */
  remove(): Promise<void>;
}

/**
 * One file on a share. Every call is a single try.
 * @throws AppError shareMissing, shareForbidden, shareFull, each with `share` and the system's `reason`; `isRetryable` where
 *   waiting helps, then with a `waitFor` of the contract's WAIT_REASONS where that is not `offline`.
 */
export interface ShareTarget {
  /** Share and file name, joined by `/`. */
  readonly name: string;
  readonly final: ShareFile;
  readonly part: SharePart;
  /** Gives the part its final name. @returns false when there is a file of that name, which stays as it is. */
  publish(): Promise<boolean>;
  /** Lets go of the files. */
  close(): Promise<void>;
}
