import type { ImportStatistics, JobView, TransferProgress, WireError } from '../../preload/contract/index.ts';
import type { Job, JobEvent, JobRecord } from './job.ts';
import { encodeRecord } from './journal.ts';
import type { RunnerPorts } from './ports.ts';
import { receiptOf } from './receipt.ts';
import { transitionAll } from './transition.ts';

/** A job and what is known of it only while the app runs. */
export type Entry = {
  job: Job;
  progress: TransferProgress | null;
  statistics: ImportStatistics | null;
  isContinued: boolean;
  /** Present while the app looks again and again whether what blocks the job is gone; ends that. */
  watch: AbortController | null;
  /** Present while the person calls the job off: nothing may start on it any more. */
  closing: Promise<void> | null;
  /** How often in a row the job was blocked for nothing new, and what had been sent the last time. */
  setbacks: { readonly count: number; readonly sentBytes: number };
  /** Why the app stopped working on the job when not even that could be written down. */
  stuck: WireError | null;
  /** Present while the app works on the job. */
  work: { readonly stop: AbortController; readonly ended: Promise<void> } | null;
  /** Settles when the last event under way has been written down, or refused. */
  recorded: Promise<unknown>;
};

/** Writes down what happens to jobs. */
export type Recorder = ReturnType<typeof createRecorder>;

/** A recorder that persists first and announces second; blocks are persisted without an announcement. */
export function createRecorder(ports: RunnerPorts, announce: (entry: Entry) => void) {
  const writeDown = async (entry: Entry, events: readonly JobEvent[]) => {
    const records = events.map((event) => stamp(ports, event));
    const next = transitionAll(entry.job, records);
    await ports.journals.append(entry.job.id, Buffer.concat(records.map(encodeRecord)));
    const hasNewState = next.phase.kind !== entry.job.phase.kind;
    entry.job = next;
    // Told by a journal that takes records again.
    entry.stuck = null;
    if (hasNewState) announce(entry);
  };
  const recordAll = (entry: Entry, events: readonly JobEvent[]): Promise<void> => {
    if (events.length === 0) return Promise.resolve();
    // One after another: two events judged by the same state would leave a journal that cannot be replayed.
    const turn = entry.recorded.then(() => writeDown(entry, events));
    entry.recorded = turn.catch(() => undefined);
    return turn;
  };
  return {
    record: (entry: Entry, event: JobEvent): Promise<void> => recordAll(entry, [event]),
    /** All of them, in this order, with one write; or, when one cannot happen, none. */
    recordAll,
    /** For when nothing can be written down: the job waits, as far as this run knows. */
    getStuck(entry: Entry, error: WireError): void {
      entry.stuck = error;
      announce(entry);
    },
    show(entry: Entry, volatile: { progress?: TransferProgress | null; statistics?: ImportStatistics }): void {
      if (volatile.progress !== undefined) entry.progress = volatile.progress;
      if (volatile.statistics) entry.statistics = volatile.statistics;
      announce(entry);
    },
  };
}

/** The event with the time it happened. */
export function stamp(ports: RunnerPorts, event: JobEvent): JobRecord {
  return { at: ports.clock.now().toISOString(), event };
}

/** A job that was not blocked of late. */
export const NO_SETBACKS: Entry['setbacks'] = { count: 0, sentBytes: 0 };

/** A job nobody works on yet. */
export function newEntry(job: Job): Entry {
  const statistics = 'statistics' in job.phase ? job.phase.statistics : null;
  return {
    job,
    progress: null,
    statistics,
    isContinued: false,
    watch: null,
    closing: null,
    setbacks: NO_SETBACKS,
    stuck: null,
    work: null,
    recorded: Promise.resolve(),
  };
}

/** The job as the window and the command line show it. */
export function viewOf({ job, progress, statistics, isContinued, stuck }: Entry): JobView {
  return {
    id: job.id,
    fileName: job.file.name,
    path: job.file.path,
    sizeBytes: job.file.sizeBytes,
    target: job.target,
    state: stuck ? 'blocked' : job.phase.kind,
    progress: progress ?? rememberedProgress(job),
    statistics,
    problem: stuck ?? ('error' in job.phase ? job.phase.error : null),
    receipt: receiptOf(job),
    isContinued,
    createdAt: job.createdAt,
  };
}

/** How far an upload is that is not moving right now, so that a pause or a restart does not look like a start from zero. */
function rememberedProgress({ phase, file }: Job): TransferProgress | null {
  const active = phase.kind === 'paused' || phase.kind === 'blocked' ? phase.before : phase;
  if (active.kind !== 'queued' && active.kind !== 'checking' && active.kind !== 'uploading') return null;
  const totalBytes = active.upload.signature?.sizeBytes ?? file.sizeBytes;
  const doneBytes = Math.min(active.upload.stagedBytes, totalBytes);
  return doneBytes === 0 ? null : standingProgress(doneBytes, totalBytes);
}

/** The progress of an upload that has come so far and is not moving. */
export function standingProgress(doneBytes: number, totalBytes: number): TransferProgress {
  return {
    phase: 'uploading',
    doneBytes,
    totalBytes,
    keptBytes: doneBytes,
    bytesPerSecond: null,
    secondsLeft: null,
    waitingSince: null,
    waitingFor: null,
  };
}
