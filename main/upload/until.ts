import type { Run } from './run.ts';
import type { UploadEvent } from './upload-event.ts';

/**
 * The promise's value; until it is there, whatever else happens is dealt with.
 * @yields `blocksStaged`, `progressed`, `waiting`
 * @throws the failure of the promise or of a lane
 */
export async function* until<T>(run: Run, promise: Promise<T>): AsyncGenerator<UploadEvent, T> {
  let hasSettled = false;
  const onSettled = () => {
    hasSettled = true;
    run.bell.ring();
  };
  promise.then(onSettled, onSettled);
  for (;;) {
    yield* takeNews(run);
    if (hasSettled) return await promise;
    await run.bell.rung();
  }
}

/** The next thing that happens. @yields as `until` */
export async function* nextNews(run: Run): AsyncGenerator<UploadEvent> {
  await run.bell.rung();
  yield* takeNews(run);
}

/** What has happened since the last time. Blocks that arrived together are told together, so that they are put down once. */
function* takeNews(run: Run): Generator<UploadEvent> {
  const blocks = run.lanes.take();
  if (blocks.length > 0) {
    yield { kind: 'blocksStaged', blocks };
    run.lanes.free(blocks.length);
    for (const { sizeBytes } of blocks) run.progress.add(sizeBytes);
  }
  // What a stop breaks off is no news.
  if (run.signal.aborted) return;
  const { waiting } = run;
  if (waiting && !isSame(waiting, run.toldWaiting)) yield { kind: 'waiting', ...waiting };
  // Even when no byte has gone yet: this is how one learns that the wait is over.
  else if (!waiting && run.toldWaiting) yield run.progress.now();
  else if (!waiting) yield* run.progress.due();
  run.toldWaiting = waiting;
}

function isSame(one: { reason: string }, other: { reason: string } | null): boolean {
  return one.reason === other?.reason;
}
