/** Life of a job, in the order a job can reach them. The diagram stands above `transition` in `main/migration`. */
export const JOB_STATES = [
  'draft',
  'queued',
  'checking',
  'uploading',
  'paused',
  'uploaded',
  'importing',
  'done',
  'doneWithSkips',
  'blocked',
  'failed',
  'cancelled',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** States in which nothing more will happen to a job. */
export const FINAL_STATES = ['done', 'doneWithSkips', 'failed', 'cancelled'] as const satisfies readonly JobState[];
export type FinalState = (typeof FINAL_STATES)[number];

/** True when the job has ended, well or not. */
export function isFinal(state: JobState): state is FinalState {
  return (FINAL_STATES as readonly JobState[]).includes(state);
}

/** True when the person can pause the job now. */
export function canPause(state: JobState): boolean {
  return ['queued', 'checking', 'uploading', 'uploaded', 'importing'].includes(state);
}

/** True when the person can make a halted job go on: a paused one, or one whose obstacle they have removed. */
export function canResume(state: JobState): boolean {
  return state === 'paused' || state === 'blocked';
}

/** True when the person can still call the job off. */
export function canCancel(state: JobState): boolean {
  return !isFinal(state);
}

/** How far an import is; the raw status of the service stands beside it because that set is open. */
export const IMPORT_PHASES = [
  'queued',
  'running',
  'stalled',
  'suspended',
  'completed',
  'completedWithWarning',
  'failed',
  'removed',
] as const;
export type ImportPhase = (typeof IMPORT_PHASES)[number];

/** Why an item that the PST holds is not in the mailbox. */
export const SKIP_REASONS = ['alreadyImported', 'tooLarge', 'unreadable'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** What the header says the file is: the page layout of a PST or OST, or nothing we know. */
export const PST_FORMATS = ['unicode', 'ansi', 'unicode4k', 'unknown'] as const;
export type PstFormat = (typeof PST_FORMATS)[number];

/**
 * Whether a file can be moved.
 * `fine` and `notClosed` (left open by a crash, readable) can; `truncated`, `damaged`, `empty`, `notPst`, `ost` (a cache
 * of a mailbox, not a PST) and `unreadable` (the file system refused) cannot.
 */
export const PST_HEALTHS = [
  'fine',
  'notClosed',
  'truncated',
  'damaged',
  'empty',
  'notPst',
  'ost',
  'unreadable',
] as const;
export type PstHealth = (typeof PST_HEALTHS)[number];

/** True when a file of this health may be moved. */
export function isMovable(health: PstHealth): boolean {
  return health === 'fine' || health === 'notClosed';
}
