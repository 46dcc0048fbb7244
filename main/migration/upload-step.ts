import { AppError, type TransferProgress } from '../../preload/contract/index.ts';
import type { UploadEvent } from '../upload/upload-event.ts';
import { type BlobChoice, chooseBlob, ownBlobOf, uploadMemoryIn } from './blob-name.ts';
import type { JobEvent, UploadMemory } from './job.ts';
import { createLending } from './lending.ts';
import { isReplaced } from './same-file.ts';
import type { Place } from './slots.ts';
import type { StepContext } from './step-context.ts';
import { retryDelayMs, untilAnswered } from './until-answered.ts';
import { createUploadProgress } from './upload-progress.ts';

/** How often in one run a file that changes under the upload is looked at anew before the person is asked to close it. */
export const MAX_CHANGES = 3;

/** How often in a row a sender that crashes without getting a block through is started again. */
const MAX_CRASHES = 3;

/** What went wrong so far in one run. */
type Tries = { changes: number; crashes: number; sentBytes: number };

type Sending = StepContext & { readonly place: Place };

/** Checks the file and sends it, when its turn has come. @throws as `takeStep` does */
export async function checkAndUpload(context: StepContext): Promise<void> {
  const place = await context.slots.take(context.signal);
  try {
    await plan(context);
    await sendUntilCommitted({ ...context, place });
  } finally {
    place.leave();
    context.show({ progress: null });
  }
}

/** Looks at the file and writes down where it will be sent. */
async function plan(context: StepContext): Promise<void> {
  const { ports, signal } = context;
  await context.record({ kind: 'checkStarted' });
  const checked = await ports.checker.check(context.job().file.path, signal);
  const job = context.job();
  const known = uploadMemoryIn(job.phase)?.signature ?? null;
  if (isReplaced(known, checked.signature)) throw new AppError('sourceReplaced');
  const choice = chooseBlob(job, checked, context.jobs());
  await context.record({ kind: 'uploadStarted', signature: checked.signature, ...choice });
}

async function sendUntilCommitted(context: Sending): Promise<void> {
  const tries: Tries = { changes: 0, crashes: 0, sentBytes: 0 };
  for (;;) {
    try {
      return await sendFile(context);
    } catch (error) {
      if (context.signal.aborted || !(error instanceof AppError)) throw error;
      await prepareAgain(error, context, tries);
    }
  }
}

/** Does what makes another try worth it. @throws the error, or a better one, when nothing does */
async function prepareAgain(error: AppError, context: StepContext, tries: Tries): Promise<void> {
  const job = context.job();
  const own = error.code === 'uploadConflict' ? ownBlobOf(job) : null;
  if (own) return moveTo(own, context);
  if (error.code === 'sourceChanged') {
    tries.changes += 1;
    if (tries.changes > MAX_CHANGES) throw error;
    return planChanged(error, context);
  }
  if (error.isRetryable) {
    const sentBytes = uploadMemoryIn(job.phase)?.sentBytes ?? 0;
    tries.crashes = sentBytes > tries.sentBytes ? 1 : tries.crashes + 1;
    tries.sentBytes = sentBytes;
    if (tries.crashes > MAX_CRASHES) throw error;
    await context.ports.clock.sleep(retryDelayMs(tries.crashes, context.ports.random()), context.signal);
    return plan(context);
  }
  return explain(error, context);
}

/** What a file that is being written to looks like in the middle of that: no verdict on what it will be. */
const UNFINISHED: readonly string[] = ['sourceEmpty', 'sourceTruncated', 'sourceDamaged', 'sourceNotPst'];

async function planChanged(change: AppError, context: StepContext): Promise<void> {
  await plan(context).catch((error: unknown) => {
    throw error instanceof AppError && UNFINISHED.includes(error.code) ? change : error;
  });
}

/** Another blob for the same state of the file: somebody else's is under the first name. */
async function moveTo(choice: BlobChoice, context: StepContext): Promise<void> {
  const signature = uploadMemoryIn(context.job().phase)?.signature;
  if (signature) await context.record({ kind: 'uploadStarted', signature, ...choice });
}

/** A file that could not be read is looked at once more: its drive may be gone, or Outlook may have taken it. */
async function explain(error: AppError, { ports, job, signal }: StepContext): Promise<never> {
  const isUnread = error.code === 'sourceMissing' || error.code === 'sourceUnreadable';
  if (isUnread) await ports.checker.check(job().file.path, signal);
  throw error;
}

async function sendFile(context: Sending): Promise<void> {
  const { clock, conditions } = context.ports;
  const { phase } = context.job();
  if (phase.kind !== 'uploading' || !phase.upload.signature) return;
  const { stagedBytes, signature } = phase.upload;
  const progress = createUploadProgress(clock, Math.min(stagedBytes, signature.sizeBytes), signature.sizeBytes);
  const show = (next: TransferProgress | null) => next && context.show({ progress: next });
  const lending = createLending({ place: context.place, clock, conditions, signal: context.signal });
  try {
    for await (const event of startUpload(phase.upload, context, () => show(progress.wait('access')))) {
      await context.recordAll(eventsFrom(event));
      lending.hear(event);
      show(progress.after(event));
    }
  } finally {
    lending.end();
  }
  if (context.job().phase.kind === 'uploading') throw new Error('the upload ended without a commit');
}

/** The upload of what is remembered; `onWait` hears that nobody answers who could permit it. */
async function* startUpload(
  memory: UploadMemory,
  context: StepContext,
  onWait: () => void,
): AsyncGenerator<UploadEvent> {
  const { ports, signal } = context;
  const { signature, blobName, replacesJobId, stagedIds, startedCommits } = memory;
  const { id, file } = context.job();
  if (!signature || blobName === null) return;
  const renew = (each: AbortSignal) => ports.storage.grant(blobName, 'uploadWithRead', each);
  const access = await untilAnswered(context, () => renew(signal), onWait);
  const input = { jobId: id, path: file.path, signature, stagedIds, startedCommits, replacesJobId };
  yield* ports.upload(input, access, { signal, renew, conditions: ports.conditions });
}

/** The part of an upload's report that must survive a crash. */
function eventsFrom(event: UploadEvent): readonly JobEvent[] {
  switch (event.kind) {
    case 'blocksStaged':
      return event.blocks.map(({ id, sizeBytes }) => ({ kind: 'blockStaged', id, sizeBytes }));
    case 'blocksLost':
      return [{ kind: 'blocksLost', ids: [...event.ids] }];
    case 'committing':
      return [{ kind: 'commitStarted', sha256: event.sha256 }];
    case 'committed':
      return [{ kind: 'uploadCommitted', blob: event.blob, sha256: event.sha256, sizeBytes: event.sizeBytes }];
    default:
      return [];
  }
}
