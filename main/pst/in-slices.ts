/** How far reading is: folders dealt with. */
export type Progress = { readonly kind: 'progress'; readonly folders: number };

/** How long reading goes on without a look up: a person who calls it off should not wait longer. */
export const SLICE_MS = 200;

/**
 * Does work that gives the number of folders it has dealt with after each, and lets others have their turn in between.
 * @yields how far it is, about every `SLICE_MS` of work; nothing at all when it is done before that
 * @throws the signal's reason when aborted meanwhile
 */
export async function* inSlices(
  work: Iterable<number>,
  signal: AbortSignal,
  nowMs: () => number = () => performance.now(),
): AsyncGenerator<Progress> {
  let sliceEndsMs = nowMs() + SLICE_MS;
  for (const folders of work) {
    if (nowMs() < sliceEndsMs) continue;
    yield { kind: 'progress', folders };
    signal.throwIfAborted();
    sliceEndsMs = nowMs() + SLICE_MS;
  }
}
