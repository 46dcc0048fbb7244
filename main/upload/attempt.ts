import { AppError } from '../../preload/contract/index.ts';
import type { AttemptDeps } from './attempt-deps.ts';
import type { Gate, Pass } from './gate.ts';
import type { Renewal } from './renewal.ts';
import { nextDelay, waitReasonOf } from './retry.ts';
import { AGAIN, type Watch, type WatchedCall } from './watch.ts';

/** The way to the store, shared by all requests of an upload. */
export type Line = AttemptDeps & {
  readonly gate: Gate;
  readonly watch: Watch;
  readonly renewal: Renewal;
  /** Told when bytes have arrived changed more than once in a row, and when some got through again. */
  readonly onCorrupted: (isCorrupted: boolean) => void;
};

/**
 * The call's value, however many tries that takes.
 * @throws the call's error when it cannot be retried; the signal's reason when aborted
 */
export async function attempt<T>(line: Line, watched: WatchedCall<T>, signal: AbortSignal): Promise<T> {
  for (let corruptedTries = 0; ; ) {
    const pass = await line.gate.enter(signal);
    const permission = line.renewal.begin();
    try {
      const value = await line.watch.run(watched, signal);
      line.renewal.passed();
      if (corruptedTries > 0) line.onCorrupted(false);
      pass.passed();
      return value;
    } catch (error) {
      if (signal.aborted || error === AGAIN) {
        pass.left();
        signal.throwIfAborted();
        continue;
      }
      if (isCorrupted(error)) corruptedTries += 1;
      await recover(line, { error, pass, permission, corruptedTries, signal });
    }
  }
}

type Failure = {
  readonly error: unknown;
  readonly pass: Pass;
  readonly permission: number;
  readonly corruptedTries: number;
  readonly signal: AbortSignal;
};

/** Makes another try possible. @throws the error when there is no way */
async function recover(line: Line, { error, pass, permission, corruptedTries, signal }: Failure): Promise<void> {
  if (!(error instanceof AppError)) {
    pass.left();
    throw error;
  }
  if (error.code === 'uploadExpired') {
    // Whoever refuses is there: this is no outage.
    pass.left();
    await line.renewal.refused(permission, error);
  } else if (isCorrupted(error)) {
    // One line may garble one block; the other lanes need not wait for that.
    pass.left();
    const delayMs = nextDelay(error, corruptedTries, line.random());
    // For good: who tries the whole upload again meets the same.
    if (delayMs === 'stop') throw new AppError(error.code, error.params);
    if (corruptedTries > 1) line.onCorrupted(true);
    if (corruptedTries > 1) await line.clock.sleep(delayMs, signal);
  } else if (error.isRetryable) {
    pass.failed(error);
  } else {
    pass.left();
    throw error;
  }
}

function isCorrupted(error: unknown): boolean {
  return error instanceof AppError && error.isRetryable && waitReasonOf(error) === 'corrupted';
}
