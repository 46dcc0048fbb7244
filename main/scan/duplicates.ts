import { type CopyOf, isMovable, type Place } from '../../preload/contract/index.ts';
import type { FoundFile } from './scan-event.ts';
import { isOwnPlace } from './suggestion.ts';

/** What files are compared by, and what makes one of them the one to keep. */
export type ComparedFile = Pick<
  FoundFile,
  'path' | 'isRenamed' | 'sizeBytes' | 'modifiedMs' | 'health' | 'headHash' | 'recordKey'
> & {
  readonly id: string;
  readonly outlookProfile: string | null;
  readonly place: Place;
  /** This very file, unchanged since, was moved before. Left out: no. */
  readonly isMoved?: boolean;
  /** Would be suggested if there were no other. Left out: not known, then its place and being attached speak for it. */
  readonly isWanted?: boolean;
};

/** The file that another is a copy or a version of, by id. */
export type CopyFound = { readonly of: string; readonly kind: CopyOf['kind'] };

/**
 * The files that hold the same store as a better one, each with that one: of a store, all but the original are listed.
 *
 * Files hold the same store when they have the same record key; those without a key when header and size are the same.
 * A file without either is compared with nothing. Outlook changes the header at each write: with the same header and
 * size a file is a `copy`, else a `version` of another day. The original is a file that can be moved, one that would be
 * suggested or was moved if there is any. Among those it is one attached to Outlook; else one that was moved and is the
 * same as the best of the others; else the best, which is one in the person's own profile, not in another's, then the
 * latest, the largest, one named as a PST, the first by its path.
 */
export function findCopies(files: readonly ComparedFile[]): ReadonlyMap<string, CopyFound> {
  const copies = new Map<string, CopyFound>();
  for (const group of groupByStore(files)) {
    const original = findOriginal(group);
    if (original === null) continue;
    for (const file of group) {
      if (file !== original)
        copies.set(file.id, { of: original.id, kind: isExact(file, original) ? 'copy' : 'version' });
    }
  }
  return copies;
}

function groupByStore(files: readonly ComparedFile[]): Iterable<readonly ComparedFile[]> {
  const groups = new Map<string, ComparedFile[]>();
  for (const file of files) {
    const key = storeKey(file);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(file);
    else groups.set(key, [file]);
  }
  return groups.values();
}

/** Equal for files that may hold the same store; null for one that is compared with nothing. A record key has 32 digits and a hash 64, so the two never meet. */
export function storeKey({
  recordKey,
  headHash,
  sizeBytes,
}: Pick<ComparedFile, 'recordKey' | 'headHash' | 'sizeBytes'>): string | null {
  return recordKey ?? (headHash === null ? null : `${headHash}:${sizeBytes}`);
}

function findOriginal(group: readonly ComparedFile[]): ComparedFile | null {
  const best = group.filter(({ health }) => isMovable(health)).reduce<ComparedFile | null>(better, null);
  if (best === null || best.outlookProfile !== null) return best;
  // What was moved from there need not be moved from here.
  return group.find((file) => file.isMoved === true && isExact(file, best)) ?? best;
}

function better(best: ComparedFile | null, file: ComparedFile): ComparedFile {
  if (best === null) return file;
  const [a, b] = [rank(best), rank(file)];
  const i = a.findIndex((value, at) => value !== b[at]);
  if (i === -1) return best.path <= file.path ? best : file;
  return (a[i] ?? 0) > (b[i] ?? 0) ? best : file;
}

/** What makes a file the better one, the most important first; more is better. */
function rank({
  outlookProfile,
  isWanted,
  isMoved,
  place,
  isRenamed,
  modifiedMs,
  sizeBytes,
}: ComparedFile): readonly number[] {
  const isAttached = outlookProfile !== null;
  const isOwn = isOwnPlace(place);
  const isNobodys = place.profile === null;
  const isTaken = (isWanted ?? (isOwn || (isAttached && isNobodys))) || isMoved === true;
  const marks = [isTaken, isAttached, isOwn, isNobodys];
  return [...marks.map(Number), modifiedMs, sizeBytes, Number(!isRenamed)];
}

function isExact(a: ComparedFile, b: ComparedFile): boolean {
  return a.headHash !== null && a.headHash === b.headHash && a.sizeBytes === b.sizeBytes;
}
