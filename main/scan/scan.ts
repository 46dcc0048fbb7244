import { FolderMemory } from './folder-memory.ts';
import type { FileJudge, FileTree, MarkReader, MemoryFile, Sweepers } from './ports.ts';
import type { ScanEvent, ScanInput } from './scan-event.ts';
import { runTasks } from './task-pool.ts';
import { Walk } from './walk.ts';

export type ScanOptions = {
  readonly tree: FileTree;
  readonly judge: FileJudge;
  readonly marks: MarkReader;
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that never goes back; for the pace of `walked` events. */
  readonly now?: () => number;
  readonly platform?: NodeJS.Platform;
  /** Threads that read folders of quick drives; without them everything goes through the thread pool. */
  readonly sweepers?: Sweepers;
  /** Size of the thread pool `tree` works in. */
  readonly poolThreads?: number;
  /** Where the folders of the last scan are, and those of this one shall be. */
  readonly memoryFile?: MemoryFile;
  /** Milliseconds since 1970 UTC. */
  readonly today?: () => number;
};

/** At most four `walked` events a second: more than a person can read. */
const WALKED_INTERVAL_MS = 250;

/**
 * Walks folders for files named `*.pst`, in any case of letters, and judges each by its header; a deep scan finds stores
 * under other names as well, by looking into every file.
 *
 * Links are not followed, and each real file is found once, with every path that leads to it. Only matches are opened,
 * each once, and not even those that are kept by a cloud service or have not changed since they were known. A folder
 * that was asked for is always walked; those of the skip list and the barriers are left out when met on the way. Folders
 * inside another root are walked once. A root that is slow or hangs keeps none of the others waiting. With a memory,
 * folders that have not changed since the last finished scan are not read again.
 *
 * `files` counts the plain files met, whatever their name; `folders` those that were read; `denied` the folders that
 * could not be, and files and folders whose names are not valid text, which no path can reach. What vanishes during the
 * scan is passed over. A match that cannot be read is found with a health that says why.
 *
 * @yields `found` as files are met, in no particular order, and `foundAgain` after that; `denied` once a folder; `walked`
 *   at most every 250 ms; `scanned` last.
 * @throws AppError folderUnreadable of the first root when none can be read; the signal's reason when aborted, at once.
 */
export async function* scan(input: ScanInput, options: ScanOptions): AsyncGenerator<ScanEvent> {
  const { signal, now = () => performance.now() } = options;
  const memory = await readMemory(input, options);
  const walk = new Walk(input, options, memory);
  const counts = { folders: 0, files: 0, denied: 0 };
  let unreadRoots = 0;
  let walkedAt = now();
  try {
    for await (const outcome of runTasks(walk, signal)) {
      counts.folders += outcome.folders;
      counts.files += outcome.files;
      for (const event of outcome.events) {
        if (event.kind === 'denied') counts.denied += 1;
        yield event;
        signal.throwIfAborted();
      }
      if (outcome.isUnreadRoot) unreadRoots += 1;
      if (unreadRoots === walk.rootCount && walk.firstRootError !== null) throw walk.firstRootError;
      if (now() - walkedAt >= WALKED_INTERVAL_MS) {
        walkedAt = now();
        yield { kind: 'walked', ...counts, folder: outcome.folder };
      }
    }
  } finally {
    walk.stop();
  }
  if (memory) await keepMemory(memory, { walk, roots: input.roots }, options);
  yield { kind: 'scanned', ...counts, roots: walk.listRoots() };
}

/** A deep scan looks into every file, of which a folder's time tells nothing. */
async function readMemory({ isDeep }: ScanInput, { memoryFile }: ScanOptions): Promise<FolderMemory | null> {
  return memoryFile && !isDeep ? await FolderMemory.parse(memoryFile.read()) : null;
}

/** A memory that cannot be kept costs the next scan time, nothing else. */
async function keepMemory(
  memory: FolderMemory,
  { walk, roots }: { readonly walk: Walk; readonly roots: readonly string[] },
  { memoryFile, platform = process.platform }: ScanOptions,
): Promise<void> {
  const lines = memory.format({ roots, unread: walk.listUnreadRoots(), platform });
  await memoryFile?.write(lines).catch(() => undefined);
}
