import { AppError, stopReason } from '../../../preload/contract/index.ts';
import type { ReadBlock } from '../reader.ts';
import type { UploadEvent, UploadInput } from '../upload-event.ts';
import { expectSignature } from '../verify.ts';
import { type CopyDeps, type CopyRun, createCopyRun, patiently, whileHeld } from './copy-run.ts';
import { readBack, readBlock } from './read-back.ts';

export type { CopyDeps } from './copy-run.ts';

/** Times a copy is read back from the share while blocks of it turn out to be others than were sent. A rule of ours. */
export const MAX_READ_BACKS = 3;

/**
 * Brings a file to a share, going on where an earlier run was ended: what is there is compared, not trusted. The copy gets
 * its name only after it was read back whole and has the source's SHA-256. A file of that name that is there already is
 * taken when it has the same content, else left alone.
 * @yields as `UploadEvent` says, without `blocksStaged`; a byte counts half as done when the share has taken it and in full
 *   when it was read back; `committed` comes last and once, its `blob` is share and name joined by `/`.
 * @throws AppError sourceChanged; uploadConflict (`BlobAlreadyExists`) for another file of that name; uploadRejected
 *   (`CopyDiffers`) when the share changes what it is given; the codes of `Source` and `ShareTarget`; the signal's reason
 *   when stopped. RangeError for an empty file.
 */
export async function* copyToShare(input: UploadInput, deps: CopyDeps): AsyncGenerator<UploadEvent> {
  deps.signal.throwIfAborted();
  await expectSignature(deps.source, input.signature);
  const run = createCopyRun(input, deps);
  try {
    const sizeBytes = yield* patiently(run, () => deps.target.final.getSize());
    if (sizeBytes === null) yield* bring(run);
    else yield* take(run, sizeBytes);
    yield {
      kind: 'committed',
      sha256: await run.reader.sha256(),
      sizeBytes: input.signature.sizeBytes,
      blob: deps.target.name,
    };
  } catch (error) {
    // Nobody goes on with the part of a job that was called off.
    if (stopReason(deps.signal) === 'cancel') await deps.target.part.remove().catch(() => undefined);
    throw error;
  }
}

/** Takes the file that is there as the result when it has the content of the source. */
async function* take(run: CopyRun, sizeBytes: number): AsyncGenerator<UploadEvent> {
  if (sizeBytes !== run.input.signature.sizeBytes) throw conflict();
  for await (const block of run.reader.blocks(allIndexes(run))) {
    const isSame = yield* isOnShare(run, block, 'final');
    run.reader.release(block);
    if (!isSame) throw conflict();
    run.progress.keep(block.bytes.byteLength);
    yield* run.progress.due();
  }
  await run.reader.verify();
  yield* run.progress.rest();
  // Left over when the last run was ended between giving the name and taking the part away.
  yield* patiently(run, () => run.deps.target.part.remove());
}

async function* bring(run: CopyRun): AsyncGenerator<UploadEvent> {
  const { part } = run.deps.target;
  const partBytes = (yield* patiently(run, () => part.getSize())) ?? 0;
  const { sizeBytes } = run.input.signature;
  if (partBytes > sizeBytes) yield* patiently(run, () => part.truncate(sizeBytes));
  for await (const block of run.reader.blocks(allIndexes(run))) yield* bringBlock(run, block, partBytes);
  const sha256 = yield* readBackUntilSame(run);
  await run.reader.verify();
  yield* run.progress.rest();
  run.deps.signal.throwIfAborted();
  yield { kind: 'committing', sha256 };
  yield* publish(run, sha256);
}

async function* bringBlock(run: CopyRun, block: ReadBlock, partBytes: number): AsyncGenerator<UploadEvent> {
  const isThere = offsetOf(run, block.index) < partBytes && (yield* isOnShare(run, block, 'part'));
  try {
    if (!isThere) yield* write(run, block);
  } finally {
    run.reader.release(block);
  }
  if (isThere) run.kept.add(block.index);
  count(run, block.index, firstHalf(block.bytes.byteLength));
  yield* run.progress.due();
}

/** @returns the SHA-256 of both. @throws AppError uploadRejected when the share keeps giving back other bytes */
async function* readBackUntilSame(run: CopyRun): AsyncGenerator<UploadEvent, string> {
  const counted = new Set<number>();
  const onBlock = (index: number, sizeBytes: number) => {
    if (!counted.has(index)) count(run, index, sizeBytes - firstHalf(sizeBytes));
    counted.add(index);
  };
  const { part } = run.deps.target;
  const expected = await run.reader.sha256();
  for (let passes = 1; ; passes++) {
    yield* patiently(run, () => part.flush());
    const found = yield* readBack(run, part, onBlock);
    if (found.sha256 === expected) return expected;
    if (passes === MAX_READ_BACKS) throw new AppError('uploadRejected', { reason: 'CopyDiffers' });
    yield* writeAgain(run, found.differing);
  }
}

async function* writeAgain(run: CopyRun, indexes: readonly number[]): AsyncGenerator<UploadEvent> {
  for await (const block of run.reader.blocks(indexes)) {
    run.kept.delete(block.index);
    try {
      yield* write(run, block);
    } finally {
      run.reader.release(block);
    }
  }
}

/** Writes in pieces small enough for the bound on the rate. */
async function* write(run: CopyRun, { index, bytes }: ReadBlock): AsyncGenerator<UploadEvent> {
  const { steering, signal, target } = run.deps;
  for (let start = 0; start < bytes.byteLength; ) {
    yield* whileHeld(run);
    const slice = bytes.subarray(start, start + Math.min(steering.pacer.sliceBytes(), bytes.byteLength - start));
    await steering.pacer.take(slice.byteLength, signal);
    const offset = offsetOf(run, index) + start;
    yield* patiently(run, () => target.part.write(slice, offset));
    start += slice.byteLength;
  }
}

/** Gives the copy its name. A name that is taken may be by us: the answer to an earlier try may have been lost. */
async function* publish(run: CopyRun, sha256: string): AsyncGenerator<UploadEvent> {
  const { target } = run.deps;
  if (yield* patiently(run, () => target.publish())) return;
  const sizeBytes = yield* patiently(run, () => target.final.getSize());
  if (sizeBytes !== run.input.signature.sizeBytes) throw conflict();
  const found = yield* readBack(run, target.final, () => undefined);
  if (found.sha256 !== sha256) throw conflict();
  yield* patiently(run, () => target.part.remove());
}

async function* isOnShare(
  run: CopyRun,
  block: ReadBlock,
  where: 'final' | 'part',
): AsyncGenerator<UploadEvent, boolean> {
  const bytes = yield* readBlock(run, run.deps.target[where], block.index);
  return isEqual(bytes, block.bytes);
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one.buffer, one.byteOffset, one.byteLength).equals(other);
}

function count({ progress, kept }: CopyRun, index: number, bytes: number): void {
  if (kept.has(index)) progress.keep(bytes);
  else progress.add(bytes);
}

function firstHalf(bytes: number): number {
  return Math.floor(bytes / 2);
}

function offsetOf({ memory }: CopyRun, index: number): number {
  return index * memory.byteLength;
}

function allIndexes({ blockCount }: CopyRun): Iterable<number> {
  return Array(blockCount).keys();
}

function conflict(): AppError {
  return new AppError('uploadConflict', { reason: 'BlobAlreadyExists' });
}
