import { attempt, patienceMs, withinPatience } from './attempt.ts';
import type { ReadBlock } from './reader.ts';
import type { Run } from './run.ts';
import type { UploadEvent } from './upload-event.ts';

/**
 * Reads the blocks of these indexes in turn and sends those the store does not have. One block is read ahead while all
 * lanes are busy. When it ends, each block is at the store and each `blockStaged` was taken.
 * @yields `blockStaged`, `progressed`, `waiting`
 */
export async function* sendBlocks(run: Run, indexes: Iterable<number>): AsyncGenerator<UploadEvent> {
  for (const index of indexes) {
    run.signal.throwIfAborted();
    const block = await run.reader.read(index);
    const isKnown = run.known.has(block.id);
    // A lane becomes free when its note is taken, and this generator goes on only when the event made of that note was
    // dealt with. So no more than the lanes' number of blocks is ever sent without being on record.
    while (isKnown ? run.lanes.hasNotes : run.lanes.isFull) yield* takeNote(run);
    if (isKnown) yield* countDone(run, block);
    else run.lanes.start((signal) => stage(run, block, signal));
  }
  while (!run.lanes.isIdle) yield* takeNote(run);
}

async function* takeNote(run: Run): AsyncGenerator<UploadEvent> {
  const note = await run.lanes.next();
  if (note.kind === 'reported') {
    yield note.event;
    return;
  }
  yield { kind: 'blockStaged', id: note.value.id, sizeBytes: note.value.bytes.byteLength };
  yield* countDone(run, note.value);
}

function* countDone(run: Run, block: ReadBlock): Generator<UploadEvent> {
  run.progress.add(block.bytes.byteLength);
  run.reader.release(block);
  yield* run.progress.due();
}

async function* stage(run: Run, block: ReadBlock, signal: AbortSignal): AsyncGenerator<UploadEvent, ReadBlock> {
  const deps = { clock: run.clock, random: run.random, signal };
  const send = (inner: AbortSignal) => run.store.stageBlock(block.id, block.bytes, block.md5, inner);
  const sizeBytes = block.bytes.byteLength;
  yield* attempt(async () => {
    // Waiting for a turn under the bandwidth limit is not silence of the store.
    await run.pacer.take(sizeBytes, signal);
    await withinPatience(send, patienceMs(sizeBytes), deps);
  }, deps);
  return block;
}
