import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import {
  AppError,
  createFolderFilter,
  FolderPattern,
  MAX_FOLDER_DEPTH,
  MAX_ITEM_BYTES,
  placeOf,
  type SkipReason,
} from '../../preload/contract/index.ts';
import { inSlices } from '../pst/in-slices.ts';
import { SourceLost } from '../pst/reader/fault.ts';
import type { PstFolder, PstItem, PstItemResult, PstStore } from '../pst/store.ts';
import { composeEml, isInRange } from './eml.ts';
import { type MailFolder, openMailFolder } from './mail-folder.ts';
import { safeFolderName } from './safe-name.ts';

/** Opens a PST read-only. @throws when it cannot be read. */
export type OpenPst = (path: string) => PstStore;

/** What one run needs. `rootFolder` is the absolute path of the folder the top of the PST becomes. */
export const ImportInput = z.object({
  requestId: z.string(),
  pstPath: z.string(),
  rootFolder: z.string(),
  includeFolders: z.array(FolderPattern),
  excludeFolders: z.array(FolderPattern),
});
export type ImportInput = z.infer<typeof ImportInput>;

/** Why this service leaves an item out. */
export type ImportSkip = Exclude<SkipReason, 'missing'>;

/** How far a run is. `moved + skipped` reaches `itemsTotal`; bytes are the sizes the PST states. */
export type ImportProgress = {
  readonly itemsTotal: number;
  readonly bytesTotal: number;
  readonly moved: number;
  readonly movedBytes: number;
  readonly skipped: Readonly<Record<ImportSkip, number>>;
  /** Folders whose table could not be read; what they hold is unknown. */
  readonly unreadableFolders: number;
};

/** Nothing done and nothing known yet. */
export const NO_PROGRESS: ImportProgress = {
  itemsTotal: 0,
  bytesTotal: 0,
  moved: 0,
  movedBytes: 0,
  skipped: { alreadyImported: 0, tooLarge: 0, tooDeep: 0, unreadable: 0 },
  unreadableFolders: 0,
};

/**
 * Copies the selected folders of a PST below `rootFolder`, one `.eml` an item. Items this request brought in an earlier
 * run count as moved; items another request brought are skipped.
 * @yields once the totals are known, then after each item; before that null now and then, as a sign that it goes on. Ends
 * early, between two folders that are counted or two items, when the signal is aborted.
 * @throws AppError importFailed with reason `pstUnreadable` or `writeFailed`.
 */
export async function* importPst(
  input: ImportInput,
  openPst: OpenPst,
  signal: AbortSignal,
): AsyncGenerator<ImportProgress | null> {
  const store = reading(() => openPst(input.pstPath));
  try {
    const survey = new Survey(store, input);
    yield* surveying(survey, signal);
    if (signal.aborted) return;
    let { progress } = survey;
    yield progress;
    await mkdir(input.rootFolder, { recursive: true }).catch(refuseWrite);
    for (const folder of survey.folders) {
      for await (const step of importFolder(folder, input, signal)) {
        progress = add(progress, step);
        yield progress;
      }
      if (signal.aborted) return;
    }
  } finally {
    store.close();
  }
}

type Selected = { readonly folder: PstFolder; readonly place: readonly string[] };
type Step = { readonly outcome: 'moved' | ImportSkip; readonly sizeBytes: number; readonly items: number };

/** Finds out which folders are to be copied and what is in them. */
class Survey {
  folders: readonly Selected[] = [];
  progress = NO_PROGRESS;
  readonly #store: PstStore;
  readonly #input: ImportInput;

  constructor(store: PstStore, input: ImportInput) {
    this.#store = store;
    this.#input = input;
  }

  /** Does the reading. @yields how many folders were dealt with */
  *read(): Generator<number> {
    yield* this.#store.explore();
    const all: PstFolder[] = [];
    for (const folder of this.#store.folders()) yield all.push(folder);
    this.folders = selectFolders(all, this.#input);
    for (const [order, { folder }] of this.folders.entries()) {
      this.progress = addFolder(this.progress, folder);
      yield order + 1;
    }
  }
}

/** @yields null about as often as a reading is asked of who reads contents; ends early when the signal is aborted */
async function* surveying(survey: Survey, signal: AbortSignal): AsyncGenerator<null> {
  try {
    // Of its own: whoever aborts an import wants it to end, not to fail.
    for await (const _ of inSlices(survey.read(), new AbortController().signal)) {
      yield null;
      await setImmediate();
      if (signal.aborted) return;
    }
  } catch (cause) {
    refusePst(cause);
  }
}

function selectFolders(all: readonly PstFolder[], input: ImportInput): Selected[] {
  // Parents come before children: the first of the mail tree is its top, which becomes the root folder itself.
  const top = all.find((folder) => folder.isInMailTree)?.path ?? [];
  const folders = all.map((folder) => ({ folder, place: placeOf(folder.path, top), role: folder.role }));
  const isSelected = createFolderFilter(input, folders);
  return folders.filter(({ folder, place }) => isSelected(place) && (folder.isInMailTree || mayHoldItems(folder)));
}

/** A folder that has lost its list says how much was in it. */
function mayHoldItems({ itemCount, problem, declaredItems }: PstFolder): boolean {
  return itemCount > 0 || (problem !== null && declaredItems > 0);
}

function addFolder(progress: ImportProgress, folder: PstFolder): ImportProgress {
  const bytesTotal = progress.bytesTotal + folder.sizeBytes;
  return {
    ...progress,
    bytesTotal,
    itemsTotal: progress.itemsTotal + folder.itemCount,
    // Some only show when the sizes have been read.
    unreadableFolders: progress.unreadableFolders + (folder.problem === null ? 0 : 1),
  };
}

function add(progress: ImportProgress, { outcome, sizeBytes, items }: Step): ImportProgress {
  if (outcome === 'moved') {
    return { ...progress, moved: progress.moved + items, movedBytes: progress.movedBytes + sizeBytes };
  }
  return { ...progress, skipped: { ...progress.skipped, [outcome]: progress.skipped[outcome] + items } };
}

async function* importFolder(selected: Selected, input: ImportInput, signal: AbortSignal): AsyncGenerator<Step> {
  if (selected.place.length >= MAX_FOLDER_DEPTH) {
    if (selected.folder.itemCount > 0) yield { outcome: 'tooDeep', sizeBytes: 0, items: selected.folder.itemCount };
    return;
  }
  const path = join(input.rootFolder, ...selected.place.map(safeFolderName));
  const target = await openMailFolder(path, input.requestId).catch(refuseWrite);
  const seen = new Set<string>();
  let count = 0;
  try {
    for (const result of readItems(selected.folder)) {
      if (signal.aborted) return;
      // Gives a stop the chance to arrive even where nothing is written.
      await setImmediate();
      count += 1;
      yield { ...(await importItem(result, target, { seen, requestId: input.requestId })), items: 1 };
    }
    const missing = selected.folder.itemCount - count;
    if (missing > 0) yield { outcome: 'unreadable', sizeBytes: 0, items: missing };
  } finally {
    await target.close();
  }
}

/** The items of a folder; ends early when the folder cannot be read on. */
function* readItems(folder: PstFolder): Generator<PstItemResult> {
  const items = folder.items()[Symbol.iterator]();
  for (;;) {
    let next: IteratorResult<PstItemResult>;
    try {
      next = items.next();
    } catch (cause) {
      if (cause instanceof SourceLost) refusePst(cause);
      return;
    }
    if (next.done) return;
    yield next.value;
  }
}

type RunState = { readonly seen: Set<string>; readonly requestId: string };

async function importItem(result: PstItemResult, target: MailFolder, run: RunState): Promise<Omit<Step, 'items'>> {
  const { item } = result;
  if (item === null) return { outcome: 'unreadable', sizeBytes: 0 };
  const { sizeBytes, entryId } = item;
  const broughtBy = target.requestOf(entryId);
  const isRepeated = run.seen.has(entryId);
  run.seen.add(entryId);
  if (isRepeated || (broughtBy !== null && broughtBy !== run.requestId))
    return { outcome: 'alreadyImported', sizeBytes };
  if (broughtBy === run.requestId) return { outcome: 'moved', sizeBytes };
  if (sizeBytes > MAX_ITEM_BYTES) return { outcome: 'tooLarge', sizeBytes };
  const content = await composeEml(item).catch((cause: unknown) => {
    if (cause instanceof SourceLost) refusePst(cause);
    return null;
  });
  if (content === null) return { outcome: 'unreadable', sizeBytes };
  return { outcome: await store(item, content, target), sizeBytes };
}

async function store(item: PstItem, content: Readable, target: MailFolder): Promise<'moved' | 'unreadable'> {
  const receivedMs = item.receivedMs !== null && isInRange(item.receivedMs) ? item.receivedMs : null;
  try {
    await target.add({ entryId: item.entryId, subject: item.subject, receivedMs, content });
    return 'moved';
  } catch (error) {
    // Only the file system names a system call; anything else is an item that could not be put into words.
    if (error instanceof Error && 'syscall' in error) return refuseWrite(error);
    if (error instanceof SourceLost) refusePst(error);
    return 'unreadable';
  }
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    return refusePst(cause);
  }
}

function refusePst(cause: unknown): never {
  const fault = cause instanceof AppError ? (cause.params.reason ?? null) : null;
  throw new AppError('importFailed', { reason: 'pstUnreadable', fault }, { cause });
}

function refuseWrite(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  throw new AppError('importFailed', { reason: 'writeFailed', code }, { cause });
}
