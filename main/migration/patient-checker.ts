import { AppError } from '../../preload/contract/index.ts';
import type { CheckedSource, Clock, SourceChecker } from './ports.ts';

/** The reason given for a file of which nothing is heard: the system's own word for it. */
export const LOOK_TIMEOUT = 'ETIMEDOUT';

/** How long a look at one header may take: a drive that sleeps is there after some ten seconds. */
export const LOOK_LIMIT_MS = 60_000;

/**
 * The same checker for drives that hang: whoever asks stops waiting when told to, or after `LOOK_LIMIT_MS`, with
 * sourceUnreadable. The look itself cannot be ended, so as long as it lasts nobody makes a second one at that path; who
 * asks meanwhile gets what it sees.
 */
export function createPatientChecker(checker: SourceChecker, clock: Pick<Clock, 'sleep'>): SourceChecker {
  const looks = new Map<string, Promise<CheckedSource>>();
  const look = (path: string): Promise<CheckedSource> => {
    const running = looks.get(path);
    if (running) return running;
    // Shared, so that it does not end with the first who asked.
    const started = checker.check(path, new AbortController().signal).finally(() => looks.delete(path));
    looks.set(path, started);
    return started;
  };
  return {
    check: async (path, signal) => {
      signal.throwIfAborted();
      const over = new AbortController();
      const limit = clock.sleep(LOOK_LIMIT_MS, AbortSignal.any([signal, over.signal])).then((): never => {
        throw new AppError('sourceUnreadable', { reason: LOOK_TIMEOUT });
      });
      try {
        return await Promise.race([look(path), limit]);
      } finally {
        over.abort('over');
      }
    },
  };
}
