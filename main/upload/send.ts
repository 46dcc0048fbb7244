import { AppError } from '../../preload/contract/index.ts';
import { attempt } from './attempt.ts';
import type { LaneRoom } from './lanes.ts';
import type { ReadBlock } from './reader.ts';
import type { Run, StagedBlock } from './run.ts';
import { nextNews, until } from './until.ts';
import type { UploadEvent } from './upload-event.ts';

/** Blocks on their way from the reader. `first` was asked for already. */
export type BlockStream = {
  readonly blocks: AsyncGenerator<ReadBlock>;
  readonly first: Promise<IteratorResult<ReadBlock>>;
};

/** Answers to a block that say: blocks of someone else, cut in another way, are in the place of ours. */
const FOREIGN_REASONS: readonly unknown[] = ['InvalidBlobOrBlock', 'BlockCountExceedsLimit'];

/** Starts to read the blocks of these indexes. The stream must be closed (`blocks.return`). */
export function openBlocks(run: Run, indexes: Iterable<number>): BlockStream {
  const blocks = run.reader.blocks(indexes);
  const first = blocks.next();
  // It is waited for when the store has answered; until then its failure must not count as forgotten.
  first.catch(() => undefined);
  return { blocks, first };
}

/**
 * Sends the blocks the store does not have. When it ends, each block is at the store and each `blocksStaged` was dealt
 * with. Sending goes on while events are being dealt with, but never so far that more than `mostUnrecorded` blocks would
 * have to be sent again.
 * @yields `blocksStaged`, `progressed`, `waiting`
 * @throws AppError uploadConflict when the place is taken by blocks of someone else
 */
export async function* sendBlocks(run: Run, stream: BlockStream): AsyncGenerator<UploadEvent> {
  yield* until(run, fillLanes(run, stream));
  while (run.lanes.unfreedCount > 0) yield* nextNews(run);
}

async function fillLanes(run: Run, { blocks, first }: BlockStream): Promise<void> {
  for (let next = first; ; next = blocks.next()) {
    const { done, value: block } = await next;
    run.signal.throwIfAborted();
    if (done) return;
    if (run.known.has(block.id)) {
      keep(run, block);
      if (run.progress.isDue) run.bell.ring();
      continue;
    }
    await run.lanes.room(() => roomOf(run));
    run.lanes.start((signal) => stage(run, block, signal));
  }
}

/** Twice the requests under way are enough to bridge the time that writing them down takes. */
function roomOf({ concurrency: { limit }, mostUnrecorded }: Run): LaneRoom {
  return { running: limit, unfreed: Math.max(limit, Math.min(2 * limit, mostUnrecorded)) };
}

/** Counts the block as one the store has. */
export function keep(run: Run, block: ReadBlock): void {
  run.progress.keep(block.bytes.byteLength);
  run.reader.release(block);
}

async function stage(run: Run, block: ReadBlock, signal: AbortSignal): Promise<StagedBlock> {
  const bodyBytes = block.bytes.byteLength;
  const sending = run.progress.begin();
  const onSent = (sentBytes: number): void => {
    sending.sent(sentBytes);
    if (run.progress.isDue) run.bell.ring();
  };
  const call = (options: Parameters<typeof run.store.stageBlock>[1]) => run.store.stageBlock(block, options);
  try {
    await attempt(run.line, { call, bodyBytes, isBlock: true, onSent }, signal);
  } catch (error) {
    if (error instanceof AppError && FOREIGN_REASONS.includes(error.params.reason)) {
      throw new AppError('uploadConflict', { reason: 'ForeignBlocks' }, { cause: error });
    }
    throw error;
  } finally {
    sending.end();
  }
  run.concurrency.finished(bodyBytes, run.clock.now());
  run.reader.release(block);
  return { id: block.id, sizeBytes: bodyBytes };
}
