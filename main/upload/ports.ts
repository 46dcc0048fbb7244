/**
 * One state of a file on disk; a file whose facts differ from the recorded ones has changed. `changedMs` is the time of
 * the last change to the file or to what is known of it, which programs cannot set back; null where it is not known.
 */
export type SourceSignature = {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly changedMs: number | null;
  /** `volume:file`. */
  readonly fileId: string;
};

/** The file to send, opened read-only. */
export interface Source {
  getSignature(): Promise<SourceSignature>;
  /**
   * Fills `target` from `offset`. @returns bytes read, less than asked only at the end of the file.
   * @throws AppError sourceMissing, sourceUnreadable (`offset` in its params), sourceInUse
   */
  read(target: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Hashes of one file, made beside the thread that sends it. Blocks are handed over in memory both sides see, so that
 * nothing is copied. @throws Error when it has been closed or has crashed
 */
export interface Hasher {
  /** Memory for one block, not cleared. */
  allocate(sizeBytes: number): Uint8Array;
  /** The 16 bytes of the MD5 of a block. */
  md5(block: Uint8Array): Promise<Uint8Array>;
  /** Takes the file's next bytes into its SHA-256; resolves when `block` may be written again. Calls are kept in order. */
  update(block: Uint8Array): Promise<void>;
  /** SHA-256 of all that was taken in, lower-case hex. To be called once. */
  digest(): Promise<string>;
  close(): Promise<void>;
}

export type StoredBlock = { readonly id: string; readonly sizeBytes: number };

/** What the store holds of a blob: blocks it is made of, blocks staged since; the tag of the blob, null for none yet. */
export type BlockLists = {
  readonly committed: readonly StoredBlock[];
  readonly staged: readonly StoredBlock[];
  readonly etag: string | null;
};

export type BlobFacts = {
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly jobId: string | null;
  /** True when another job relies on the blob as well: it must not be replaced. */
  readonly isShared: boolean;
  readonly etag: string;
};

/** One block on its way. `id` is base64 text; the service checks the body against the 16 bytes of `md5`. */
export type OutgoingBlock = { readonly id: string; readonly bytes: Uint8Array; readonly md5: Uint8Array };

/** How a call is made. `onSent` hears how many bytes of the body have gone, whenever some have, and 0 when it starts over. */
export type CallOptions = { readonly signal: AbortSignal; readonly onSent?: (sentBytes: number) => void };

/** What a commit writes beside the bytes. `replaces` is the tag of the blob it takes the place of; null: there must be none. */
export type CommitFacts = { readonly sha256: string; readonly jobId: string; readonly replaces: string | null };

/**
 * One blob of a block blob store. Every call is a single try; what may be tried again is told by the error.
 * @throws AppError uploadExpired (a new SAS may help), clockWrong, uploadForbidden, uploadContainerMissing,
 *   certificateUntrusted, proxyRefused, uploadConflict, uploadRejected; `isRetryable` where waiting helps, then with a
 *   `waitFor` of the contract's WAIT_REASONS in its params.
 */
export interface BlockStore {
  /** Container and blob name, without host and SAS: `container/name.pst`. */
  readonly name: string;
  /** Null when the SAS has no read right. */
  listBlocks(options: CallOptions): Promise<BlockLists | null>;
  stageBlock(block: OutgoingBlock, options: CallOptions): Promise<void>;
  /** Makes the blob out of staged and committed blocks; refuses (`uploadConflict`) when not `facts.replaces` is there. */
  commit(ids: readonly string[], facts: CommitFacts, options: CallOptions): Promise<void>;
  /** Facts of the committed blob; null when there is none or the SAS has no read right. */
  getFacts(options: CallOptions): Promise<BlobFacts | null>;
  /** Marks a blob of another job as relied on; `uploadConflict` when it is no longer the one of that tag. */
  share(etag: string, options: CallOptions): Promise<void>;
}

/** The permission to use the store, which the store takes anew for each request. */
export interface Access {
  /** Time left before it should be replaced, milliseconds; null when it does not say. */
  timeLeftMs(): number | null;
  /** Replaces it; calls at the same time share one replacement. @throws AppError, retryable when asking again may help */
  renew(signal: AbortSignal): Promise<void>;
}
