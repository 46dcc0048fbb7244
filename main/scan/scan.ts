import type { PstFormat, PstHealth } from '../../preload/contract/index.ts';
import { AppError } from '../../preload/contract/index.ts';
import type { FileFacts, FileTree } from './ports.ts';
import type { FoundFile, ScanEvent } from './scan-event.ts';
import { isSkippedFolder } from './skipped-folders.ts';
import { runTasks, type Task } from './task-pool.ts';

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
};

/** Folders and files looked at together: enough to keep a network drive busy, few enough not to starve a hard disk. */
const MAX_IN_FLIGHT = 16;
/** At most four `walked` events a second: more than a person can read. */
const WALKED_INTERVAL_MS = 250;

/** What a listing shows in the place of bytes that are no text; such a path leads to no file. */
const NOT_A_NAME = '\uFFFD';

/**
 * Walks folders for files named `*.pst`, in any case of letters, and judges each by its header.
 *
 * Links are not followed, and each real file is found once however many names it has. Only matches are opened. A folder
 * that was asked for is always walked; kernel and system folders met on the way are left out. Folders inside another
 * root are walked once.
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
  for await (const outcome of runTasks(walk.start(), { limit: MAX_IN_FLIGHT, signal })) {
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
  yield { kind: 'scanned', ...counts };
}

/** What came of looking at one folder or one file. */
type Outcome = {
  readonly folder: string;
  readonly folders: number;
  readonly files: number;
  readonly denied: number;
  readonly found: FoundFile | null;
  readonly rootError: AppError | null;
};

type Step = Awaited<ReturnType<Task<Outcome>>>;

/** One look that found nothing at all. */
function nothingIn(folder: string): Outcome {
  return { folder, folders: 0, files: 0, denied: 0, found: null, rootError: null };
}

function stepOf(value: Outcome, next: Step['next'] = []): Step {
  return { value, next };
}

type Place = { readonly path: string; readonly isRoot: boolean };
type Match = { readonly folder: string; readonly name: string; readonly path: string };

class Walk {
  readonly #tree: FileTree;
  readonly #judge: HeadJudge;
  readonly #platform: NodeJS.Platform;
  readonly #roots: ReadonlySet<string>;
  readonly #metFiles = new Set<string>();

  constructor(roots: readonly string[], { tree, judge, platform = process.platform }: ScanOptions) {
    this.#tree = tree;
    this.#judge = judge;
    this.#platform = platform;
    this.#roots = new Set(roots);
  }

  get hasOneRoot(): boolean {
    return this.#roots.size === 1;
  }

  start(): readonly Task<Outcome>[] {
    return [...this.#roots].map((path) => () => this.#lookAtFolder({ path, isRoot: true }));
  }

  async #lookAtFolder({ path, isRoot }: Place): Promise<Step> {
    try {
      const entries = await this.#tree.listFolder(path);
      const next: Task<Outcome>[] = [];
      let files = 0;
      for (const { name, kind } of entries) {
        const child = this.#tree.join(path, name);
        if (kind === 'file') files += 1;
        if (kind === 'file' && isPstName(name)) next.push(() => this.#lookAtFile({ folder: path, name, path: child }));
        if (kind === 'folder' && this.#isOnTheWay(child)) {
          next.push(() => this.#lookAtFolder({ path: child, isRoot: false }));
        }
      }
      return stepOf({ ...nothingIn(path), folders: 1, files }, next);
    } catch (cause) {
      if (!isRoot && hasVanished(cause, path)) return stepOf(nothingIn(path));
      const rootError = isRoot ? new AppError('folderUnreadable', { path }, { cause }) : null;
      return stepOf({ ...nothingIn(path), denied: 1, rootError });
    }
  }

  #isOnTheWay(path: string): boolean {
    return !this.#roots.has(path) && !isSkippedFolder(path, this.#platform);
  }

  async #lookAtFile({ folder, name, path }: Match): Promise<Step> {
    const nothing = nothingIn(folder);
    let facts: FileFacts = { sizeBytes: 0, modifiedMs: 0, fileId: '' };
    try {
      facts = await this.#tree.getFacts(path);
      if (this.#metFiles.has(facts.fileId)) return stepOf(nothing);
      this.#metFiles.add(facts.fileId);
      const head = await this.#tree.readHead(path, this.#judge.headBytes);
      const { format, health } = this.#judge.check(head, facts.sizeBytes);
      return stepOf({ ...nothing, found: { path, name, ...facts, format, health } });
    } catch (error) {
      if (hasVanished(error, path)) return stepOf(nothing);
      if (isUnreachable(error, path)) return stepOf({ ...nothing, denied: 1 });
      return stepOf({ ...nothing, found: { path, name, ...facts, format: 'unknown', health: 'unreadable' } });
    }
  }
}

function isPstName(name: string): boolean {
  return /\.pst$/i.test(name);
}

/** Gone since it was listed, or no folder any more. A name that is no text was never reachable: that is not the same. */
function hasVanished(error: unknown, path: string): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) && !path.includes(NOT_A_NAME);
}

function isUnreachable(error: unknown, path: string): boolean {
  return codeOf(error) === 'ENOENT' && path.includes(NOT_A_NAME);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
