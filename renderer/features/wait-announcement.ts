import type { JobId, JobView } from '../../preload/contract/index.ts';
import type { WaitReason } from '../../preload/contract/states.ts';
import type { Messages } from '../format/locales/en.ts';
import { waitOf } from './move/transfer-model.ts';

/**
 * Time a wait lasts before it is told, and an upload flows before its going on is, ms. A connection that comes and goes
 * by the second would otherwise be all a listening person hears.
 */
export const WAIT_TOLD_AFTER_MS = 10_000;

/** One upload that was seen waiting. `isTold`: its wait was told. `sinceMs`: since when it waits, or flows again. */
type Seen = { readonly isTold: boolean; readonly isWaiting: boolean; readonly sinceMs: number };

/** The uploads seen waiting that may still have to be told of. */
export type SeenWaits = ReadonlyMap<JobId, Seen>;

/** No upload was seen waiting yet. */
export const NO_WAITS: SeenWaits = new Map();

/** What to say now (null for nothing), what to remember, and in how many ms to look again, null when no change is due. */
export type WaitNews = { readonly text: string | null; readonly seen: SeenWaits; readonly lookAgainMs: number | null };

/**
 * What a screen reader should say of uploads that wait: once that they do, once that they go on, each only when it has
 * lasted, and not what they wait for from try to try. An upload that ended or was halted is told of as that alone.
 * `nowMs` is a clock that never goes back.
 */
export function waitNews(before: SeenWaits, jobs: readonly JobView[], nowMs: number, messages: Messages): WaitNews {
  const looks = jobs.flatMap((job) => {
    const seen = lookAt(job, before.get(job.id), nowMs);
    return seen === null ? [] : [{ job, seen, dueMs: dueMs(seen, nowMs) }];
  });
  const due = looks.filter((look) => look.dueMs !== null && look.dueMs <= 0);
  const later = looks.flatMap((look) => (look.dueMs === null || look.dueMs <= 0 ? [] : [look.dueMs]));
  const told = new Set(due);
  // What has been told to go on is forgotten; its next wait is a new one.
  const kept = looks.filter((look) => !told.has(look) || look.seen.isWaiting);
  return {
    text: textOf(
      due.map(({ job }) => job),
      messages,
    ),
    seen: new Map(kept.map((look) => [look.job.id, told.has(look) ? { ...look.seen, isTold: true } : look.seen])),
    lookAgainMs: later.length === 0 ? null : Math.min(...later),
  };
}

/** Time until something is to be told of an upload, 0 or less when it is now; null when there is nothing new. */
function dueMs({ isWaiting, isTold, sinceMs }: Seen, nowMs: number): number | null {
  return isWaiting === isTold ? null : sinceMs + WAIT_TOLD_AFTER_MS - nowMs;
}

/** What is to be remembered of an upload; null for one there is nothing to tell of. */
function lookAt(job: JobView, before: Seen | undefined, nowMs: number): Seen | null {
  if (job.state !== 'uploading') return null;
  const isWaiting = waitOf(job) !== null;
  if (before?.isWaiting === isWaiting) return before;
  const isTold = before?.isTold ?? false;
  // A short wait that nobody heard of leaves nothing to tell.
  return isWaiting || isTold ? { isTold, isWaiting, sinceMs: nowMs } : null;
}

function textOf(jobs: readonly JobView[], { announce, move }: Messages): string | null {
  const whys = new Map<WaitReason | null, string[]>();
  for (const job of jobs) {
    const reason = waitOf(job)?.reason ?? null;
    whys.set(reason, [...(whys.get(reason) ?? []), job.fileName]);
  }
  const told = [...whys].map(([reason, names]) => {
    const [name] = names;
    const single = names.length === 1 ? name : undefined;
    if (reason === null) return single === undefined ? announce.manyGoOn(names.length) : announce.goesOn(single);
    const why = move.waits[reason].spoken;
    return single === undefined ? announce.manyWait(names.length, why) : announce.waits(single, why);
  });
  return told.length === 0 ? null : told.join(' ');
}
