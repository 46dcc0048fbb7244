import type { Clock } from './clock.ts';
import type { UploadEvent } from './upload-event.ts';

/** Shortest time between two `progressed` events: nobody reads faster, and each costs a trip between processes. */
export const PROGRESS_INTERVAL_MS = 100;

type Progressed = Extract<UploadEvent, { kind: 'progressed' }>;

/** A block on its way. */
export interface Sending {
  /** How many of its bytes have gone. */
  sent(bytes: number): void;
  /** It has arrived, or will be sent anew. */
  end(): void;
}

/**
 * Counts what is done and says when that is worth an event. What is told never falls when a block has to be sent anew,
 * only when the store has lost some.
 */
export interface Progress {
  /** Bytes more that the store has taken. */
  add(bytes: number): void;
  /** Bytes more that need not be sent. */
  keep(bytes: number): void;
  /** Bytes fewer: the store has lost them. */
  lose(bytes: number): void;
  begin(): Sending;
  /** True when `due` has an event. */
  readonly isDue: boolean;
  /** The event that is due now, if one is. */
  due(): Progressed[];
  /** The event for where things stand, whether it was told or not. */
  now(): Progressed;
  /** The same, unless it was the last one given. */
  rest(): Progressed[];
}

/** Progress over `totalBytes`, nothing done yet. */
export function createProgress(totalBytes: number, clock: Clock): Progress {
  let doneBytes = 0;
  let keptBytes = 0;
  let underWayBytes = 0;
  let toldBytes = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;

  const current = (): number => Math.max(toldBytes, Math.min(totalBytes, doneBytes + underWayBytes));
  const isNews = (): boolean => current() !== toldBytes;
  const isDue = (): boolean => isNews() && clock.now() - toldAtMs >= PROGRESS_INTERVAL_MS;
  const tell = (): Progressed => {
    toldBytes = current();
    toldAtMs = clock.now();
    return { kind: 'progressed', doneBytes: toldBytes, keptBytes, totalBytes };
  };

  return {
    add(bytes) {
      doneBytes += bytes;
    },
    keep(bytes) {
      doneBytes += bytes;
      keptBytes += bytes;
    },
    lose(bytes) {
      doneBytes -= bytes;
      keptBytes = Math.min(keptBytes, doneBytes);
      toldBytes = 0;
    },
    begin() {
      let countedBytes = 0;
      const sent = (bytes: number): void => {
        underWayBytes += bytes - countedBytes;
        countedBytes = bytes;
      };
      return { sent, end: () => sent(0) };
    },
    get isDue() {
      return isDue();
    },
    due: () => (isDue() ? [tell()] : []),
    now: tell,
    rest: () => (isNews() ? [tell()] : []),
  };
}
