import { AppError } from '../../../preload/contract/index.ts';
import type { Clock } from '../clock.ts';
import { linkAbort } from '../linked-abort.ts';
import { planBlocks } from '../plan.ts';
import type { Hasher, Source } from '../ports.ts';
import { createProgress, type Progress } from '../progress.ts';
import { type BlockReader, createBlockReader } from '../reader.ts';
import { nextDelay, waitReasonOf, wordOf } from '../retry.ts';
import type { Steering } from '../steering.ts';
import type { UploadEvent, UploadInput } from '../upload-event.ts';
import type { ShareTarget } from './share-target.ts';

/** What a copy works with. The caller opened `source` and `hasher` and closes them; `target` too. */
export type CopyDeps = {
  readonly source: Source;
  readonly target: ShareTarget;
  readonly hasher: Hasher;
  readonly steering: Steering;
  /** Stops the copy; its reason is what is thrown. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Numbers from 0 up to, not including, 1. */
  readonly random?: () => number;
  readonly blockBytes?: number;
};

/** One copy under way. */
export type CopyRun = {
  readonly input: UploadInput;
  readonly deps: CopyDeps;
  readonly reader: BlockReader;
  readonly blockCount: number;
  readonly progress: Progress;
  /** Memory for one block of the share. */
  readonly memory: Uint8Array;
  /** Blocks that were on the share before. */
  readonly kept: Set<number>;
  /** True from a `waiting` event until the next one that says otherwise. */
  isWaiting: boolean;
};

/** A copy, nothing done yet. */
export function createCopyRun(input: UploadInput, deps: CopyDeps): CopyRun {
  const { source, hasher, clock } = deps;
  const { signature } = input;
  const plan = planBlocks(signature.sizeBytes, deps.blockBytes);
  return {
    input,
    deps,
    reader: createBlockReader({ source, signature, plan, hasher }),
    blockCount: plan.count,
    progress: createProgress(signature.sizeBytes, clock),
    memory: hasher.allocate(Math.min(plan.blockBytes, plan.sizeBytes)),
    kept: new Set(),
    isWaiting: false,
  };
}

/** How long the share may say nothing before that is told. A rule of ours: a drive that spins up takes some 10 s. */
export const SILENT_MS = 30_000;

/**
 * The answer of the share, tried until there is one. When stopped it does not wait for a share that hangs.
 * @yields `waiting`, and `progressed` when the wait is over
 * @throws the call's error when it cannot be retried; the signal's reason
 */
export async function* patiently<T>(run: CopyRun, call: () => Promise<T>): AsyncGenerator<UploadEvent, T> {
  const { clock, random = Math.random } = run.deps;
  for (let attempt = 1; ; attempt++) {
    try {
      const value = yield* answerOf(run, call);
      yield* endWait(run);
      return value;
    } catch (error) {
      run.deps.signal.throwIfAborted();
      const delayMs = nextDelay(error, attempt, random());
      if (delayMs === 'stop' || !(error instanceof AppError)) throw error;
      yield* tellWait(run, { kind: 'waiting', reason: waitReasonOf(error), code: wordOf(error) });
      await untilWoken(run, (signal) => clock.sleep(delayMs, signal));
    }
  }
}

/** Waits as long as something holds the copy from outside. @yields as `patiently` @throws the signal's reason */
export async function* whileHeld(run: CopyRun): AsyncGenerator<UploadEvent> {
  for (;;) {
    run.deps.signal.throwIfAborted();
    const { holdFor } = run.deps.steering;
    if (holdFor === null) return yield* endWait(run);
    yield* tellWait(run, { kind: 'waiting', reason: holdFor, code: '' });
    if (run.deps.steering.holdFor === holdFor) await untilWoken(run, untilAborted);
  }
}

function* tellWait(run: CopyRun, event: Extract<UploadEvent, { kind: 'waiting' }>): Generator<UploadEvent> {
  run.isWaiting = true;
  yield event;
}

/** Even when no byte has gone yet: this is how one learns that the wait is over. */
function* endWait(run: CopyRun): Generator<UploadEvent> {
  if (!run.isWaiting) return;
  run.isWaiting = false;
  yield run.progress.now();
}

async function* answerOf<T>(run: CopyRun, call: () => Promise<T>): AsyncGenerator<UploadEvent, T> {
  const { signal, clock } = run.deps;
  signal.throwIfAborted();
  const abort = linkAbort(signal);
  // The system cannot be told to drop a call to a server that hangs: after a stop its answer is for nobody.
  const stopped = untilAborted(abort.controller.signal);
  const answer = call().then((value) => ({ value }));
  answer.catch(() => undefined);
  stopped.catch(() => undefined);
  try {
    const silence = clock.sleep(SILENT_MS, abort.controller.signal).then(() => null);
    silence.catch(() => undefined);
    const first = await Promise.race([answer, stopped, silence]);
    if (first !== null) return first.value;
    yield* tellWait(run, { kind: 'waiting', reason: 'silent', code: '' });
    return (await Promise.race([answer, stopped])).value;
  } finally {
    abort.controller.abort('answered');
    abort.release();
  }
}

const WOKEN = Symbol('woken');

/** Sleeps until that is over, something about the hold changes or the PC wakes up. @throws the signal's reason */
async function untilWoken({ deps }: CopyRun, sleep: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const abort = linkAbort(deps.signal);
  const wake = () => abort.controller.abort(WOKEN);
  const leave = deps.steering.listen({ onHold: wake, onWake: wake });
  try {
    await sleep(abort.controller.signal);
  } catch (reason) {
    if (reason !== WOKEN) throw reason;
  } finally {
    leave();
    abort.release();
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
