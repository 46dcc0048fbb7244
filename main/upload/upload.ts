import { AppError } from '../../preload/contract/index.ts';
import { ask, LISTED_BLOCK_BYTES } from './ask.ts';
import { BLOCK_ID_LENGTH, parseBlockId } from './block-id.ts';
import { adopt, commitBlob } from './commit.ts';
import type { BlobFacts, BlockLists, StoredBlock } from './ports.ts';
import { createRun, type Run, type UploadDeps } from './run.ts';
import { type BlockStream, keep, openBlocks, sendBlocks } from './send.ts';
import { until } from './until.ts';
import type { UploadEvent, UploadInput } from './upload-event.ts';
import { expectSignature } from './verify.ts';

export type { UploadDeps } from './run.ts';

/** Commits tried when the store keeps forgetting blocks. A rule of ours: one is expected after a week, two never. */
export const MAX_COMMITS = 3;

/**
 * Brings a file into the blob store, going on where an earlier run was ended. At no time more blocks than requests at once
 * (`lanes`) are sent beyond the `blocksStaged` events that were taken *and* followed by asking for the next event.
 * @yields as `UploadEvent` says; `doneBytes` only falls after `blocksLost`; `committed` comes last and once.
 * @throws AppError sourceChanged; uploadConflict with a `reason`: `BlobAlreadyExists` for another blob of that name,
 *   `ForeignBlocks` for blocks of another program in its place; the codes of `Source`, `BlockStore` and `Access`; the
 *   signal's reason when stopped, after everything under way has ended. RangeError for an empty file.
 */
export async function* upload(input: UploadInput, deps: UploadDeps): AsyncGenerator<UploadEvent> {
  deps.signal.throwIfAborted();
  await expectSignature(deps.source, input.signature);
  const run = createRun(input, deps);
  // The first blocks are read and hashed while the store is asked.
  const stream = openBlocks(run, allIndexes(run));
  try {
    const lists = yield* askLists(run);
    const stored = lists?.etag == null ? null : yield* ask(run, (options) => run.store.getFacts(options));
    yield* stored === null ? bring(run, stream, lists) : bringOver(run, stream, { lists, stored });
    const sha256 = yield* until(run, run.reader.sha256());
    yield { kind: 'committed', sha256, sizeBytes: input.signature.sizeBytes, blob: run.store.name };
  } finally {
    await run.stop();
    await stream.blocks.return(undefined);
  }
}

type Found = { readonly lists: BlockLists | null; readonly stored: BlobFacts };

/**
 * For a blob that is there already. One of the same content will do, whoever made it. One of an earlier job that this job
 * may replace, or of this job before the file changed, gives the blocks that have not changed. Any other is left alone.
 */
async function* bringOver(run: Run, stream: BlockStream, { lists, stored }: Found): AsyncGenerator<UploadEvent> {
  const { jobId, replacesJobId } = run.input;
  const isReplaceable = !stored.isShared && stored.jobId !== null && [jobId, replacesJobId].includes(stored.jobId);
  const mayBeSame = stored.sha256 !== null && stored.sizeBytes === run.input.signature.sizeBytes;
  if (!isReplaceable && !mayBeSame) throw new AppError('uploadConflict', { reason: 'BlobAlreadyExists' });
  if (isReplaceable) run.replaces = stored.etag;
  if (!mayBeSame) return yield* bring(run, stream, lists);

  if (isReplaceable) refuseForeign(lists);
  run.known = knownBlocks(lists);
  yield* tellLost(run);
  const missing = yield* readOnly(run, stream);
  if ((yield* until(run, run.reader.sha256())) === stored.sha256) {
    yield* until(run, run.reader.verify());
    yield* adopt(run, stored);
    // A blob that was cut in another way has the bytes of the others too.
    for (const index of missing) run.progress.keep(idBytes(run.reader.ids[index] ?? ''));
    return yield* run.progress.rest();
  }
  if (!isReplaceable) throw new AppError('uploadConflict', { reason: 'BlobAlreadyExists' });
  yield* commitAll(run, missing, lists !== null);
}

/** Reads the whole file without sending anything. @returns indexes of the blocks the store does not have */
async function* readOnly(run: Run, { blocks, first }: BlockStream): AsyncGenerator<UploadEvent, readonly number[]> {
  const missing: number[] = [];
  for (let next = first; ; next = blocks.next()) {
    const { done, value: block } = yield* until(run, next);
    run.signal.throwIfAborted();
    if (done) return missing;
    if (run.known.has(block.id)) {
      keep(run, block);
    } else {
      missing.push(block.index);
      run.reader.release(block);
    }
  }
}

/** Sends what the store lacks while the file is read for the first time, and commits. */
async function* bring(run: Run, stream: BlockStream, lists: BlockLists | null): AsyncGenerator<UploadEvent> {
  // The store's word counts; the journal's only where the store says nothing.
  refuseForeign(lists);
  run.known = lists ? knownBlocks(lists) : new Set(run.input.stagedIds);
  yield* tellLost(run);
  yield* sendBlocks(run, stream);
  yield* commitAll(run, [], lists !== null);
}

/** Takes back what the journal says and the store does not. */
function* tellLost(run: Run): Generator<UploadEvent> {
  const lost = run.input.stagedIds.filter((id) => !run.known.has(id));
  if (lost.length > 0) yield { kind: 'blocksLost', ids: lost };
}

/** Sends the blocks of these indexes and commits, again when the store has lost some. */
async function* commitAll(run: Run, first: readonly number[], canList: boolean): AsyncGenerator<UploadEvent> {
  let missing = first;
  for (let commits = 1; ; commits++) {
    if (missing.length > 0) yield* sendAgain(run, missing);
    yield* run.progress.rest();
    run.signal.throwIfAborted();
    if ((yield* commitBlob(run)) === 'committed') return;
    if (commits === MAX_COMMITS) throw new AppError('uploadRejected', { reason: 'InvalidBlockList' });
    missing = yield* forgetLost(run, canList);
  }
}

async function* sendAgain(run: Run, indexes: readonly number[]): AsyncGenerator<UploadEvent> {
  const stream = openBlocks(run, indexes);
  try {
    yield* sendBlocks(run, stream);
  } finally {
    await stream.blocks.return(undefined);
  }
}

/** Indexes of the blocks to send again after the store refused the list: what it says it lacks, else all. */
async function* forgetLost(run: Run, canList: boolean): AsyncGenerator<UploadEvent, readonly number[]> {
  const lists = canList ? yield* askLists(run) : null;
  const all = [...run.reader.ids.keys()];
  const held = knownBlocks(lists);
  const absent = all.filter((index) => !held.has(run.reader.ids[index] ?? ''));
  // A store that refuses a list of blocks it shows as staged is not to be believed in either.
  const missing = absent.length > 0 ? absent : all;
  const ids = missing.flatMap((index) => run.reader.ids[index] ?? []);
  run.known = new Set();
  run.progress.lose(ids.reduce((sum, id) => sum + idBytes(id), 0));
  yield { kind: 'blocksLost', ids };
  return missing;
}

/** What the store holds under that name; null when the SAS has no read right. */
function askLists(run: Run): AsyncGenerator<UploadEvent, BlockLists | null> {
  return ask(run, (options) => run.store.listBlocks(options), run.blockCount * LISTED_BLOCK_BYTES);
}

/** Ids of the blocks the store holds of this file: staged ones and those of the blob that is there. */
function knownBlocks(lists: BlockLists | null): ReadonlySet<string> {
  return new Set(
    allBlocks(lists)
      .filter(isWhole)
      .map(({ id }) => id),
  );
}

/** @throws AppError uploadConflict when ours cannot stand beside what is there: all ids of a blob have one length */
function refuseForeign(lists: BlockLists | null): void {
  const isForeign = allBlocks(lists).some(({ id }) => id.length !== BLOCK_ID_LENGTH);
  if (isForeign) throw new AppError('uploadConflict', { reason: 'ForeignBlocks' });
}

function allBlocks(lists: BlockLists | null): readonly StoredBlock[] {
  return lists ? [...lists.staged, ...lists.committed] : [];
}

/** A block of ours with the length its id speaks of; anything else is someone else's or damaged. */
function isWhole(block: StoredBlock): boolean {
  const parsed = parseBlockId(block.id);
  return parsed.kind === 'ours' && parsed.block.sizeBytes === block.sizeBytes;
}

function idBytes(id: string): number {
  const parsed = parseBlockId(id);
  return parsed.kind === 'ours' ? parsed.block.sizeBytes : 0;
}

function allIndexes(run: Run): Iterable<number> {
  return Array(run.blockCount).keys();
}
