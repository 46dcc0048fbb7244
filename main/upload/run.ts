import type { Line } from './attempt.ts';
import type { AttemptDeps } from './attempt-deps.ts';
import { type Bell, createBell } from './bell.ts';
import type { Clock } from './clock.ts';
import { type Concurrency, createConcurrency, type LaneBounds } from './concurrency.ts';
import { createGate, type Gate, type WaitState } from './gate.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { linkAbort } from './linked-abort.ts';
import { planBlocks } from './plan.ts';
import type { Access, BlockStore, Hasher, Source } from './ports.ts';
import { createProgress, type Progress } from './progress.ts';
import { type BlockReader, createBlockReader } from './reader.ts';
import { createRenewal, type Renewal } from './renewal.ts';
import type { Steering } from './steering.ts';
import type { UploadInput } from './upload-event.ts';
import { createWatch, type Watch } from './watch.ts';

/** Requests at once. A rule of ours: 4 fill a home line at 8 MiB a block, 16 one that is fast and far. */
export const LANES: LaneBounds = { first: 4, most: 16 };

/** Once something gets through again, requests that have not moved for so long are made anew: theirs is a dead line. */
const DEAD_LINE_MS = 15_000;

/**
 * What an upload works with. The caller opened `source` and `hasher` and closes them. `random` gives numbers from 0 up to,
 * not including, 1. `smallestBlockBytes` must not change between two runs of one job, or the second finds nothing of the
 * first. `steering` is for one upload at a time.
 */
export type UploadDeps = {
  readonly source: Source;
  readonly store: BlockStore;
  readonly hasher: Hasher;
  readonly access: Access;
  readonly steering: Steering;
  /** Stops the upload; its reason is what is thrown. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly lanes?: LaneBounds;
  readonly smallestBlockBytes?: number;
};

/** A block the store has taken. */
export type StagedBlock = { readonly id: string; readonly sizeBytes: number };

/** One upload under way. */
export type Run = {
  readonly input: UploadInput;
  readonly source: Source;
  readonly store: BlockStore;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly reader: BlockReader;
  readonly blockCount: number;
  readonly lanes: Lanes<StagedBlock>;
  readonly concurrency: Concurrency;
  readonly line: Line;
  readonly progress: Progress;
  readonly bell: Bell;
  /** Why nothing gets through; null while it does. */
  readonly waiting: WaitState | null;
  /** What was last told of that. */
  toldWaiting: WaitState | null;
  /** Ids of blocks that need not be sent. */
  known: ReadonlySet<string>;
  /** Tag of the blob this one takes the place of; null for none. */
  replaces: string | null;
  /** True when a commit of this run may have been done without our seeing its answer. */
  mayBeCommitted: boolean;
  /** SHA-256 of the content whose commit was last told to be under way; null for none. */
  toldCommit: string | null;
  /** How many blocks may be sent, or be on their way, without being on record. */
  readonly mostUnrecorded: number;
  /** Ends what is under way and waits for it. To be called in the end. */
  stop(): Promise<void>;
};

/** The run of an upload, nothing done yet. */
export function createRun(input: UploadInput, deps: UploadDeps): Run {
  const { source, store, signal, clock, hasher } = deps;
  const plan = planBlocks(input.signature.sizeBytes, deps.smallestBlockBytes);
  const bell = createBell();
  const scope = linkAbort(signal);
  const lanes = createLanes<StagedBlock>(scope.controller.signal, bell.ring);
  const way = createWay(deps, { signal: scope.controller.signal, blockBytes: plan.blockBytes, bell });
  return {
    input,
    source,
    store,
    signal,
    clock,
    reader: createBlockReader({ source, signature: input.signature, plan, hasher }),
    blockCount: plan.count,
    lanes,
    concurrency: way.concurrency,
    line: way.line,
    progress: createProgress(plan.sizeBytes, clock),
    bell,
    get waiting() {
      return way.waiting();
    },
    toldWaiting: null,
    known: new Set(),
    replaces: null,
    mayBeCommitted: false,
    toldCommit: null,
    mostUnrecorded: (deps.lanes ?? LANES).most,
    async stop() {
      scope.controller.abort('stopped');
      scope.release();
      way.close();
      await lanes.stop();
    },
  };
}

type WayInput = { readonly signal: AbortSignal; readonly blockBytes: number; readonly bell: Bell };

type Way = {
  readonly line: Line;
  readonly concurrency: Concurrency;
  waiting(): WaitState | null;
  close(): void;
};

/** The way to the store: who may send when, what is given up, how the permission is renewed. */
function createWay(deps: UploadDeps, { signal, blockBytes, bell }: WayInput): Way {
  const { clock, random = Math.random, steering, access } = deps;
  const attempts: AttemptDeps = { clock, random, signal };
  const concurrency = createConcurrency(deps.lanes ?? LANES);
  let isCorrupted = false;

  const renewal: Renewal = createRenewal(access, attempts, () => gate.update());
  const gate: Gate = createGate({
    ...attempts,
    steering,
    concurrency,
    renewing: () => renewal.waiting,
    onChange: bell.ring,
    // A busy store may be slow to answer; its connections are alive.
    onRecovered: (reason) => reason !== 'busy' && watch.abandon(DEAD_LINE_MS),
  });
  const watch: Watch = createWatch({
    clock,
    pausedMs: () => steering.pacer.longestTurnMs(),
    limit: () => concurrency.limit,
    onRate: (bytesPerSecond) => concurrency.observe(bytesPerSecond, blockBytes),
    onSlept: () => gate.reset(),
  });
  const onWake = () => {
    watch.abandon(0);
    gate.reset();
  };
  const unlisten = steering.listen({ onHold: () => gate.update(), onWake });
  const onCorrupted = (is: boolean) => {
    isCorrupted = is;
    bell.ring();
  };
  return {
    line: { ...attempts, gate, watch, renewal, onCorrupted },
    concurrency,
    waiting: () => gate.waiting ?? (isCorrupted ? { reason: 'corrupted', code: 'Md5Mismatch' } : null),
    close() {
      unlisten();
      gate.close();
    },
  };
}
