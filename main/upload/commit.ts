import { AppError, type ErrorCode } from '../../preload/contract/index.ts';
import { ask, LISTED_BLOCK_BYTES } from './ask.ts';
import type { BlobFacts, CallOptions } from './ports.ts';
import type { Run } from './run.ts';
import { until } from './until.ts';
import type { UploadEvent } from './upload-event.ts';

/** How a commit ended: the blob is there, or the store says it lacks blocks. */
export type CommitOutcome = 'committed' | 'blocksMissing';

/**
 * Makes the blob out of all blocks, if the file still is what was read. A blob that is there already counts as ours only
 * when that can be told, and as good as ours when it has the same content.
 * @throws AppError sourceChanged; uploadConflict when the blob there is another; whatever the store refuses with
 */
export async function* commitBlob(run: Run): AsyncGenerator<UploadEvent, CommitOutcome> {
  if (run.reader.ids.length !== run.blockCount) throw new Error('the file was not read to its end');
  yield* until(run, run.reader.verify());
  const sha256 = yield* until(run, run.reader.sha256());
  try {
    yield* ask(run, (options) => commitOnce(run, sha256, options), run.blockCount * LISTED_BLOCK_BYTES);
    return 'committed';
  } catch (error) {
    if (hasCode(error, 'uploadRejected') && error.params.reason === 'InvalidBlockList') return 'blocksMissing';
    if (hasCode(error, 'uploadConflict') && (yield* isSettled(run, sha256))) return 'committed';
    throw error;
  }
}

/**
 * Takes a blob of this content as the result: as it is when this job made it, marked as shared when another did.
 * @throws AppError uploadConflict when it has been replaced since
 */
export async function* adopt(run: Run, facts: BlobFacts): AsyncGenerator<UploadEvent> {
  if (facts.jobId !== run.input.jobId) yield* ask(run, (options) => run.store.share(facts.etag, options));
}

async function commitOnce(run: Run, sha256: string, options: CallOptions): Promise<void> {
  try {
    const facts = { sha256, jobId: run.input.jobId, replaces: run.replaces };
    await run.store.commit(run.reader.ids, facts, options);
  } catch (error) {
    // No answer is not a no: the store may have done it before the line broke.
    if (!(error instanceof AppError) || error.isRetryable) run.mayBeCommitted = true;
    throw error;
  }
}

/**
 * Whether the blob that was in the way is what we were about to commit. With a read right its facts tell. Without one the
 * name must do: if it holds the job's id, which nobody else knows, this job wrote it; a name made of the content may be
 * another PC's. But from the same bytes? That is certain only when a commit of these very blocks may have gone through unseen: an earlier try of this run went without
 * an answer, or the journal names every block of the file, and a job commits only once it does (the app was killed after
 * the commit, before that was on record). If a block had to be sent in this run, the blob was made from other bytes.
 */
async function* isSettled(run: Run, sha256: string): AsyncGenerator<UploadEvent, boolean> {
  const facts = yield* ask(run, (options) => run.store.getFacts(options));
  if (facts === null) return run.mayBeCommitted && run.store.name.endsWith(`/${run.input.jobId}.pst`);
  if (facts.sha256 !== sha256 || facts.sizeBytes !== run.input.signature.sizeBytes) return false;
  yield* adopt(run, facts);
  return true;
}

function hasCode(error: unknown, code: ErrorCode): error is AppError {
  return error instanceof AppError && error.code === code;
}
