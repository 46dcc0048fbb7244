import { AppError, type ImportReading, isFinal, type JobId } from '../../preload/contract/index.ts';
import type { ActivePhase, Job, JobEvent, JobPhase, JobRecord, Reached, UploadMemory } from './job.ts';

const NOTHING_SENT: UploadMemory = {
  signature: null,
  blobName: null,
  replacesJobId: null,
  stagedIds: [],
  stagedBytes: 0,
  startedCommits: [],
  sentBytes: 0,
};

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
  return transitionAll(job, [record]);
}

/**
 * The job after one event after another. Blocks that follow each other are taken in at once: block by block, the list of
 * all blocks so far would be copied for each.
 * @throws as `transition` does
 */
export function transitionAll(job: Job, records: readonly JobRecord[]): Job {
  let next = job;
  let index = 0;
  for (let record = records[0]; record; record = records[index]) {
    const staged = stagedFrom(records, index);
    const last = records[index + Math.max(1, staged.length) - 1] ?? record;
    const phase = staged.length > 0 ? afterStaged(next, staged) : nextPhase(next, record.event);
    next = { ...next, changedAt: last.at, phase, readings: withReading(next.readings, last) };
    index += Math.max(1, staged.length);
  }
  return next;
}

/** Readings kept of one import: a line over time needs no more points than a screen shows. */
const MAX_READINGS = 120;

/** With the record's reading; of too many every second one is forgotten, so that the line keeps its whole length. */
function withReading(readings: readonly ImportReading[], { at, event }: JobRecord): readonly ImportReading[] {
  if (event.kind !== 'importRead') return readings;
  const kept = readings.length < MAX_READINGS ? readings : readings.filter((_, index) => index % 2 === 0);
  return [...kept, { at, ...event.reading }];
}

type BlockStaged = Extract<JobEvent, { kind: 'blockStaged' }>;

/** The blocks of the records from `start` on, up to the first record of another kind. */
function stagedFrom(records: readonly JobRecord[], start: number): readonly BlockStaged[] {
  const staged: BlockStaged[] = [];
  for (let index = start; index < records.length; index++) {
    const event = records[index]?.event;
    if (event?.kind !== 'blockStaged') break;
    staged.push(event);
  }
  return staged;
}

function afterStaged({ phase }: Job, blocks: readonly BlockStaged[]): JobPhase {
  if (phase.kind !== 'queued' && phase.kind !== 'checking' && phase.kind !== 'uploading') {
    throw new AppError('jobNotInState', { state: phase.kind, event: 'blockStaged' });
  }
  const { upload } = phase;
  const sizeBytes = blocks.reduce((sum, block) => sum + block.sizeBytes, 0);
  return {
    kind: 'uploading',
    upload: {
      ...upload,
      stagedIds: [...upload.stagedIds, ...blocks.map((block) => block.id)],
      stagedBytes: upload.stagedBytes + sizeBytes,
      sentBytes: upload.sentBytes + sizeBytes,
    },
  };
}

/** The job a journal's first record stands for, or null when that record is of another kind. */
export function createJob(record: JobRecord): Job | null {
  if (record.event.kind !== 'created') return null;
  const { id, file, target, engine = 'sandbox' } = record.event;
  const { at } = record;
  return { id, file, target, engine, readings: [], createdAt: at, changedAt: at, phase: { kind: 'draft' } };
}

function nextPhase({ id, phase }: Job, event: JobEvent): JobPhase {
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
      if (isActive(phase)) return nextActivePhase(id, phase, event);
  }
  throw new AppError('jobNotInState', { state: phase.kind, event: event.kind });
}

function nextActivePhase(id: JobId, phase: ActivePhase, event: JobEvent): JobPhase {
  switch (event.kind) {
    case 'paused':
      return { kind: 'paused', before: phase };
    case 'blocked':
      return { kind: 'blocked', before: phase, error: event.error };
    case 'failed':
      return { kind: 'failed', reached: reachedIn(phase), error: event.error, statistics: event.statistics };
    default:
      return forward(id, phase, event);
  }
}

function forward(id: JobId, phase: ActivePhase, event: JobEvent): JobPhase {
  if (phase.kind === 'importing') {
    if (event.kind === 'importEnded') return endOf(phase, event.statistics);
    // Taking up an import after a restart names the same request again.
    if (event.kind === 'importStarted') return { ...phase, requestId: event.requestId };
    if (event.kind === 'importRead') return phase;
  } else if (phase.kind === 'uploaded') {
    if (event.kind === 'importStarted') return { ...phase, kind: 'importing', requestId: event.requestId };
  } else {
    const next = forwardUpload(id, phase.upload, event);
    if (next) return next;
  }
  throw new AppError('jobNotInState', { state: phase.kind, event: event.kind });
}

function forwardUpload(id: JobId, upload: UploadMemory, event: JobEvent): JobPhase | null {
  switch (event.kind) {
    case 'checkStarted':
      return { kind: 'checking', upload };
    case 'uploadStarted':
      return { kind: 'uploading', upload: startUpload(id, upload, event) };
    case 'blocksLost':
      return { kind: 'uploading', upload: forgetBlocks(upload, new Set(event.ids)) };
    case 'commitStarted':
      return { kind: 'uploading', upload: noteCommit(upload, event.sha256) };
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

function startUpload(
  id: JobId,
  upload: UploadMemory,
  event: Extract<JobEvent, { kind: 'uploadStarted' }>,
): UploadMemory {
  const { signature, blobName = blobNameOf(id), replacesJobId = null } = event;
  // Block ids name their content, so what was staged of an older state of the file stays usable; in its blob alone.
  const isSameBlob = upload.blobName === null || upload.blobName === blobName;
  const fresh = !isSameBlob && { stagedIds: [], stagedBytes: 0, startedCommits: [] };
  return { ...upload, ...fresh, signature, blobName, replacesJobId };
}

function noteCommit(upload: UploadMemory, sha256: string): UploadMemory {
  const { startedCommits } = upload;
  return startedCommits.includes(sha256) ? upload : { ...upload, startedCommits: [...startedCommits, sha256] };
}

function forgetBlocks(upload: UploadMemory, lost: ReadonlySet<string>): UploadMemory {
  const stagedIds = upload.stagedIds.filter((block) => !lost.has(block));
  // Which block had how many bytes is not kept: all but the last have the same number.
  const keptPart = upload.stagedIds.length === 0 ? 0 : stagedIds.length / upload.stagedIds.length;
  return { ...upload, stagedIds, stagedBytes: Math.round(upload.stagedBytes * keptPart) };
}

/** The name of a blob that belongs to one job alone; `number` tells apart those it may have, from 1. */
export function blobNameOf(id: JobId, number = 1): string {
  return number === 1 ? `${id}.pst` : `${id}-${number}.pst`;
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
