import type { Clock } from './clock.ts';
import type { UploadEvent } from './upload-event.ts';

/** Shortest time between two `progressed` events: nobody reads faster, and each costs a trip between processes. */
export const PROGRESS_INTERVAL_MS = 100;

type Progressed = Extract<UploadEvent, { kind: 'progressed' }>;

/** Counts what is done and says when that is worth an event. */
export interface Progress {
  /** Bytes more, or fewer when the store forgot some. */
  add(bytes: number): void;
  /** The event that is due now, if one is. */
  due(): Progressed[];
  /** The event for where things stand, unless it was the last one given. */
  rest(): Progressed[];
}

/** Progress over `totalBytes`, nothing done yet. */
export function createProgress(totalBytes: number, clock: Clock): Progress {
  let doneBytes = 0;
  let toldBytes = -1;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const tell = (): Progressed[] => {
    toldBytes = doneBytes;
    toldAtMs = clock.now();
    return [{ kind: 'progressed', doneBytes, totalBytes }];
  };
  return {
    add(bytes) {
      doneBytes += bytes;
    },
    due: () => (clock.now() - toldAtMs >= PROGRESS_INTERVAL_MS ? tell() : []),
    rest: () => (toldBytes === doneBytes ? [] : tell()),
  };
}
