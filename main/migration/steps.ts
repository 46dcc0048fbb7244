import { AppError, type ImportStatistics, type TransferProgress } from '../../preload/contract/index.ts';
import type { UploadEvent } from '../upload/upload-event.ts';
import type { ActivePhase, Job, JobEvent } from './job.ts';
import type { RunnerPorts } from './ports.ts';
import { createRateMeter } from './rate.ts';
import type { Slots } from './slots.ts';

/** Waits between tries at a service that does not answer: doubling from the first to the last, with jitter. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** What a step works with: the job as it stands, and the ways to tell of it. */
export type StepContext = {
  readonly ports: RunnerPorts;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  readonly job: () => Job;
  /** Persists and announces. */
  readonly record: (event: JobEvent) => Promise<void>;
  /** Announces without persisting: progress and readings are worth nothing after a restart. */
  readonly show: (volatile: { progress?: TransferProgress | null; statistics?: ImportStatistics }) => void;
  /** True when this run takes up an import that an earlier run, or a pause, left. */
  readonly isTakenUp: boolean;
};

/** The blob of a job. Named by the job alone, so that no file name reaches the store. */
export function blobNameOf(job: Job): string {
  return `${job.id}.pst`;
}

/**
 * Does what the job's phase asks for next, up to the next phase.
 * @throws AppError for what a person can act on, the signal's reason when stopped.
 */
export async function takeStep(phase: ActivePhase, context: StepContext): Promise<void> {
  switch (phase.kind) {
    case 'queued':
    case 'checking':
    case 'uploading':
      return checkAndUpload(context);
    case 'uploaded':
      return startImport(context);
    case 'importing':
      return followImport(phase.requestId, context);
  }
}

async function checkAndUpload(context: StepContext): Promise<void> {
  const leave = await context.slots.take(context.signal);
  try {
    await context.record({ kind: 'checkStarted' });
    const signature = await context.ports.checker.check(context.job().file.path, context.signal);
    await context.record({ kind: 'uploadStarted', signature });
    await sendFile(context).catch((error: unknown) => explain(error, context));
  } finally {
    leave();
    context.show({ progress: null });
  }
}

/** A file that could not be read is looked at once more: its drive may be gone, or Outlook may have taken it. */
async function explain(error: unknown, { ports, job, signal }: StepContext): Promise<never> {
  const isUnread = error instanceof AppError && ['sourceMissing', 'sourceUnreadable'].includes(error.code);
  if (isUnread && !signal.aborted) await ports.checker.check(job().file.path, signal);
  throw error;
}

async function sendFile(context: StepContext): Promise<void> {
  const { ports, signal } = context;
  const job = context.job();
  if (job.phase.kind !== 'uploading' || !job.phase.upload.signature) return;
  const { signature, stagedIds, sentBytes } = job.phase.upload;
  const access = await untilAnswered(context, () => ports.storage.grant(blobNameOf(job), 'upload', signal));
  const input = {
    jobId: job.id,
    path: job.file.path,
    signature,
    stagedIds,
    bandwidthLimitBytesPerSecond: ports.bandwidthLimitBytesPerSecond(),
  };
  const show = createProgress(context, signature.sizeBytes, Math.min(sentBytes, signature.sizeBytes));
  for await (const event of ports.upload(input, access, { signal })) {
    const news = eventFrom(event);
    if (news) await context.record(news);
    show(event);
  }
  if (context.job().phase.kind === 'uploading') throw new Error('the upload ended without a commit');
}

/** The part of an upload's report that must survive a crash. */
function eventFrom(event: UploadEvent): JobEvent | null {
  switch (event.kind) {
    case 'blockStaged':
      return { kind: 'blockStaged', id: event.id, sizeBytes: event.sizeBytes };
    case 'blocksLost':
      return { kind: 'blocksLost', ids: [...event.ids] };
    case 'committed':
      return { kind: 'uploadCommitted', blob: event.blob, sha256: event.sha256, sizeBytes: event.sizeBytes };
    default:
      return null;
  }
}

/** `knownBytes` were at the store before; reading past them again is no progress, so the bar waits there. */
function createProgress(context: StepContext, totalBytes: number, knownBytes: number): (event: UploadEvent) => void {
  const { clock } = context.ports;
  const meter = createRateMeter(() => clock.monotonicMs());
  let floorBytes = knownBytes;
  let progress: TransferProgress = {
    phase: 'uploading',
    doneBytes: knownBytes,
    totalBytes,
    bytesPerSecond: null,
    secondsLeft: null,
    waitingSince: null,
  };
  return (event) => {
    if (event.kind === 'blocksLost') floorBytes = 0;
    if (event.kind === 'waiting') {
      progress = { ...progress, waitingSince: progress.waitingSince ?? clock.now().toISOString() };
    } else if (event.kind === 'progressed') {
      const isNew = event.doneBytes >= floorBytes;
      const rate = isNew ? meter.measure(event.doneBytes, event.totalBytes) : {};
      progress = { ...progress, ...rate, doneBytes: Math.max(event.doneBytes, floorBytes), waitingSince: null };
    } else {
      return;
    }
    context.show({ progress });
  };
}

async function startImport(context: StepContext): Promise<void> {
  const requestId = await postImport(context);
  await context.record({ kind: 'importStarted', requestId });
}

async function postImport(context: StepContext): Promise<string> {
  const { ports, signal } = context;
  const { id, target } = context.job();
  return untilAnswered(context, async () => {
    const source = await ports.storage.grant(blobNameOf(context.job()), 'import', signal);
    const { rootFolder: targetRootFolder, ...place } = target;
    return ports.engine.start({ ...place, name: id, targetRootFolder, source }, signal);
  });
}

async function followImport(knownId: string, context: StepContext): Promise<void> {
  const { ports, signal } = context;
  let requestId = knownId;
  if (context.isTakenUp) {
    requestId = await postImport(context);
    if (requestId !== knownId) await context.record({ kind: 'importStarted', requestId });
    await untilAnswered(context, () => ports.engine.resume(requestId, signal));
  }
  let last: ImportStatistics | null = null;
  for await (const statistics of ports.engine.watch(requestId, signal)) {
    last = statistics;
    context.show({ statistics });
  }
  if (!last) throw new AppError('tenantUnavailable', { reason: 'no statistics' });
  if (last.phase === 'failed') throw fromFailure(last);
  if (last.phase === 'removed') throw new AppError('importRemoved');
  await context.record({ kind: 'importEnded', statistics: last });
}

function fromFailure(statistics: ImportStatistics): AppError {
  const { failure } = statistics;
  return failure
    ? new AppError(failure.code, failure.params)
    : new AppError('importFailed', { reason: statistics.status });
}

/** Calls a service until it answers; an outage is waited out and shown, whatever else goes wrong is thrown. */
async function untilAnswered<T>(context: StepContext, call: () => Promise<T>): Promise<T> {
  const { clock, random } = context.ports;
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (context.signal.aborted || !(error instanceof AppError) || !error.isRetryable) throw error;
      const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
      await clock.sleep(ceiling * (0.5 + random() / 2), context.signal);
    }
  }
}
