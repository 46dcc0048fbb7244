import { AppError } from '../../preload/contract/index.ts';
import { ask, askStagedIds } from './ask.ts';
import { parseBlockId } from './block-id.ts';
import { commitBlob, isSameBlob, isSameJob } from './commit.ts';
import type { BlobFacts } from './ports.ts';
import { expectSignature } from './reader.ts';
import { createRun, type Run, type UploadDeps } from './run.ts';
import { sendBlocks } from './send.ts';
import type { UploadEvent, UploadInput } from './upload-event.ts';

export type { UploadDeps } from './run.ts';

/** Commits tried when the store keeps forgetting blocks. A rule of ours: one is expected after a week, two never. */
export const MAX_COMMITS = 3;

/**
 * Brings a file into the blob store, going on where an earlier run was ended. At no time more blocks than the concurrency
 * (4) are sent beyond the `blockStaged` events that were taken *and* followed by asking for the next event.
 * @yields as `UploadEvent` says; `doneBytes` only falls after `blocksLost`; `committed` comes last and once.
 * @throws AppError sourceChanged, uploadConflict, and the codes of `Source` and `BlockStore`; the signal's reason when
 * stopped, after everything under way has ended. RangeError for an empty file.
 */
export async function* upload(input: UploadInput, deps: UploadDeps): AsyncGenerator<UploadEvent> {
  deps.signal.throwIfAborted();
  await expectSignature(deps.source, input.signature);
  const run = createRun(input, deps);
  try {
    const stored = yield* ask(run, (signal) => run.store.getFacts(signal));
    yield* stored === null ? sendAndCommit(run) : compareWith(run, stored);
    const sha256 = run.reader.sha256();
    yield { kind: 'committed', sha256, sizeBytes: input.signature.sizeBytes, blob: run.store.name };
  } finally {
    await run.lanes.stop();
  }
}

/** For a blob that is already there: nothing is sent, the file is only read, to see whether the blob was made from it. */
async function* compareWith(run: Run, stored: BlobFacts): AsyncGenerator<UploadEvent> {
  const conflict = new AppError('uploadConflict', { reason: 'BlobAlreadyExists' });
  if (!isSameJob(run, stored)) throw conflict;
  for (let index = 0; index < run.blockCount; index++) {
    run.signal.throwIfAborted();
    const block = await run.reader.read(index);
    run.progress.add(block.bytes.byteLength);
    run.reader.release(block);
    yield* run.progress.due();
  }
  yield* run.progress.rest();
  if (!isSameBlob(run, stored)) throw conflict;
}

async function* sendAndCommit(run: Run): AsyncGenerator<UploadEvent> {
  const listed = yield* findKnown(run);
  let missing: Iterable<number> = Array(run.blockCount).keys();
  for (let commits = 1; ; commits++) {
    yield* sendBlocks(run, missing);
    yield* run.progress.rest();
    run.signal.throwIfAborted();
    await expectSignature(run.source, run.input.signature);
    if (commits === 1) run.mayBeCommitted = !listed && run.reader.ids.every((id) => run.known.has(id));
    if ((yield* commitBlob(run)) === 'committed') return;
    if (commits === MAX_COMMITS) throw new AppError('uploadRejected', { reason: 'InvalidBlockList' });
    missing = yield* forgetLost(run);
  }
}

/** Learns which blocks need not be sent. The store's word counts; the journal's only where the store says nothing. */
async function* findKnown(run: Run): AsyncGenerator<UploadEvent, boolean> {
  const listed = yield* askStagedIds(run);
  run.known = listed ?? new Set(run.input.stagedIds);
  const lost = run.input.stagedIds.filter((id) => !run.known.has(id));
  if (lost.length > 0) yield { kind: 'blocksLost', ids: lost };
  return listed !== null;
}

/** Indexes of the blocks to send again after the store refused the list: what it says it lacks, else all. */
async function* forgetLost(run: Run): AsyncGenerator<UploadEvent, readonly number[]> {
  const listed = yield* askStagedIds(run);
  const all = [...run.reader.ids.keys()];
  const absent = all.filter((index) => !listed?.has(run.reader.ids[index] ?? ''));
  // A store that refuses a list of blocks it shows as staged is not to be believed in either.
  const missing = absent.length > 0 ? absent : all;
  const ids = missing.flatMap((index) => run.reader.ids[index] ?? []);
  run.known = new Set();
  run.progress.add(-ids.reduce((sum, id) => sum + idBytes(id), 0));
  yield { kind: 'blocksLost', ids };
  return missing;
}

function idBytes(id: string): number {
  const parsed = parseBlockId(id);
  return parsed.kind === 'ours' ? parsed.block.sizeBytes : 0;
}
