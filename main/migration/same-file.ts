import type { Signature } from './job.ts';

/** What a scan knows of the state of a file. */
export type FileState = Omit<Signature, 'changedMs'>;

/** True when nothing was written to a file between two looks at it, as far as a scan can tell. */
export function isSameState(a: FileState, b: FileState): boolean {
  return a.fileId === b.fileId && a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs;
}

/**
 * True for another file in the place of one that was known, false for one that was only written to. A drive may come back under another number, as some
 * systems give them out anew; with a file that differs as well, it is another drive under the same letter.
 */
export function isReplaced(known: Signature | null, now: Signature): boolean {
  if (!known || volumeOf(known) === volumeOf(now)) return false;
  return known.sizeBytes !== now.sizeBytes || known.modifiedMs !== now.modifiedMs;
}

/** `fileId` is `volume:file`, and the second part may be a path. */
function volumeOf({ fileId }: Signature): string {
  return fileId.slice(0, fileId.indexOf(':'));
}
