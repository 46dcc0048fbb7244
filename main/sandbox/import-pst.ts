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

/** How far a run is. `moved + skipped` reaches `itemsTotal`; bytes are the sizes the PST states. */
export type ImportProgress = {
  readonly itemsTotal: number;
  readonly bytesTotal: number;
  readonly moved: number;
  readonly movedBytes: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
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
 * @yields once the totals are known, then after each item. Ends early, between two items, when the signal is aborted.
 * @throws AppError importFailed with reason `pstUnreadable` or `writeFailed`.
 */
export async function* importPst(
  input: ImportInput,
  openPst: OpenPst,
  signal: AbortSignal,
): AsyncGenerator<ImportProgress> {
  const store = reading(() => openPst(input.pstPath));
  try {
    const folders = reading(() => selectFolders(store, input));
    let progress = totalOf(folders);
    yield progress;
    await mkdir(input.rootFolder, { recursive: true }).catch(refuseWrite);
    for (const folder of folders) {
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
type Step = { readonly outcome: 'moved' | SkipReason; readonly sizeBytes: number; readonly items: number };

function selectFolders(store: PstStore, input: ImportInput): Selected[] {
  const all = [...store.folders()];
  // Parents come before children: the first of the mail tree is its top, which becomes the root folder itself.
  const top = all.find((folder) => folder.isInMailTree)?.path ?? [];
  const folders = all.map((folder) => ({ folder, place: placeOf(folder.path, top), role: folder.role }));
  const isSelected = createFolderFilter(input, folders);
  return folders.filter(({ folder, place }) => isSelected(place) && (folder.isInMailTree || folder.itemCount > 0));
}

function totalOf(folders: readonly Selected[]): ImportProgress {
  const sum = (measure: (folder: PstFolder) => number) =>
    folders.reduce((total, { folder }) => total + measure(folder), 0);
  return {
    ...NO_PROGRESS,
    itemsTotal: sum((folder) => folder.itemCount),
    bytesTotal: sum((folder) => folder.sizeBytes),
    unreadableFolders: sum((folder) => (folder.problem === null ? 0 : 1)),
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
    } catch {
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
  const content = await composeEml(item).catch(() => null);
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
    return 'unreadable';
  }
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const fault = cause instanceof AppError ? (cause.params.reason ?? null) : null;
    throw new AppError('importFailed', { reason: 'pstUnreadable', fault }, { cause });
  }
}

function refuseWrite(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  throw new AppError('importFailed', { reason: 'writeFailed', code }, { cause });
}
