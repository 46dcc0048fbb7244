import type { PstFormat, PstHealth } from '../../preload/contract/index.ts';
import type { FileTree, Sweepers } from './ports.ts';
import type { ScanEvent } from './scan-event.ts';
import { runTasks } from './task-pool.ts';
import { Walk } from './walk.ts';

/** Judges a file by its first `headBytes` bytes. Given from outside: the knowledge of PST headers lives in another room. */
export type HeadJudge = {
  readonly headBytes: number;
  readonly check: (head: Uint8Array, sizeBytes: number) => { readonly format: PstFormat; readonly health: PstHealth };
};

export type ScanOptions = {
  readonly tree: FileTree;
  readonly judge: HeadJudge;
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that never goes back; for the pace of `walked` events. */
  readonly now?: () => number;
  readonly platform?: NodeJS.Platform;
  /** Threads that read folders of quick drives; without them everything goes through the thread pool. */
  readonly sweepers?: Sweepers;
  /** Size of the thread pool `tree` works in. */
  readonly poolThreads?: number;
};

/** At most four `walked` events a second: more than a person can read. */
const WALKED_INTERVAL_MS = 250;

/**
 * Walks folders for files named `*.pst`, in any case of letters, and judges each by its header.
 *
 * Links are not followed, and each real file is found once however many names it has. Only matches are opened. A folder
 * that was asked for is always walked; kernel and system folders met on the way are left out. Folders inside another
 * root are walked once. A root that is slow or hangs keeps none of the others waiting.
 *
 * `files` counts the plain files met, whatever their name; `folders` those that were read; `denied` the folders that
 * could not be, and files and folders whose names are not valid text, which no path can reach. What vanishes during the
 * scan is passed over. A match that cannot be read is found with health `unreadable`.
 *
 * @yields `found` as files are met, in no particular order; `walked` at most every 250 ms; `scanned` last.
 * @throws AppError folderUnreadable when the only root cannot be read; the signal's reason when aborted, at once.
 */
export async function* scan(roots: readonly string[], options: ScanOptions): AsyncGenerator<ScanEvent> {
  const { signal, now = () => performance.now() } = options;
  const walk = new Walk(roots, options);
  const counts = { folders: 0, files: 0, denied: 0 };
  let walkedAt = now();
  try {
    for await (const outcome of runTasks(walk, signal)) {
      if (outcome.rootError !== null && walk.hasOneRoot) throw outcome.rootError;
      counts.folders += outcome.folders;
      counts.files += outcome.files;
      counts.denied += outcome.denied;
      if (outcome.found) yield { kind: 'found', file: outcome.found };
      if (now() - walkedAt >= WALKED_INTERVAL_MS) {
        walkedAt = now();
        yield { kind: 'walked', ...counts, folder: outcome.folder };
      }
    }
  } finally {
    walk.stop();
  }
  yield { kind: 'scanned', ...counts };
}
