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
  if (run.toldCommit !== sha256) yield { kind: 'committing', sha256 };
  run.toldCommit = sha256;
  try {
    yield* ask(run, (options) => commitOnce(run, sha256, options), run.blockCount * LISTED_BLOCK_BYTES);
    return 'committed';
  } catch (error) {
    if (hasCode(error, 'uploadRejected') && error.params.reason === 'InvalidBlockList') return 'blocksMissing';
    if (hasCode(error, 'uploadConflict') && (yield* isSettled(run, sha256))) return 'committed';
    throw error;
  }
}

/** Tries of marking a blob that others mark at the same time. */
const MAX_SHARES = 3;

/**
 * Takes a blob of this content as the result: as it is when this job made it, marked as shared when another did.
 * @throws AppError uploadConflict when it has another content by now
 */
export async function* adopt(run: Run, found: BlobFacts): AsyncGenerator<UploadEvent> {
  let facts = found;
  for (let tries = 1; facts.jobId !== run.input.jobId && !facts.isShared; tries++) {
    const { etag, sha256 } = facts;
    try {
      return yield* ask(run, (options) => run.store.share(etag, options));
    } catch (error) {
      if (!hasCode(error, 'uploadConflict') || tries === MAX_SHARES) throw error;
      // Another job that takes it, or an answer to us that was lost, changes its tag as well; the content tells.
      const now = yield* ask(run, (options) => run.store.getFacts(options));
      if (now?.sha256 !== sha256 || now.sizeBytes !== facts.sizeBytes) throw error;
      facts = now;
    }
  }
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
 * Whether the blob that was in the way is what we were about to commit. With a read right its facts tell. Without one it
 * must be known that this job made it, and of this content: under a name that holds the job's id, which nobody else knows,
 * with a commit of which no answer was seen, and none ever begun of another content.
 */
async function* isSettled(run: Run, sha256: string): AsyncGenerator<UploadEvent, boolean> {
  const facts = yield* ask(run, (options) => run.store.getFacts(options));
  if (facts === null) return isOwnCommit(run, sha256);
  if (facts.sha256 !== sha256 || facts.sizeBytes !== run.input.signature.sizeBytes) return false;
  yield* adopt(run, facts);
  return true;
}

function isOwnCommit({ input, store, mayBeCommitted }: Run, sha256: string): boolean {
  const { jobId, startedCommits } = input;
  const isOwnName = store.name.split('/').at(-1)?.startsWith(jobId) ?? false;
  const isUnseen = mayBeCommitted || startedCommits.length > 0;
  return isOwnName && isUnseen && startedCommits.every((started) => started === sha256);
}

function hasCode(error: unknown, code: ErrorCode): error is AppError {
  return error instanceof AppError && error.code === code;
}
