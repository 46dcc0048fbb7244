import type { JobView, Receipt } from '../../../preload/contract/index.ts';
import { isFinal } from '../../../preload/contract/states.ts';

/** The jobs that have ended: those of this round and those of earlier ones, the latest first in both. */
export type ReceiptGroups = { readonly thisTime: readonly JobView[]; readonly earlier: readonly JobView[] };

/** The ended jobs in the groups the Receipt step shows. */
export function groupReceipts(jobs: readonly JobView[], earlierJobs: readonly string[]): ReceiptGroups {
  const earlierIds = new Set(earlierJobs);
  const ended = jobs.filter((job) => isFinal(job.state)).sort((a, b) => endOf(b).localeCompare(endOf(a)));
  return {
    thisTime: ended.filter((job) => !earlierIds.has(job.id)),
    earlier: ended.filter((job) => earlierIds.has(job.id)),
  };
}

function endOf(job: JobView): string {
  return job.receipt?.finishedAt ?? job.createdAt;
}

/** What is said first about a receipt. */
export type Outcome = 'allArrived' | 'someArrived' | 'nothingInside' | 'nothingArrived' | 'handedOver';

/** How much of a file arrived, in one word. */
export function outcomeOf({
  found,
  moved,
  state,
  isHandedOver,
}: Pick<Receipt, 'found' | 'moved' | 'state' | 'isHandedOver'>): Outcome {
  const isDone = state === 'done' || state === 'doneWithSkips';
  // Its counts are of nothing: the import is still to come.
  if (isDone && isHandedOver) return 'handedOver';
  if (found === 0) return isDone ? 'nothingInside' : 'nothingArrived';
  if (moved === found) return 'allArrived';
  // A finished move whose items were all there before did arrive nowhere new, but it is no failure: the counts say it.
  return moved === 0 && !isDone ? 'nothingArrived' : 'someArrived';
}

/** How the bytes sent differ from the size of the file, bytes; null where that says nothing. */
export type SentDifference = { readonly kind: 'less' | 'more' | 'none'; readonly bytes: number };

/**
 * What of a file was not sent because the storage had it already, or was sent more than once. Null when each byte was
 * sent once, and for a file that never was at the storage as a whole, where less was sent because there was an end to it.
 */
export function sentDifference({
  sizeBytes,
  sentBytes,
  sha256,
}: Pick<Receipt, 'sizeBytes' | 'sentBytes' | 'sha256'>): SentDifference | null {
  if (sentBytes > sizeBytes) return { kind: 'more', bytes: sentBytes - sizeBytes };
  if (sha256 === null || sentBytes === sizeBytes) return null;
  return { kind: sentBytes === 0 ? 'none' : 'less', bytes: sizeBytes - sentBytes };
}
