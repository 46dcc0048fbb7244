import { attempt } from './attempt.ts';
import { linkAbort } from './linked-abort.ts';
import type { CallOptions } from './ports.ts';
import type { Run } from './run.ts';
import { until } from './until.ts';
import type { UploadEvent } from './upload-event.ts';

/** Bytes that one block takes up in a list of blocks, either way: its id with XML around it. Rounded up. */
export const LISTED_BLOCK_BYTES = 128;

/**
 * The answer of a request, tried until there is one. `bodyBytes` of question and answer together, as far as they matter.
 * @yields `waiting`, and what the lanes have to say
 * @throws the request's error when it cannot be retried
 */
export async function* ask<T>(
  run: Run,
  call: (options: CallOptions) => Promise<T>,
  bodyBytes = 0,
): AsyncGenerator<UploadEvent, T> {
  const abort = linkAbort(run.line.signal);
  const request = attempt(run.line, { call, bodyBytes, isBlock: false }, abort.controller.signal);
  try {
    return yield* until(run, request);
  } finally {
    // Whoever takes the events may leave in the midst of it.
    abort.controller.abort('left');
    abort.release();
    await request.catch(() => undefined);
  }
}
