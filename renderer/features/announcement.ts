import type { JobView, Snapshot } from '../../preload/contract/index.ts';
import { isFinal } from '../../preload/contract/states.ts';
import type { Messages } from '../format/locales/en.ts';
import { stateWord, summarizeRound } from './move/move-model.ts';

/** What is told of. `foundCount` counts the PSTs found; `scan.files` would count every file that was passed. */
type Spoken = { readonly scan: Snapshot['scan']; readonly foundCount: number; readonly jobs: readonly JobView[] };

/** Least time between two tellings of how far a search is, ms: often enough to know it goes on, seldom enough to work. */
export const PROGRESS_EVERY_MS = 20_000;

/** How far a running search is, null while nothing needs to be told. `silentForMs` is the time since the last telling. */
export function progressAnnouncement(
  { scan, foundCount }: Pick<Spoken, 'scan' | 'foundCount'>,
  silentForMs: number,
  messages: Messages,
): string | null {
  if (scan.state !== 'running' || silentForMs < PROGRESS_EVERY_MS) return null;
  return messages.announce.searchGoesOn(foundCount, scan.folders);
}

/**
 * What a screen reader should say about a change, null for nothing. Only the ends of things and calls for help are
 * told, and how far a search is by `progressAnnouncement`: a person who listens to every percent cannot hear anything else.
 */
export function announcementOf(before: Spoken, after: Spoken, messages: Messages): string | null {
  return scanAnnouncement(before.scan, after, messages) ?? jobAnnouncement(before.jobs, after.jobs, messages);
}

function scanAnnouncement(before: Snapshot['scan'], { scan, foundCount }: Spoken, messages: Messages): string | null {
  if (before.state === scan.state) return null;
  if (scan.state === 'running') return messages.announce.searching;
  return scan.state === 'idle' ? null : messages.announce.searchEnded(foundCount);
}

function jobAnnouncement(before: readonly JobView[], after: readonly JobView[], messages: Messages): string | null {
  if (before === after) return null;
  const previous = new Map(before.map((job) => [job.id, job.state]));
  const changed = after.filter((job) => isWorthTelling(job) && previous.get(job.id) !== job.state);
  if (changed.length === 0) return null;
  const told = changed.map((job) => messages.announce.job(job.fileName, messages.states[stateWord(job)]));
  const round = summarizeRound(after);
  if (round.hasEnded) told.push(messages.announce.allEnded(round.done, round.total));
  return told.join(' ');
}

function isWorthTelling(job: JobView): boolean {
  return isFinal(job.state) || job.state === 'blocked' || job.state === 'paused';
}
