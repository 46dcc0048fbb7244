/** One state of a file on disk; a file whose facts differ from the recorded ones has changed. */
export type SourceSignature = { readonly sizeBytes: number; readonly modifiedMs: number; readonly fileId: string };

/** The file to send, opened read-only. */
export interface Source {
  getSignature(): Promise<SourceSignature>;
  /**
   * Fills `target` from `offset`. @returns bytes read, less than asked only at the end of the file.
   * @throws AppError sourceMissing, sourceUnreadable, sourceInUse
   */
  read(target: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

export type StoredBlock = { readonly id: string; readonly sizeBytes: number };

export type BlobFacts = { readonly sizeBytes: number; readonly sha256: string | null; readonly jobId: string | null };

/**
 * One blob of a block blob store. Every call is a single try; what may be tried again is told by the error.
 * @throws AppError uploadForbidden, uploadContainerMissing, uploadConflict, uploadRejected; `isRetryable` where it is.
 */
export interface BlockStore {
  /** Container and blob name, without host and SAS: `container/name.pst`. */
  readonly name: string;
  /** Blocks staged and not yet committed, or null when the SAS has no read right. */
  listStagedBlocks(signal: AbortSignal): Promise<readonly StoredBlock[] | null>;
  /** `id` is base64 text, `md5` the 16 bytes the service checks the body against. */
  stageBlock(id: string, bytes: Uint8Array, md5: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Makes the blob out of its blocks; refuses (`uploadConflict`) when a blob of that name exists. */
  commit(
    ids: readonly string[],
    facts: { readonly sha256: string; readonly jobId: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** Facts of the committed blob; null when there is none or the SAS has no read right. */
  getFacts(signal: AbortSignal): Promise<BlobFacts | null>;
}
