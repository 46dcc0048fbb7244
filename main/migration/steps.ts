import { AppError, type ImportStatistics } from '../../preload/contract/index.ts';
import { nameInContainer } from './blob-name.ts';
import type { ActivePhase, CommittedUpload } from './job.ts';
import type { StepContext } from './step-context.ts';
import { untilAnswered } from './until-answered.ts';
import { checkAndUpload } from './upload-step.ts';

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
      return startImport(phase.upload, context);
    case 'importing':
      return followImport(phase, context);
  }
}

async function startImport(upload: CommittedUpload, context: StepContext): Promise<void> {
  const requestId = await postImport(upload, context);
  await context.record({ kind: 'importStarted', requestId });
}

async function postImport({ blob }: CommittedUpload, context: StepContext): Promise<string> {
  const { ports, signal } = context;
  const { id, target } = context.job();
  return untilAnswered(context, async () => {
    const source = await ports.storage.grant(nameInContainer(blob), 'import', signal);
    const { rootFolder: targetRootFolder, ...place } = target;
    return ports.engine.start({ ...place, name: id, targetRootFolder, source }, signal);
  });
}

async function followImport(
  { upload, requestId: knownId }: Extract<ActivePhase, { kind: 'importing' }>,
  context: StepContext,
): Promise<void> {
  const { ports, signal } = context;
  let requestId = knownId;
  if (context.isTakenUp) {
    requestId = await postImport(upload, context);
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
