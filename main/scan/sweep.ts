import { codeOf, createCollector, hasVanished, recordOf } from './folder-rules.ts';
import type { CheckTask, DeniedFolder, FolderCheck, FolderVisitor, Sweep, SweepTask, WalkRules } from './ports.ts';

/** Share of a sweep's time, between what `find` did not compute on ext4: 0.09 of its time from memory, 0.47 from disk. */
const SLOW_SHARE = 0.25;

/**
 * What reading takes when nothing is waited for, for systems that do not tell: a folder of 12.5 files took 25 µs (ext4 in
 * memory), which these make 68 for slow processors. How it splits between folder and files is a guess.
 */
const FOLDER_MS = 0.03;
const FILE_MS = 0.003;

/** Linux updates the times of a thread at its ticks, every 1 to 10 ms. */
const VERDICT_MS = 40;

/** In a deep walk each file is a match; so many at a time are enough for those who look at them. */
const MOST_MATCHES = 2000;

/**
 * A walker by one set of rules. It goes through folders and what is below them until all is read or the budget is used
 * up; at least one folder is looked at. Nothing but the file system can interrupt it: for a thread of its own.
 */
export function createSweep(
  rules: WalkRules,
  disk: FolderVisitor,
  now = () => performance.now(),
): (task: SweepTask) => Sweep {
  const collector = createCollector(rules, disk.join);
  const watch = new Stopwatch(disk, now);
  const isRecording = rules.recordsBeforeMs !== null;
  return ({ root, folders, budgetMs, isShallow }) => {
    watch.start();
    const waiting = [...folders];
    const rest: string[] = isShallow ? [] : waiting;
    const records: string[] = [];
    const sweep = { folders: 0, files: 0, last: '' };
    const matches: { folder: string; names: readonly string[] }[] = [];
    const denied: DeniedFolder[] = [];
    let matched = 0;
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      sweep.last = path;
      const content = collector.start(path);
      try {
        // Before the listing: a change in between makes the record old, not wrong.
        const stamp = isRecording ? disk.readStamp(path) : null;
        disk.visitFolder(path, collector.add);
        sweep.folders += 1;
        sweep.files += content.files;
        if (content.matches.length > 0) matches.push({ folder: path, names: content.matches });
        matched += content.matches.length;
        for (const folder of content.folders) rest.push(folder);
        const record = isRecording ? recordOf(path, stamp, content, rules) : null;
        if (record !== null) records.push(record);
      } catch (error) {
        if (!hasVanished(error, path)) denied.push({ path, reason: codeOf(error) });
      }
      if (watch.elapsedMs >= budgetMs || matched >= MOST_MATCHES) break;
    }
    if (isShallow) for (const folder of waiting) rest.push(folder);
    return { ...sweep, denied, matches, records, rest, isSlow: watch.stop(root, sweep) };
  };
}

/** Compares folders with what is known of them. One that cannot be looked at is not as it was. */
export function createCheck(disk: FolderVisitor, now = () => performance.now()): (task: CheckTask) => FolderCheck {
  const watch = new Stopwatch(disk, now);
  return ({ root, folders, stamps }) => {
    watch.start();
    const areSame = folders.map((folder, i) => {
      try {
        return disk.readStamp(folder).text === stamps[i];
      } catch {
        return false;
      }
    });
    return { areSame, isSlow: watch.stop(root, { folders: folders.length, files: 0 }) };
  };
}

/** How long the reading of one root took, and how much of that went by neither computing nor queueing for a processor. */
type Wait = { elapsedMs: number; waitedMs: number; isSlow: boolean };

/**
 * Tells whether the drives below each root are slow. A busy PC must not pass for a slow disk, so a verdict takes
 * some time: the kernel is some milliseconds behind with what it tells of a thread that runs.
 */
class Stopwatch {
  readonly #disk: FolderVisitor;
  readonly #now: () => number;
  readonly #waits = new Map<string, Wait>();
  #started = 0;
  /** As told at the end of the sweep before: at its own start a sweep would be told less than at its end. */
  #busyMs: number | null;

  constructor(disk: FolderVisitor, now: () => number) {
    this.#disk = disk;
    this.#now = now;
    this.#busyMs = disk.readBusyMs();
  }

  start(): void {
    this.#started = this.#now();
  }

  get elapsedMs(): number {
    return this.#now() - this.#started;
  }

  /** Ends a sweep. True when the verdict on its root is, or was last, that most time goes by waiting for the disk. */
  stop(root: string, { folders, files }: { readonly folders: number; readonly files: number }): boolean {
    const wait = this.#waits.get(root) ?? { elapsedMs: 0, waitedMs: 0, isSlow: false };
    this.#waits.set(root, wait);
    const { elapsedMs } = this;
    const busyMs = this.#disk.readBusyMs();
    const isTold = busyMs !== null && this.#busyMs !== null;
    wait.elapsedMs += elapsedMs;
    wait.waitedMs += elapsedMs - (isTold ? busyMs - (this.#busyMs ?? 0) : folders * FOLDER_MS + files * FILE_MS);
    this.#busyMs = busyMs;
    if (wait.elapsedMs < VERDICT_MS) return wait.isSlow;
    wait.isSlow = wait.waitedMs > wait.elapsedMs * SLOW_SHARE;
    wait.elapsedMs = 0;
    wait.waitedMs = 0;
    return wait.isSlow;
  }
}
