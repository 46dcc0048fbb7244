import { EXIT_CODES } from '../preload/contract/index.ts';

/**
 * A second Ctrl+C sooner than this is the same one: terminals, npm and a library of ours each pass the signal on, so one
 * press arrives several times.
 */
const SAME_PRESS_MS = 1_000;

/** Aborted by the first Ctrl+C (or SIGTERM), which stops in good order; a later one ends the process at once. */
export function listenForInterrupt(): AbortController {
  const interrupt = new AbortController();
  let firstMs: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      firstMs ??= performance.now();
      if (performance.now() - firstMs > SAME_PRESS_MS) process.exit(EXIT_CODES.cancelled);
      interrupt.abort('shutdown');
    });
  }
  return interrupt;
}

/** Stops the work when nobody reads its output any more, or a full disk swallows it: that must never look like success. */
export function watchOutput(interrupt: AbortController): {
  /** Waits until everything is written, then calls back with the code to end with. */
  end(exitCode: number, exit: (code: number) => void): void;
} {
  let hasFailed = false;
  process.stdout.on('error', () => {
    hasFailed = true;
    interrupt.abort('shutdown');
  });
  process.stderr.on('error', () => undefined);
  return {
    end: (exitCode, exit) => {
      const endWith = (error?: Error | null) => {
        const isLost = hasFailed || (error !== undefined && error !== null);
        exit(isLost && exitCode === EXIT_CODES.done ? EXIT_CODES.failed : exitCode);
      };
      if (hasFailed) endWith();
      // The stream tells its callers of a write that failed before it tells everybody.
      else process.stdout.write('', (error) => setImmediate(() => endWith(error)));
    },
  };
}
