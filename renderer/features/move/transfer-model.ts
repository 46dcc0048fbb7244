import type { JobView, TransferProgress } from '../../../preload/contract/index.ts';
import type { WaitReason } from '../../../preload/contract/states.ts';

/** Why an upload waits, and since when (ISO 8601). */
export type Wait = { readonly reason: WaitReason; readonly since: string };

/** What an upload waits for; null while it does not, or is not under way. */
export function waitOf({ state, progress }: Pick<JobView, 'state' | 'progress'>): Wait | null {
  if (state !== 'uploading' || progress === null) return null;
  const { waitingFor, waitingSince } = progress;
  return waitingFor === null || waitingSince === null ? null : { reason: waitingFor, since: waitingSince };
}

/** Bytes of a file that were there before this run, never more than are done. */
export function keptBytes({ keptBytes: kept, doneBytes }: Pick<TransferProgress, 'keptBytes' | 'doneBytes'>): number {
  return Math.min(kept, doneBytes);
}

/** True while all that was read in this run was there already: the file is being compared, nothing is sent. */
export function isComparing(job: Pick<JobView, 'state' | 'progress'>): boolean {
  const { state, progress } = job;
  if (state !== 'uploading' || progress === null || waitOf(job) !== null) return false;
  return progress.keptBytes > 0 && progress.keptBytes >= progress.doneBytes;
}

/** Waits that a setting or a routine brought about; the others are disturbances. */
const EXPECTED: ReadonlySet<WaitReason> = new Set(['battery', 'metered', 'access']);

/** How much a wait wants to be seen: an expected one is no cause for worry. */
export function waitIntent(reason: WaitReason): 'info' | 'warning' {
  return EXPECTED.has(reason) ? 'info' : 'warning';
}
