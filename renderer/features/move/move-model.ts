import type { ImportStatistics, JobView } from '../../../preload/contract/index.ts';
import { canCancel, canPause, canResume, isFinal } from '../../../preload/contract/states.ts';
import type { Messages } from '../../format/locales/en.ts';
import { isComparing, keptBytes, waitOf } from './transfer-model.ts';

/** The name of a job's state in the texts: "uploaded", "import queued", "importing" and "imported" stay apart. */
export type StateWord = keyof Messages['states'];

/** The state of a job in one word of the catalogue. */
export function stateWord(job: Pick<JobView, 'state' | 'statistics' | 'progress' | 'receipt'>): StateWord {
  if (isHandedOver(job)) return 'handedOver';
  if (waitOf(job) !== null) return 'uploadWaiting';
  if (isComparing(job)) return 'comparing';
  if (job.state !== 'importing') return job.state;
  switch (job.statistics?.phase ?? 'queued') {
    case 'queued':
      return 'importQueued';
    case 'stalled':
      return 'importStalled';
    case 'suspended':
      return 'importSuspended';
    default:
      return 'importing';
  }
}

/** True for a file that was uploaded and whose import an administrator starts elsewhere. */
export function isHandedOver({
  state,
  statistics,
  receipt,
}: Pick<JobView, 'state' | 'statistics' | 'receipt'>): boolean {
  if (state === 'importing') return statistics?.phase === 'handedOver';
  return (state === 'done' || state === 'doneWithSkips') && receipt?.isHandedOver === true;
}

/** The bar of a job. `fractionDone` null means "going on, no telling how far". `fractionKept` is its quiet part. */
export type Bar = {
  readonly fractionDone: number | null;
  readonly fractionKept: number;
  readonly tone: 'brand' | 'success' | 'warning' | 'error';
};

/** How the bar of a job looks now. */
export function barOf(job: JobView): Bar {
  return { ...solidBarOf(job), fractionKept: keptFraction(job) };
}

function solidBarOf(job: JobView): Pick<Bar, 'fractionDone' | 'tone'> {
  switch (job.state) {
    case 'draft':
    case 'queued':
      return { fractionDone: 0, tone: 'brand' };
    case 'checking':
    case 'uploading':
      return { fractionDone: transferred(job), tone: 'brand' };
    case 'uploaded':
      return { fractionDone: null, tone: 'brand' };
    case 'importing':
      return { fractionDone: importBar(job), tone: 'brand' };
    case 'paused':
      return { fractionDone: heldFraction(job), tone: 'brand' };
    case 'blocked':
      return { fractionDone: heldFraction(job), tone: 'warning' };
    case 'done':
    case 'doneWithSkips':
      // An upload alone is no success yet.
      return { fractionDone: 1, tone: isHandedOver(job) ? 'brand' : 'success' };
    case 'failed':
      return { fractionDone: heldFraction(job), tone: 'error' };
    case 'cancelled':
      return { fractionDone: 0, tone: 'brand' };
  }
}

function importBar(job: JobView): number | null {
  if (isHandedOver(job)) return 1;
  return job.statistics === null ? null : importedFraction(job.statistics);
}

/** 0..1 of an import, from the service's own percentage or its counts; null while it has said neither. */
export function importedFraction(statistics: ImportStatistics): number | null {
  const { percentComplete, itemsTransferred, itemsTotal } = statistics;
  if (percentComplete !== null) return percentComplete / 100;
  if (itemsTotal === null || itemsTotal === 0) return null;
  return Math.min(1, itemsTransferred / itemsTotal);
}

function transferred({ progress }: JobView): number {
  if (progress === null || progress.totalBytes === 0) return 0;
  return Math.min(1, progress.doneBytes / progress.totalBytes);
}

/** The part that was there before; told apart only while something is added to it. */
function keptFraction({ state, progress }: JobView): number {
  if (state !== 'uploading' || progress === null || progress.totalBytes === 0) return 0;
  return Math.min(1, keptBytes(progress) / progress.totalBytes);
}

/** A job that stands still keeps the bar it had; one that stood still before sending has none. */
function heldFraction(job: JobView): number {
  return (job.statistics === null ? null : importedFraction(job.statistics)) ?? transferred(job);
}

/** Items left out so far, all reasons together. */
export function skippedItems(statistics: Pick<ImportStatistics, 'skipped'>): number {
  return statistics.skipped.reduce((sum, skip) => sum + skip.count, 0);
}

/** What the person can do with a job now. */
export function actionsOf({ state }: Pick<JobView, 'state'>): {
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canCancel: boolean;
} {
  return { canPause: canPause(state), canResume: canResume(state), canCancel: canCancel(state) };
}

/** Counts over the jobs of a round. */
export type RoundSummary = {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly needHelp: number;
  /** Uploads that wait and go on by themselves. */
  readonly waiting: number;
  /** True when there are jobs and none will go on. */
  readonly hasEnded: boolean;
};

/** How a round stands. */
export function summarizeRound(jobs: readonly JobView[]): RoundSummary {
  const count = (...states: readonly JobView['state'][]) => jobs.filter((job) => states.includes(job.state)).length;
  return {
    total: jobs.length,
    done: count('done', 'doneWithSkips'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    needHelp: count('blocked'),
    waiting: jobs.filter((job) => waitOf(job) !== null).length,
    hasEnded: jobs.length > 0 && jobs.every((job) => isFinal(job.state)),
  };
}
