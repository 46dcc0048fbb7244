import {
  AppError,
  type CandidateView,
  isEveryFolder,
  type JobId,
  type JobView,
  type StopReason,
  type Target,
} from '../../preload/contract/index.ts';
import { createRecorder, type Entry, newEntry, type Recorder, stamp, viewOf } from './entry.ts';
import type { JobFile, Signature } from './job.ts';
import { encodeRecord, loadJob } from './journal.ts';
import type { RunnerPorts } from './ports.ts';
import { createSlots, type Slots } from './slots.ts';
import { createJob, isActive } from './transition.ts';
import { isWaitingForSource, removeRequest, workOn } from './work.ts';

/** Files that are read and sent at the same time; more only make each of them slower. */
const UPLOADS_AT_ONCE = 2;

/** How often a job that waits for a file looks whether the file is back. */
const RECHECK_MS = 10_000;

type Listener = (view: JobView) => void;

/** What a job is made of. */
export type NewJob = { readonly file: JobFile; readonly target: Target };

/** Brings jobs through their states, side by side, and remembers them on disk. Nothing happens before `load` or `submit`. */
export class Runner {
  readonly #ports: RunnerPorts;
  readonly #entries = new Map<JobId, Entry>();
  readonly #listeners = new Set<Listener>();
  readonly #slots: Slots = createSlots(UPLOADS_AT_ONCE);
  readonly #closing = new AbortController();
  readonly #recorder: Recorder;

  constructor(ports: RunnerPorts) {
    this.#ports = ports;
    this.#recorder = createRecorder(ports, (entry) => {
      for (const listener of this.#listeners) listener(viewOf(entry));
    });
  }

  /** Takes up the jobs of earlier runs. @returns an error for each record that could not be read and was set aside. */
  async load(): Promise<readonly AppError[]> {
    const problems: AppError[] = [];
    for (const id of await this.#ports.journals.list()) {
      try {
        const entry = newEntry(await loadJob(this.#ports.journals, id));
        this.#entries.set(id, entry);
        if (entry.job.phase.kind === 'draft') await this.#recorder.record(entry, { kind: 'queued' });
        entry.isContinued = isActive(entry.job.phase);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        problems.push(error);
      }
    }
    return problems;
  }

  /** Starts working on every loaded job that is not halted or over. */
  start(): void {
    for (const entry of this.#entries.values()) {
      if (isActive(entry.job.phase)) this.#drive(entry, true);
      else void this.#waitForSource(entry);
    }
  }

  /** Starts working on one loaded job, unless it is halted or over. @throws AppError jobMissing */
  takeUp(id: JobId): void {
    const entry = this.#find(id);
    if (isActive(entry.job.phase)) this.#drive(entry, true);
  }

  /**
   * Writes down new jobs and starts on them. @returns their ids in the same order, once they are durable.
   * `onCreated` hears of each id before anything else does.
   */
  async submit(orders: readonly NewJob[], onCreated: (id: JobId) => void = () => undefined): Promise<JobId[]> {
    const created: Entry[] = [];
    for (const order of orders) created.push(await this.#create(order, onCreated));
    for (const entry of created) this.#drive(entry, false);
    return created.map((entry) => entry.job.id);
  }

  /** @throws AppError jobMissing, jobNotInState */
  async pause(id: JobId): Promise<void> {
    const entry = this.#find(id);
    await halt(entry, 'pause');
    if (entry.job.phase.kind !== 'paused') throw new AppError('jobNotInState', { state: entry.job.phase.kind });
  }

  /** Makes a paused or blocked job go on. @throws AppError jobMissing, jobNotInState */
  async resume(id: JobId): Promise<void> {
    const entry = this.#find(id);
    if (entry.stuck) entry.stuck = null;
    else await this.#recorder.record(entry, { kind: 'resumed' });
    this.#drive(entry, true);
  }

  /** Calls a job off; what has arrived in the mailbox stays there. @throws AppError jobMissing, jobNotInState */
  async cancel(id: JobId): Promise<void> {
    const entry = this.#find(id);
    if (entry.work) return halt(entry, 'cancel');
    await removeRequest(this.#ports, entry);
    await this.#recorder.record(entry, { kind: 'cancelled', statistics: entry.statistics });
  }

  /** Stops all work; every job goes on from here the next time. */
  async stop(): Promise<void> {
    this.#closing.abort('shutdown');
    await Promise.all([...this.#entries.values()].map((entry) => halt(entry, 'shutdown')));
  }

  get(id: JobId): JobView | null {
    const entry = this.#entries.get(id);
    return entry ? viewOf(entry) : null;
  }

  /** Every job, oldest first. */
  list(): JobView[] {
    return [...this.#entries.values()].map(viewOf).sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  }

  /** The last job that moved this file as it is now, and when it ended, ISO 8601 UTC; null when there is none. */
  findMoved(file: Signature): CandidateView['moved'] {
    const moved = [...this.#entries.values()].filter(({ job: { phase } }) => {
      if (phase.kind !== 'done' && phase.kind !== 'doneWithSkips') return false;
      return phase.upload.signature !== null && isSameState(phase.upload.signature, file);
    });
    const isPartly = ({ job }: Entry) => !isEveryFolder(job.target);
    // Whatever was moved in part later: once all of it has arrived, it has.
    const whole = moved.filter((entry) => !isPartly(entry));
    const [last] = (whole.length > 0 ? whole : moved).sort((a, b) => (a.job.changedAt < b.job.changedAt ? 1 : -1));
    return last ? { jobId: last.job.id, at: last.job.changedAt, isPartly: isPartly(last) } : null;
  }

  /** Resolves when no job is being worked on. */
  async whenIdle(): Promise<void> {
    for (;;) {
      const busy = [...this.#entries.values()].flatMap((entry) => (entry.work ? [entry.work.ended] : []));
      if (busy.length === 0) return;
      await Promise.all(busy);
    }
  }

  /** Calls the listener after each change of a job; the returned function ends that. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #create({ file, target }: NewJob, onCreated: (id: JobId) => void): Promise<Entry> {
    const record = stamp(this.#ports, { kind: 'created', id: this.#ports.createId(), file, target });
    const job = createJob(record);
    if (!job) throw new Error('a created record must create a job');
    await this.#ports.journals.append(job.id, encodeRecord(record));
    const entry = newEntry(job);
    this.#entries.set(job.id, entry);
    onCreated(job.id);
    await this.#recorder.record(entry, { kind: 'queued' });
    return entry;
  }

  #drive(entry: Entry, isTakenUp: boolean): void {
    if (this.#closing.signal.aborted || entry.work) return;
    const stop = new AbortController();
    const { signal } = stop;
    const ended = workOn({
      entry,
      ports: this.#ports,
      slots: this.#slots,
      recorder: this.#recorder,
      signal,
      isTakenUp,
    }).finally(() => {
      entry.work = null;
      void this.#waitForSource(entry);
    });
    entry.work = { stop, ended };
  }

  /** Looks again and again whether the file of a blocked job can be read, and goes on when it can. */
  async #waitForSource(entry: Entry): Promise<void> {
    const { signal } = this.#closing;
    if (entry.isWatched) return;
    entry.isWatched = isWaitingForSource(entry.job);
    while (isWaitingForSource(entry.job) && !signal.aborted) {
      const isBack = await this.#ports.clock
        .sleep(RECHECK_MS, signal)
        .then(() => this.#ports.checker.check(entry.job.file.path, signal))
        .then(() => true)
        .catch(() => false);
      if (isBack && isWaitingForSource(entry.job)) {
        entry.isWatched = false;
        return this.#resumeByItself(entry);
      }
    }
    entry.isWatched = false;
  }

  async #resumeByItself(entry: Entry): Promise<void> {
    await this.resume(entry.job.id).catch((error: unknown) => {
      // The person was quicker.
      if (!(error instanceof AppError)) this.#ports.onBug(error, entry.job.id);
    });
  }

  #find(id: JobId): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new AppError('jobMissing');
    return entry;
  }
}

function isSameState(a: Signature, b: Signature): boolean {
  return a.fileId === b.fileId && a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs;
}

async function halt({ work }: Entry, reason: StopReason): Promise<void> {
  work?.stop.abort(reason);
  await work?.ended;
}
