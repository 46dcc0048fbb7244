import { attempt, patienceMs, withinPatience } from './attempt.ts';
import { parseBlockId } from './block-id.ts';
import type { StoredBlock } from './ports.ts';
import type { Run } from './run.ts';
import type { UploadEvent } from './upload-event.ts';

/** Bytes that one block takes up in a list of blocks, either way: its id with XML around it. Rounded up. */
export const LISTED_BLOCK_BYTES = 128;

/**
 * The answer of a request, tried until there is one. `bodyBytes` of question and answer together, as far as they matter.
 * @yields `waiting`
 * @throws the request's error when it cannot be retried
 */
export function ask<T>(
  run: Run,
  call: (signal: AbortSignal) => Promise<T>,
  bodyBytes = 0,
): AsyncGenerator<UploadEvent, T> {
  return attempt((signal) => withinPatience(call, patienceMs(bodyBytes), { ...run, signal }), run);
}

/** Ids of the blocks the store holds for us, null when it does not say. */
export async function* askStagedIds(run: Run): AsyncGenerator<UploadEvent, ReadonlySet<string> | null> {
  const bodyBytes = run.blockCount * LISTED_BLOCK_BYTES;
  const blocks = yield* ask(run, (signal) => run.store.listStagedBlocks(signal), bodyBytes);
  return blocks && new Set(blocks.filter(isWhole).map((block) => block.id));
}

/** A block of ours with the length its id speaks of; anything else is someone else's or damaged. */
function isWhole(block: StoredBlock): boolean {
  const parsed = parseBlockId(block.id);
  return parsed.kind === 'ours' && parsed.block.sizeBytes === block.sizeBytes;
}
