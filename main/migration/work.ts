import { AppError, stopReason, toWireError } from '../../preload/contract/index.ts';
import type { Entry, Recorder } from './entry.ts';
import type { Job } from './job.ts';
import { countSetback, isObstacle } from './obstacles.ts';
import type { RunnerPorts } from './ports.ts';
import type { Slots } from './slots.ts';
import type { TakenUp } from './step-context.ts';
import { takeStep } from './steps.ts';
import { isActive } from './transition.ts';
import { untilAnswered } from './until-answered.ts';

type Work = {
  readonly entry: Entry;
  readonly ports: RunnerPorts;
  readonly slots: Slots;
  readonly recorder: Recorder;
  readonly jobs: () => Iterable<Job>;
  readonly signal: AbortSignal;
  readonly takenUp: TakenUp | null;
  /** Lets work go on beside the job until the app ends. */
  readonly background: Background;
};

/** Does work beside everything else; its signal is aborted when the app ends. */
export type Background = (work: (signal: AbortSignal) => Promise<void>) => void;

/** Takes step after step until the job is halted or over. Never rejects. */
export async function workOn(work: Work): Promise<void> {
  const { entry, ports, slots, recorder, jobs, signal, takenUp, background } = work;
  const startedIn = entry.job.phase.kind;
  try {
    while (isActive(entry.job.phase)) {
      const { phase } = entry.job;
      await takeStep(phase, {
        ports,
        slots,
        signal,
        job: () => entry.job,
        jobs,
        record: (event) => recorder.record(entry, event),
        recordAll: (events) => recorder.recordAll(entry, events),
        show: (volatile) => recorder.show(entry, volatile),
        takenUp: startedIn === 'importing' ? takenUp : null,
      });
    }
  } catch (error) {
    await writeDownHalt(error, { entry, ports, recorder, signal, background }).catch((unwritten: unknown) => {
      if (!(unwritten instanceof AppError)) ports.onBug(unwritten, entry.job.id);
      const wire = toWireError(unwritten);
      countSetback(entry, wire.code);
      recorder.getStuck(entry, wire);
    });
  }
}

async function writeDownHalt(
  error: unknown,
  work: Pick<Work, 'entry' | 'ports' | 'recorder' | 'signal' | 'background'>,
): Promise<void> {
  const { entry, ports, recorder, signal } = work;
  const { statistics } = entry;
  switch (stopReason(signal)) {
    case 'shutdown':
      return;
    case 'pause':
      await suspendRequest(ports, entry);
      return recorder.record(entry, { kind: 'paused' });
    case 'cancel':
      await removeRequest(ports, entry, work.background);
      return recorder.record(entry, { kind: 'cancelled', statistics });
    default:
  }
  if (!(error instanceof AppError)) ports.onBug(error, entry.job.id);
  // Said by the journal: writing that down would only fail again.
  else if (error.code === 'stateUnwritable') throw error;
  const wire = toWireError(error);
  if (error instanceof AppError && isObstacle(error, entry.job)) {
    countSetback(entry, wire.code);
    return recorder.record(entry, { kind: 'blocked', error: wire });
  }
  return recorder.record(entry, { kind: 'failed', error: wire, statistics });
}

/** Longest wait for the service when the person pauses or cancels; the job is halted here in any case. */
const REQUEST_CALL_MS = 15_000;

async function suspendRequest(ports: RunnerPorts, { job }: Entry): Promise<void> {
  if (job.phase.kind !== 'importing') return;
  await ports.engine.suspend(job.phase.requestId, AbortSignal.timeout(REQUEST_CALL_MS)).catch(ignoreExpected);
}

/**
 * Takes the job's import request back, where there may be one. A service that does not answer in time goes on being asked
 * in the background: what the person called off must not arrive after all.
 */
export async function removeRequest(
  ports: Pick<RunnerPorts, 'engine' | 'clock' | 'random'>,
  { job }: Pick<Entry, 'job'>,
  background: Background,
): Promise<void> {
  const { engine } = ports;
  const phase = job.phase.kind === 'paused' || job.phase.kind === 'blocked' ? job.phase.before : job.phase;
  if (phase.kind !== 'uploaded' && phase.kind !== 'importing') return;
  if (job.engine !== engine.kind) return;
  const remove = async (signal: AbortSignal) => {
    // One that was asked for just now is known to the service alone.
    const requestId = phase.kind === 'importing' ? phase.requestId : await engine.find(job.id, signal);
    if (requestId !== null) await engine.remove(requestId, signal);
  };
  try {
    await remove(AbortSignal.timeout(REQUEST_CALL_MS));
  } catch (error) {
    ignoreExpected(error);
    if (error instanceof AppError && !error.isRetryable) return;
    background(async (signal) => {
      await untilAnswered({ ports, signal }, () => remove(signal)).catch((late: unknown) => {
        if (!signal.aborted) ignoreExpected(late);
      });
    });
  }
}

/** The service may be away, or the request already over: neither changes what the person asked of this app. */
function ignoreExpected(error: unknown): void {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  if (!(error instanceof AppError) && !isTimeout) throw error;
}
