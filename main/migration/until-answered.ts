import { AppError } from '../../preload/contract/index.ts';
import type { RunnerPorts } from './ports.ts';

/** Waits between tries at a service that does not answer: doubling from the first to the last, with jitter. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

type Caller = { readonly ports: Pick<RunnerPorts, 'clock' | 'random'>; readonly signal: AbortSignal };

/** Calls a service until it answers; an outage is waited out and told, whatever else goes wrong is thrown. */
export async function untilAnswered<T>(
  { ports, signal }: Caller,
  call: () => Promise<T>,
  onWait: () => void = () => undefined,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError) || !error.isRetryable) throw error;
      onWait();
      await ports.clock.sleep(retryDelayMs(attempt, ports.random()), signal);
    }
  }
}

/** Milliseconds before the next try; `attempt` counts from 0, `random` is from 0 up to 1. */
export function retryDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
  return ceiling * (0.5 + random / 2);
}
