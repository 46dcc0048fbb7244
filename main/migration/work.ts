import { AppError, stopReason, toWireError } from '../../preload/contract/index.ts';
import type { Entry, Recorder } from './entry.ts';
import type { Job } from './job.ts';
import { countSetback, isObstacle } from './obstacles.ts';
import type { RunnerPorts } from './ports.ts';
import type { Slots } from './slots.ts';
import { takeStep } from './steps.ts';
import { isActive } from './transition.ts';

type Work = {
  readonly entry: Entry;
  readonly ports: RunnerPorts;
  readonly slots: Slots;
  readonly recorder: Recorder;
  readonly jobs: () => Iterable<Job>;
  readonly signal: AbortSignal;
  readonly isTakenUp: boolean;
};

/** Takes step after step until the job is halted or over. Never rejects. */
export async function workOn({ entry, ports, slots, recorder, jobs, signal, isTakenUp }: Work): Promise<void> {
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
        isTakenUp: isTakenUp && startedIn === 'importing',
      });
    }
  } catch (error) {
    await writeDownHalt(error, { entry, ports, recorder, signal }).catch((unwritten: unknown) => {
      if (!(unwritten instanceof AppError)) ports.onBug(unwritten, entry.job.id);
      const wire = toWireError(unwritten);
      countSetback(entry, wire.code);
      recorder.getStuck(entry, wire);
    });
  }
}

async function writeDownHalt(
  error: unknown,
  work: Pick<Work, 'entry' | 'ports' | 'recorder' | 'signal'>,
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
      await removeRequest(ports, entry);
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

/** Takes the job's import request back, where there is one. */
export async function removeRequest(ports: RunnerPorts, { job }: Entry): Promise<void> {
  const phase = job.phase.kind === 'paused' || job.phase.kind === 'blocked' ? job.phase.before : job.phase;
  if (phase.kind !== 'importing') return;
  await ports.engine.remove(phase.requestId, AbortSignal.timeout(REQUEST_CALL_MS)).catch(ignoreExpected);
}

/** The service may be away, or the request already over: neither changes what the person asked of this app. */
function ignoreExpected(error: unknown): void {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  if (!(error instanceof AppError) && !isTimeout) throw error;
}
