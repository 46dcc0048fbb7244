import { AppError } from '../../preload/contract/index.ts';
import type { Source, SourceSignature } from './ports.ts';

/**
 * Blocks read a second time where the times of a file say that it was not touched. A rule of ours: a file system without
 * a time of change (FAT) hides a change whose time was set back, and so may a clock that ticks seldom.
 */
export const SAMPLED_BLOCKS = 8;

/** Times a file may be touched, its bytes unchanged, while it is compared, before it counts as changing. */
const MOST_COMPARISONS = 3;

/** What a check of a file needs. `compare` throws sourceChanged unless the blocks of these indexes are what they were. */
export type Verification = {
  readonly source: Source;
  /** The file as it was before its first byte was read. */
  readonly before: SourceSignature;
  /** Blocks that were read. */
  readonly count: number;
  readonly compare: (indexes: Iterable<number>) => Promise<void>;
  /** Numbers from 0 up to, not including, 1. */
  readonly random: () => number;
};

/** Passes only while the file still looks as it did when it was chosen. @throws AppError sourceChanged */
export async function expectSignature(source: Source, expected: SourceSignature): Promise<SourceSignature> {
  const found = await source.getSignature();
  if (!isSameFile(found, expected)) throw new AppError('sourceChanged', {});
  return found;
}

/**
 * Makes sure that the file still is what was read: by size, times and identity, and by reading a sample of it again. Where
 * only its time of change moved, as a backup that sets an attribute does, all of it is read again.
 * @returns the file as it was found, for the next time
 * @throws AppError sourceChanged
 */
export async function verifySource(check: Verification): Promise<SourceSignature> {
  let before = check.before;
  for (let comparison = 0; comparison < MOST_COMPARISONS; comparison++) {
    const found = await expectSignature(check.source, before);
    const isUntouched = found.changedMs === before.changedMs;
    await check.compare(isUntouched ? sampleIndexes(check.count, check.random) : Array(check.count).keys());
    // Without this a change during the comparison, behind the block being read, would pass.
    const after = await expectSignature(check.source, before);
    if (after.changedMs === found.changedMs) return after;
    before = found;
  }
  throw new AppError('sourceChanged', {});
}

/** The first, the last and others at random, ascending and each once; all when there are no more than `SAMPLED_BLOCKS`. */
export function sampleIndexes(count: number, random: () => number): readonly number[] {
  if (count <= SAMPLED_BLOCKS) return [...Array(count).keys()];
  const chosen = new Set([0, count - 1]);
  while (chosen.size < SAMPLED_BLOCKS) {
    let index = Math.floor(random() * count);
    // The next free one, so that a poor `random` cannot hold this up.
    while (chosen.has(index)) index = (index + 1) % count;
    chosen.add(index);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Its time of change is left out: attributes and names of a file may be touched while its bytes stay. */
function isSameFile(found: SourceSignature, expected: SourceSignature): boolean {
  return (
    found.sizeBytes === expected.sizeBytes &&
    found.modifiedMs === expected.modifiedMs &&
    found.fileId === expected.fileId
  );
}
