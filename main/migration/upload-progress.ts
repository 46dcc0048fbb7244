import type { TransferProgress, WaitReason } from '../../preload/contract/index.ts';
import type { UploadEvent } from '../upload/upload-event.ts';
import { standingProgress } from './entry.ts';
import type { Clock } from './ports.ts';
import { createRateMeter } from './rate.ts';

/** The progress of one upload, made from what it reports. */
export type UploadProgress = {
  /** Null when the event changes nothing of it. */
  after(event: UploadEvent): TransferProgress | null;
  wait(reason: WaitReason): TransferProgress;
};

/**
 * `knownBytes` were at the store before, of `totalBytes`; reading past them again is no progress, so the bar waits there.
 * A wait counts from when it began, also when its reason changes.
 */
export function createUploadProgress(clock: Clock, knownBytes: number, totalBytes: number): UploadProgress {
  const meter = createRateMeter(() => clock.monotonicMs());
  let floorBytes = knownBytes;
  let progress = standingProgress(knownBytes, totalBytes);
  const wait = (waitingFor: WaitReason) => {
    const waitingSince = progress.waitingSince ?? clock.now().toISOString();
    progress = { ...progress, waitingSince, waitingFor };
    return progress;
  };
  const move = ({ doneBytes, keptBytes, totalBytes: ofBytes }: Extract<UploadEvent, { kind: 'progressed' }>) => {
    const isNew = doneBytes >= floorBytes;
    // What was there already goes by at the speed of the disk: as a rate it would promise too much.
    const isSending = isNew && doneBytes > keptBytes;
    const rate = isSending ? meter.measure(doneBytes - keptBytes, ofBytes - keptBytes) : {};
    const shown = isNew ? { doneBytes, keptBytes } : { doneBytes: floorBytes, keptBytes: floorBytes };
    progress = { ...progress, ...rate, ...shown, waitingSince: null, waitingFor: null };
    return progress;
  };
  return {
    wait,
    after: (event) => {
      if (event.kind === 'waiting') return wait(event.reason);
      if (event.kind === 'progressed') return move(event);
      if (event.kind === 'blocksLost') floorBytes = 0;
      return null;
    },
  };
}
