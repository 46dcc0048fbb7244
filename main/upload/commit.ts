import { AppError, type ErrorCode } from '../../preload/contract/index.ts';
import { ask, LISTED_BLOCK_BYTES } from './ask.ts';
import type { BlobFacts } from './ports.ts';
import type { Run } from './run.ts';
import type { UploadEvent } from './upload-event.ts';

/** How a commit ended: the blob is there, or the store says it lacks blocks. */
export type CommitOutcome = 'committed' | 'blocksMissing';

/**
 * Makes the blob out of all blocks. A blob that is there already counts as ours only when that can be told.
 * @throws AppError uploadConflict when the blob there is not ours, and whatever the store refuses with.
 */
export async function* commitBlob(run: Run): AsyncGenerator<UploadEvent, CommitOutcome> {
  try {
    yield* ask(run, (signal) => commitOnce(run, signal), run.blockCount * LISTED_BLOCK_BYTES);
    return 'committed';
  } catch (error) {
    if (hasCode(error, 'uploadRejected') && error.params.reason === 'InvalidBlockList') return 'blocksMissing';
    if (hasCode(error, 'uploadConflict') && (yield* isOurs(run))) return 'committed';
    throw error;
  }
}

/** True when a committed blob's facts are those of this job and this file. The file must have been read. */
export function isSameBlob(run: Run, facts: BlobFacts): boolean {
  return isSameJob(run, facts) && facts.sha256 === run.reader.sha256();
}

/** True when the blob was made by this job from a file of this size. */
export function isSameJob(run: Run, facts: BlobFacts): boolean {
  return facts.jobId === run.input.jobId && facts.sizeBytes === run.input.signature.sizeBytes;
}

async function commitOnce(run: Run, signal: AbortSignal): Promise<void> {
  try {
    await run.store.commit(run.reader.ids, { sha256: run.reader.sha256(), jobId: run.input.jobId }, signal);
  } catch (error) {
    // No answer is not a no: the store may have done it before the line broke.
    if (!(error instanceof AppError) || error.isRetryable) run.mayBeCommitted = true;
    throw error;
  }
}

/**
 * Whether the blob that was in the way is what we were about to commit. With a read right its facts tell. Without one the
 * name must do: it holds the job's id, which nobody else knows, so this job wrote it. But from the same bytes? That is
 * certain only when a commit of these very blocks may have gone through unseen: an earlier try of this run went without
 * an answer, or the journal names every block of the file, and a job commits only once it does (the app was killed after
 * the commit, before that was on record). If a block had to be sent in this run, the blob was made from other bytes.
 */
async function* isOurs(run: Run): AsyncGenerator<UploadEvent, boolean> {
  const facts = yield* ask(run, (signal) => run.store.getFacts(signal));
  return facts === null ? run.mayBeCommitted : isSameBlob(run, facts);
}

function hasCode(error: unknown, code: ErrorCode): error is AppError {
  return error instanceof AppError && error.code === code;
}
