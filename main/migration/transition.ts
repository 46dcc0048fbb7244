import { AppError, isFinal } from '../../preload/contract/index.ts';
import type { ActivePhase, Job, JobEvent, JobPhase, JobRecord, Reached, UploadMemory } from './job.ts';

const NOTHING_SENT: UploadMemory = { signature: null, stagedIds: [], sentBytes: 0 };

/*
 *  draft ─▶ queued ─▶ checking ─▶ uploading ─▶ uploaded ─▶ importing ─▶ done | doneWithSkips
 *
 *  from any of queued … importing:  ⇄ paused, ⇄ blocked, ─▶ failed
 *  from any state but the ends:     ─▶ cancelled
 *
 *  Before the upload is committed, going on after a pause or a restart always passes through `checking` again, with
 *  the blocks that were staged remembered.
 */

/**
 * The job after an event. Pure; the journal is replayed through it.
 * @throws AppError jobNotInState when the event cannot happen in the job's state.
 */
export function transition(job: Job, record: JobRecord): Job {
  return { ...job, changedAt: record.at, phase: nextPhase(job.phase, record.event) };
}

/** The job a journal's first record stands for, or null when that record is of another kind. */
export function createJob(record: JobRecord): Job | null {
  if (record.event.kind !== 'created') return null;
  const { id, file, target } = record.event;
  return { id, file, target, createdAt: record.at, changedAt: record.at, phase: { kind: 'draft' } };
}

function nextPhase(phase: JobPhase, event: JobEvent): JobPhase {
  switch (event.kind) {
    case 'queued':
      if (phase.kind === 'draft') return { kind: 'queued', upload: NOTHING_SENT };
      break;
    case 'resumed':
      if (phase.kind === 'paused' || phase.kind === 'blocked') return again(phase.before);
      break;
    case 'cancelled':
      if (!isFinal(phase.kind)) return { kind: 'cancelled', reached: reachedIn(phase), statistics: event.statistics };
      break;
    default:
      if (isActive(phase)) return nextActivePhase(phase, event);
  }
  throw new AppError('jobNotInState', { state: phase.kind, event: event.kind });
}

function nextActivePhase(phase: ActivePhase, event: JobEvent): JobPhase {
  switch (event.kind) {
    case 'paused':
      return { kind: 'paused', before: phase };
    case 'blocked':
      return { kind: 'blocked', before: phase, error: event.error };
    case 'failed':
      return { kind: 'failed', reached: reachedIn(phase), error: event.error, statistics: event.statistics };
    default:
      return forward(phase, event);
  }
}

function forward(phase: ActivePhase, event: JobEvent): JobPhase {
  if (phase.kind === 'importing') {
    if (event.kind === 'importEnded') return endOf(phase, event.statistics);
    // Taking up an import after a restart names the same request again.
    if (event.kind === 'importStarted') return { ...phase, requestId: event.requestId };
  } else if (phase.kind === 'uploaded') {
    if (event.kind === 'importStarted') return { ...phase, kind: 'importing', requestId: event.requestId };
  } else {
    const next = forwardUpload(phase.upload, event);
    if (next) return next;
  }
  throw new AppError('jobNotInState', { state: phase.kind, event: event.kind });
}

function forwardUpload(upload: UploadMemory, event: JobEvent): JobPhase | null {
  switch (event.kind) {
    case 'checkStarted':
      return { kind: 'checking', upload };
    case 'uploadStarted':
      // Block ids name their content, so what was staged of an older state of the file stays usable.
      return { kind: 'uploading', upload: { ...upload, signature: event.signature } };
    case 'blockStaged':
      return {
        kind: 'uploading',
        upload: {
          ...upload,
          stagedIds: [...upload.stagedIds, event.id],
          sentBytes: upload.sentBytes + event.sizeBytes,
        },
      };
    case 'blocksLost': {
      const lost = new Set(event.ids);
      return { kind: 'uploading', upload: { ...upload, stagedIds: upload.stagedIds.filter((id) => !lost.has(id)) } };
    }
    case 'uploadCommitted': {
      const { blob, sha256, sizeBytes } = event;
      return {
        kind: 'uploaded',
        upload: { blob, sha256, sizeBytes, sentBytes: upload.sentBytes, signature: upload.signature },
      };
    }
    default:
      return null;
  }
}

function endOf(
  phase: Extract<ActivePhase, { kind: 'importing' }>,
  statistics: Extract<JobEvent, { kind: 'importEnded' }>['statistics'],
): JobPhase {
  // A warning without a skipped item: folders nobody could look into.
  const hasSkips = statistics.phase === 'completedWithWarning' || statistics.skipped.some((skip) => skip.count > 0);
  const { upload, requestId } = phase;
  return { kind: hasSkips ? 'doneWithSkips' : 'done', upload, requestId, statistics };
}

/** True when the app works on a job of this phase by itself. */
export function isActive(phase: JobPhase): phase is ActivePhase {
  return ['queued', 'checking', 'uploading', 'uploaded', 'importing'].includes(phase.kind);
}

function again(before: ActivePhase): ActivePhase {
  if (before.kind === 'checking' || before.kind === 'uploading') return { kind: 'queued', upload: before.upload };
  return before;
}

/** How far a job came, whatever its phase. */
export function reachedIn(phase: JobPhase): Reached {
  switch (phase.kind) {
    case 'draft':
      return { sentBytes: 0, upload: null, requestId: null };
    case 'queued':
    case 'checking':
    case 'uploading':
      return { sentBytes: phase.upload.sentBytes, upload: null, requestId: null };
    case 'uploaded':
      return { sentBytes: phase.upload.sentBytes, upload: phase.upload, requestId: null };
    case 'paused':
    case 'blocked':
      return reachedIn(phase.before);
    case 'failed':
    case 'cancelled':
      return phase.reached;
    default:
      return { sentBytes: phase.upload.sentBytes, upload: phase.upload, requestId: phase.requestId };
  }
}
