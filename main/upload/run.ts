import type { Clock } from './clock.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { planBlocks } from './plan.ts';
import type { BlockStore, Source } from './ports.ts';
import { createProgress, type Progress } from './progress.ts';
import { type BlockReader, createBlockReader, type ReadBlock } from './reader.ts';
import type { UploadInput } from './upload-event.ts';

/** Requests at once. A rule of ours: enough to fill a home line at 8 MiB a block. */
export const CONCURRENCY = 4;

/**
 * What an upload works with. The caller opened `source` and closes it. The last three have defaults; `random` gives
 * numbers from 0 up to, not including, 1. `smallestBlockBytes` must not change between two runs of one job, or the second
 * finds nothing of the first.
 */
export type UploadDeps = {
  readonly source: Source;
  readonly store: BlockStore;
  /** Stops the upload; its reason is what is thrown. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly concurrency?: number;
  readonly smallestBlockBytes?: number;
};

/** One upload under way. */
export type Run = {
  readonly input: UploadInput;
  readonly source: Source;
  readonly store: BlockStore;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: () => number;
  readonly reader: BlockReader;
  readonly blockCount: number;
  readonly lanes: Lanes<ReadBlock>;
  readonly pacer: Pacer;
  readonly progress: Progress;
  /** Ids of blocks that need not be sent. */
  known: ReadonlySet<string>;
  /** True when a commit of ours may have been done without our seeing its answer, in this run or an earlier one. */
  mayBeCommitted: boolean;
};

/** The run of an upload, nothing done yet. Its lanes must be stopped in the end. */
export function createRun(input: UploadInput, deps: UploadDeps): Run {
  const { source, store, signal, clock, random = Math.random } = deps;
  const plan = planBlocks(input.signature.sizeBytes, deps.smallestBlockBytes);
  return {
    input,
    source,
    store,
    signal,
    clock,
    random,
    reader: createBlockReader({ source, signature: input.signature, plan }),
    blockCount: plan.count,
    lanes: createLanes(deps.concurrency ?? CONCURRENCY, signal),
    pacer: createPacer(input.bandwidthLimitBytesPerSecond, clock),
    progress: createProgress(plan.sizeBytes, clock),
    known: new Set(),
    mayBeCommitted: false,
  };
}
