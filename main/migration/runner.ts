import {
  AppError,
  type CandidateView,
  type ErrorCode,
  isEveryFolder,
  isFinal,
  type JobId,
  type JobView,
  type StopReason,
  type Target,
  toWireError,
} from '../../preload/contract/index.ts';
import { nameInContainer } from './blob-name.ts';
import { createRecorder, type Entry, NO_SETBACKS, newEntry, type Recorder, stamp, viewOf } from './entry.ts';
import type { JobFile } from './job.ts';
import { encodeRecord, loadJob } from './journal.ts';
import { isWatchable, waitAndLook } from './obstacles.ts';
import { createPatientChecker } from './patient-checker.ts';
import type { RunnerPorts } from './ports.ts';
import { type FileState, isSameState } from './same-file.ts';
import { createSlots, type Slots } from './slots.ts';
import type { TakenUp } from './step-context.ts';
import { createJob, isActive } from './transition.ts';
import { type Background, removeRequest, workOn } from './work.ts';

/** Files that are read and sent at the same time; more only make each of them slower. */
const UPLOADS_AT_ONCE = 2;

/** Uploads that wait and let the next file have their place meanwhile: one sick blob must not hold up the others. */
const UPLOADS_LENT = 4;

/** What stops a job until something about the connection is given or changed. */
const CONNECTION_ERRORS: readonly ErrorCode[] = [
  'secretMissing',
  'sasInvalid',
  'uploadExpired',
  'uploadForbidden',
  'importForbidden',
  'connectionMissing',
  'connectionOther',
  'signInRefused',
  'signInCancelled',
];

/** Longest wait until one import has taken a new permission. */
const RENEW_LIMIT_MS = 60_000;

type Listener = (view: JobView) => void;

/** What a job is made of. */
export type NewJob = { readonly file: JobFile; readonly target: Target };

/** Brings jobs through their states, side by side, and remembers them on disk. Nothing happens before `load` or `submit`. */
export class Runner {
  readonly #ports: RunnerPorts;
  readonly #entries = new Map<JobId, Entry>();
  readonly #listeners = new Set<Listener>();
  readonly #slots: Slots = createSlots(UPLOADS_AT_ONCE, { mostLent: UPLOADS_LENT });
  readonly #closing = new AbortController();
  /** What goes on beside the jobs. */
  readonly #beside = new Set<Promise<void>>();
  #isStarted = false;
  readonly #recorder: Recorder;

  constructor(ports: RunnerPorts) {
    this.#ports = { ...ports, checker: createPatientChecker(ports.checker, ports.clock) };
    this.#recorder = createRecorder(ports, (entry) => {
      for (const listener of this.#listeners) listener(viewOf(entry));
    });
  }

  /** Takes up the jobs of earlier runs. @returns an error for each whose record could not be read or gone on with. */
  async load(): Promise<readonly AppError[]> {
    const problems: AppError[] = [];
    for (const id of await this.#ports.journals.list()) {
      try {
        const entry = newEntry(await loadJob(this.#ports.journals, id));
        this.#entries.set(id, entry);
        if (entry.job.phase.kind === 'draft') await this.#recorder.record(entry, { kind: 'queued' });
        entry.isContinued = isActive(entry.job.phase);
      } catch (error) {
        problems.push(this.#problemOf(error, id));
      }
    }
    return problems;
  }

  /** Starts working on every loaded job that is not halted or over. */
  start(): void {
    this.#isStarted = true;
    for (const entry of this.#entries.values()) {
      if (isActive(entry.job.phase)) this.#drive(entry, 'restarted');
      else void this.#watch(entry);
    }
  }

  /** Starts working on one loaded job, unless it is halted or over. @throws AppError jobMissing */
  takeUp(id: JobId): void {
    const entry = this.#find(id);
    if (isActive(entry.job.phase)) this.#drive(entry, 'restarted');
  }

  /**
   * Writes down new jobs and starts on them. @returns their ids in the same order, once they are durable.
   * `onCreated` hears of each id before anything else does. @throws AppError targetInvalid before anything is written
   */
  async submit(orders: readonly NewJob[], onCreated: (id: JobId) => void = () => undefined): Promise<JobId[]> {
    for (const { target } of orders) this.#ports.engine.checkTarget?.(target);
    const created: Entry[] = [];
    for (const order of orders) created.push(await this.#create(order, onCreated));
    for (const entry of created) this.#drive(entry, null);
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
    if (entry.closing) throw new AppError('jobNotInState', { state: entry.job.phase.kind });
    await this.#resume(entry);
    entry.setbacks = NO_SETBACKS;
  }

  /** Calls a job off; what has arrived in the mailbox stays there. @throws AppError jobMissing, jobNotInState */
  async cancel(id: JobId): Promise<void> {
    const entry = this.#find(id);
    entry.closing ??= this.#callOff(entry).finally(() => {
      entry.closing = null;
    });
    await entry.closing;
  }

  /** Stops all work; every job goes on from here the next time. */
  async stop(): Promise<void> {
    this.#closing.abort('shutdown');
    const closing = [...this.#entries.values()].map(async (entry) => {
      await halt(entry, 'shutdown');
      await entry.closing?.catch(() => undefined);
    });
    await Promise.all([...closing, ...this.#beside]);
  }

  /** Makes jobs go on that wait for what was just given: a permission, a connection, a password; nothing before `start`. */
  async retryBlocked(): Promise<void> {
    if (!this.#isStarted) return;
    for (const entry of this.#entries.values()) {
      const { phase } = entry.job;
      const isWaiting = phase.kind === 'blocked' && CONNECTION_ERRORS.includes(phase.error.code);
      if (isWaiting && !entry.closing) await this.#resume(entry);
    }
  }

  /**
   * Gives imports under way the permission to read that is in force now, each for itself.
   * @returns why some could not be given it
   */
  async renewImports(): Promise<readonly AppError[]> {
    const { engine, storage } = this.#ports;
    const problems: AppError[] = [];
    for (const { job } of this.#entries.values()) {
      const { phase } = job;
      if (phase.kind !== 'importing' || job.engine !== engine.kind) continue;
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(RENEW_LIMIT_MS)]);
      try {
        const source = await storage.grant(nameInContainer(phase.upload.blob), 'import', signal);
        await engine.renew(phase.requestId, source, signal);
      } catch (error) {
        if (error instanceof AppError) problems.push(error);
        else if (signal.aborted) problems.push(new AppError('tenantUnavailable', { reason: 'no answer in time' }));
        else throw error;
      }
    }
    return problems;
  }

  /** True while a file is sent or an import is followed. */
  get isBusy(): boolean {
    return [...this.#entries.values()].some(({ work }) => work !== null);
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
  findMoved(file: FileState): CandidateView['moved'] {
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
    const record = stamp(this.#ports, {
      kind: 'created',
      id: this.#ports.createId(),
      file,
      target,
      engine: this.#ports.engine.kind,
    });
    const job = createJob(record);
    if (!job) throw new Error('a created record must create a job');
    await this.#ports.journals.append(job.id, encodeRecord(record));
    const entry = newEntry(job);
    this.#entries.set(job.id, entry);
    onCreated(job.id);
    await this.#recorder.record(entry, { kind: 'queued' });
    return entry;
  }

  #drive(entry: Entry, takenUp: TakenUp | null): void {
    if (this.#closing.signal.aborted || entry.work || entry.closing) return;
    entry.watch?.abort('taken up');
    entry.watch = null;
    const stop = new AbortController();
    const { signal } = stop;
    const ended = workOn({
      entry,
      ports: this.#ports,
      slots: this.#slots,
      recorder: this.#recorder,
      jobs: () => [...this.#entries.values()].map((each) => each.job),
      signal,
      takenUp,
      background: this.#background,
    }).finally(() => {
      entry.work = null;
      // What the person halted does not go on by itself, though it could not be written down.
      if (!entry.stuck || !signal.aborted) void this.#watch(entry);
    });
    entry.work = { stop, ended };
  }

  /** `closing` keeps watch and person from starting it again meanwhile. */
  async #callOff(entry: Entry): Promise<void> {
    entry.watch?.abort('cancel');
    const wasWorkedOn = entry.work !== null;
    try {
      await halt(entry, 'cancel');
      // It may as well have become blocked, or paused, before it heard of that.
      if (wasWorkedOn && isFinal(entry.job.phase.kind)) return;
      await removeRequest(this.#ports, entry, this.#background);
      await this.#recorder.record(entry, { kind: 'cancelled', statistics: entry.statistics });
    } catch (error) {
      // What a watch had made go on meanwhile stands still now.
      if (isActive(entry.job.phase)) this.#recorder.getStuck(entry, toWireError(error));
      throw error;
    }
  }

  async #resume(entry: Entry): Promise<void> {
    if (entry.stuck) entry.stuck = null;
    else await this.#recorder.record(entry, { kind: 'resumed' });
    this.#drive(entry, 'resumed');
  }

  /** Looks again and again whether what blocks a job is gone, and goes on when it is. */
  async #watch(entry: Entry): Promise<void> {
    if (entry.watch || entry.closing) return;
    const own = new AbortController();
    entry.watch = own;
    const signal = AbortSignal.any([this.#closing.signal, own.signal]);
    try {
      for (let looks = 0; isWatchable(entry) && !signal.aborted; looks++) {
        const isGone = await waitAndLook(entry, { eyes: this.#ports, signal, looks });
        if (isGone && isWatchable(entry) && !signal.aborted && (await this.#goOn(entry))) return;
      }
    } catch (error) {
      // Stopped; or the person was quicker.
      if (!(error instanceof AppError) && !signal.aborted) this.#ports.onBug(error, entry.job.id);
    } finally {
      if (entry.watch === own) entry.watch = null;
    }
  }

  /** @returns false when that could not be written down, so that it is to be tried again */
  async #goOn(entry: Entry): Promise<boolean> {
    try {
      await this.#resume(entry);
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'stateUnwritable') throw error;
      return false;
    }
  }

  /** What goes wrong there is told as a bug: everything a person can act on was dealt with. */
  readonly #background: Background = (work) => {
    const { signal } = this.#closing;
    const ended = work(signal).catch((error: unknown) => {
      if (!signal.aborted) this.#ports.onBug(error, null);
    });
    this.#beside.add(ended);
    void ended.finally(() => this.#beside.delete(ended));
  };

  #problemOf(error: unknown, id: JobId): AppError {
    if (error instanceof AppError) return error;
    this.#ports.onBug(error, id);
    return new AppError('stateDamaged', { file: `${id}.journal`, reason: 'unknown' }, { cause: error });
  }

  #find(id: JobId): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new AppError('jobMissing');
    return entry;
  }
}

async function halt({ work }: Entry, reason: StopReason): Promise<void> {
  work?.stop.abort(reason);
  await work?.ended;
}
