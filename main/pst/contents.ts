import {
  AppError,
  type Contents,
  type FolderContents,
  type HealthCheck,
  type LargeItem,
  MAX_FOLDER_DEPTH,
  MAX_LARGEST,
  type Outline,
  placeOf,
  type Tally,
  type WireError,
} from '../../preload/contract/index.ts';
import { sourceError } from './attempt.ts';
import { EMPTY_TALLY } from './folder-tally.ts';
import { checkHeader, HEADER_BYTES, type HeaderFacts, healthError } from './header.ts';
import { inSlices, type Progress } from './in-slices.ts';
import { isoTime } from './iso-time.ts';
import { oneLine } from './message-text/clean-text.ts';
import { SourceLost } from './reader/fault.ts';
import type { FolderTally, PstFolder, PstStore } from './store.ts';

/** What reading a PST's contents reports: its folders as their parents' tables tell, in the end what they hold. */
export type ContentsEvent =
  | { readonly kind: 'outline'; readonly outline: Outline }
  | { readonly kind: 'contents'; readonly contents: Contents }
  | Progress;

export type ContentsOptions = {
  readonly signal: AbortSignal;
  /** The first `length` bytes of a file, fewer when it is shorter, and its whole size. Throws the file system's error. */
  readonly readHead: (path: string, length: number) => Promise<{ bytes: Uint8Array; sizeBytes: number }>;
  /** How a PST is opened. */
  readonly open: (path: string) => PstStore;
  /** What a look at the file's head, maps and indexes says about moving it. */
  readonly check: (path: string) => HealthCheck | Promise<HealthCheck>;
};

/**
 * Reads what a PST holds: the folders Outlook shows, and those beside them that hold items, as an import takes both.
 *
 * Reading is synchronous between two events and what is damaged may take long: run it in a process that can be killed. A
 * folder that cannot be read counts as empty and is named in `problems`, with its path joined by `/`.
 *
 * @yields the outline once, then the contents once; between them how far it is, about every `SLICE_MS`
 * @throws AppError sourceMissing, sourceInUse, sourceEmpty, sourceNotPst; contentsUnreadable with `reason`; the error of the
 * file's health when it is not movable and cannot be opened either. The signal's reason when aborted.
 */
export async function* readPstContents(
  { path }: { readonly path: string },
  { signal, readHead, open, check }: ContentsOptions,
): AsyncGenerator<ContentsEvent> {
  const { format, health } = await readHeader(path, readHead);
  signal.throwIfAborted();
  const store = openStore(path, health, open);
  try {
    yield* inSlices(store.explore(), signal);
    yield { kind: 'outline', outline: outlineOf(store) };
    signal.throwIfAborted();
    const checked = await check(path);
    const totals = new Totals();
    yield* inSlices(totals.addAll(store.folders()), signal);
    const searchFolders = store.searchFolders().map(({ name, itemCount }) => ({ name, items: itemCount }));
    yield { kind: 'contents', contents: { format, health, check: checked, ...totals.result(), searchFolders } };
  } finally {
    store.close();
  }
}

function outlineOf(store: PstStore): Outline {
  const folders: Outline['folders'] = [];
  for (const { id, path, isInMailTree, declaredItems, declaredUnread } of store.outline()) {
    if (isInMailTree || declaredItems > 0)
      folders.push({ id, path: [...path], items: declaredItems, unread: declaredUnread });
  }
  return { folders };
}

/** Adds up what folders hold. */
class Totals {
  readonly #folders: FolderContents[] = [];
  readonly #problems: WireError[] = [];
  readonly #sum = new TallySum();
  #largest: readonly LargeItem[] = [];
  /** Null before the first folder Outlook shows: that one is the top. */
  #top: readonly string[] | null = null;

  /** @yields how many folders were added */
  *addAll(folders: Iterable<PstFolder>): Generator<number> {
    let count = 0;
    for (const folder of folders) {
      this.#add(folder);
      count += 1;
      yield count;
    }
  }

  #add(folder: PstFolder): void {
    if (folder.isInMailTree) this.#top ??= folder.path;
    const tally = folder.itemCount === 0 ? EMPTY_TALLY : folder.tally();
    const { id, path, role, itemCount, problem } = folder;
    // A folder beside the mail that has lost its list says how much was in it.
    const isLost = problem !== null && folder.declaredItems > 0;
    if (!folder.isInMailTree && itemCount === 0 && !isLost) return;
    if (problem !== null) this.#problems.push(problemOf(path, problem));
    const sum = new TallySum();
    sum.add(itemCount, tally);
    this.#sum.add(itemCount, tally);
    this.#largest = mergeLargest(this.#largest, id, tally);
    this.#folders.push({ id, path: [...path], role, ...sum.result() });
  }

  result(): Omit<Contents, 'format' | 'health' | 'check' | 'searchFolders'> {
    const top = this.#top ?? [];
    const isTooDeep = ({ path }: FolderContents) => placeOf(path, top).length >= MAX_FOLDER_DEPTH;
    return {
      ...this.#sum.result(),
      top: [...top],
      folders: this.#folders,
      largest: [...this.#largest],
      tooDeep: this.#folders.filter(isTooDeep).reduce((sum, { items }) => sum + items, 0),
      problems: this.#problems,
    };
  }
}

/** Tallies of folders, one after the other, as one of the contract. */
class TallySum {
  readonly #kinds = { ...EMPTY_TALLY.kinds };
  readonly #sum = { items: 0, sizeBytes: 0, unread: 0, tooLarge: 0 };
  #oldestMs: number | null = null;
  #newestMs: number | null = null;

  add(items: number, tally: FolderTally): void {
    this.#sum.items += items;
    this.#sum.sizeBytes += tally.sizeBytes;
    this.#sum.unread += tally.unread;
    this.#sum.tooLarge += tally.tooLarge;
    this.#kinds.mail += tally.kinds.mail;
    this.#kinds.calendar += tally.kinds.calendar;
    this.#kinds.contact += tally.kinds.contact;
    this.#kinds.task += tally.kinds.task;
    this.#kinds.note += tally.kinds.note;
    this.#kinds.other += tally.kinds.other;
    this.#oldestMs = firstOf(this.#oldestMs, tally.oldestMs, Math.min);
    this.#newestMs = firstOf(this.#newestMs, tally.newestMs, Math.max);
  }

  result(): Tally {
    const dates = { oldest: isoTime(this.#oldestMs), newest: isoTime(this.#newestMs) };
    return { ...this.#sum, kinds: { ...this.#kinds }, ...dates };
  }
}

function firstOf(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  if (a === null || b === null) return a ?? b;
  return choose(a, b);
}

/** Reads the subject only of those that are among the largest of all. */
function mergeLargest(known: readonly LargeItem[], folderId: number, tally: FolderTally): readonly LargeItem[] {
  const threshold = known.length < MAX_LARGEST ? -1 : (known.at(-1)?.sizeBytes ?? -1);
  const larger = tally.largest.filter(({ sizeBytes }) => sizeBytes > threshold);
  if (larger.length === 0) return known;
  const added = larger.map((item) => ({
    id: item.id,
    folderId,
    subject: oneLine(item.subject),
    sizeBytes: item.sizeBytes,
  }));
  // Sorting keeps the order of equals, so what was found first stays in front.
  return [...known, ...added].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, MAX_LARGEST);
}

async function readHeader(path: string, readHead: ContentsOptions['readHead']): Promise<HeaderFacts> {
  const head = await readHead(path, HEADER_BYTES).catch((cause: unknown) => {
    throw sourceError(codeOf(cause), cause);
  });
  const header = checkHeader(head.bytes, head.sizeBytes);
  if (header.health === 'empty') throw new AppError('sourceEmpty');
  if (header.health === 'notPst') throw new AppError('sourceNotPst');
  return header;
}

/** A file that is no healthy PST may still be readable in part; when it is not, its health is the better reason. */
function openStore(path: string, health: HeaderFacts['health'], open: (path: string) => PstStore): PstStore {
  try {
    return open(path);
  } catch (cause) {
    if (cause instanceof SourceLost) throw cause;
    const code = healthError(health);
    if (code !== null) throw new AppError(code, {}, { cause });
    throw cause;
  }
}

function problemOf(path: readonly string[], reason: string): WireError {
  return { code: 'contentsUnreadable', params: { folder: path.join('/'), reason } };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unexpected';
}
