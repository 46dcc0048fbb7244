import { AppError, type ImportReading, type ImportStatistics } from '../../preload/contract/index.ts';
import { nameInContainer } from './blob-name.ts';
import type { ActivePhase, CommittedUpload } from './job.ts';
import type { StepContext } from './step-context.ts';
import { untilAnswered } from './until-answered.ts';

/** Shortest time between two readings that are kept while nothing but numbers change. */
const READING_DISTANCE_MS = 60_000;

/** Asks the service to import what was uploaded; the same job asks for the same request, however often. */
export async function startImport(upload: CommittedUpload, context: StepContext): Promise<void> {
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

/** Watches the import to its end. */
export async function followImport(
  { upload, requestId }: Extract<ActivePhase, { kind: 'importing' }>,
  context: StepContext,
): Promise<void> {
  const { ports, signal } = context;
  if (context.takenUp) await renewImport({ upload, requestId }, context);
  // What somebody else has suspended meanwhile stays so.
  if (context.takenUp === 'resumed') await untilAnswered(context, () => ports.engine.resume(requestId, signal));
  const keep = createReadingKeeper(context);
  let last: ImportStatistics | null = null;
  for await (const statistics of ports.engine.watch(requestId, signal)) {
    last = statistics;
    context.show({ statistics });
    await keep(statistics);
  }
  if (!last) throw new AppError('tenantUnavailable', { reason: 'no statistics' });
  if (last.phase === 'failed') throw fromFailure(last);
  if (last.phase === 'removed') throw new AppError('importRemoved');
  await context.record({ kind: 'importEnded', statistics: last });
}

type Known = { readonly upload: CommittedUpload; readonly requestId: string };

/** A permission of now for the request that is there; without one it goes on with that it has. @throws AppError importRemoved */
async function renewImport({ upload, requestId }: Known, context: StepContext): Promise<void> {
  const { ports, signal } = context;
  await untilAnswered(context, async () => {
    const source = await ports.storage
      .grant(nameInContainer(upload.blob), 'import', signal)
      .catch((error: unknown) => withoutPermission(error));
    if (source) await ports.engine.renew(requestId, source, signal);
  });
}

function withoutPermission(error: unknown): null {
  if (error instanceof AppError && !error.isRetryable) return null;
  throw error;
}

/** Writes a reading down when the phase changes and otherwise now and then: what a restart forgets is a minute of a line. */
function createReadingKeeper({ ports: { clock }, record }: StepContext) {
  let kept: { readonly phase: ImportReading['phase']; readonly atMs: number } | null = null;
  return async ({ status, phase, itemsTransferred, bytesTransferred }: ImportStatistics): Promise<void> => {
    const atMs = clock.monotonicMs();
    if (kept && kept.phase === phase && atMs - kept.atMs < READING_DISTANCE_MS) return;
    kept = { phase, atMs };
    await record({ kind: 'importRead', reading: { status, phase, itemsTransferred, bytesTransferred } });
  };
}

function fromFailure(statistics: ImportStatistics): AppError {
  const { failure } = statistics;
  return failure
    ? new AppError(failure.code, failure.params)
    : new AppError('importFailed', { reason: statistics.status });
}
