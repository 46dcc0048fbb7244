import { codeOf, createCollector, hasVanished } from './folder-rules.ts';
import type { DeniedFolder, FolderVisitor, Sweep, SweepTask, WalkRules } from './ports.ts';

/** Share of a sweep's time, between what `find` did not compute on ext4: 0.09 of its time from memory, 0.47 from disk. */
const SLOW_SHARE = 0.25;

/**
 * What reading takes when nothing is waited for, for systems that do not tell: a folder of 12.5 files took 25 µs (ext4 in
 * memory), which these make 68 for slow processors. How it splits between folder and files is a guess.
 */
const FOLDER_MS = 0.03;
const FILE_MS = 0.003;

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
  return ({ folders, budgetMs }) => {
    const clock = startClock(disk, now);
    const waiting = [...folders];
    const sweep = { folders: 0, files: 0, last: '' };
    const matches: { folder: string; names: readonly string[] }[] = [];
    const denied: DeniedFolder[] = [];
    let matched = 0;
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      sweep.last = path;
      const content = collector.start(path);
      try {
        disk.visitFolder(path, collector.add);
        sweep.folders += 1;
        sweep.files += content.files;
        if (content.matches.length > 0) matches.push({ folder: path, names: content.matches });
        matched += content.matches.length;
        for (const folder of content.folders) waiting.push(folder);
      } catch (error) {
        if (!hasVanished(error, path)) denied.push({ path, reason: codeOf(error) });
      }
      if (clock.elapsedMs() >= budgetMs || matched >= MOST_MATCHES) break;
    }
    const isSlow = clock.waitedMs(sweep) > clock.elapsedMs() * SLOW_SHARE;
    return { ...sweep, denied, matches, rest: waiting, isSlow };
  };
}

type Clock = {
  readonly elapsedMs: () => number;
  /** Time that was neither spent computing nor queueing for a processor: a busy PC must not pass for a slow disk. */
  readonly waitedMs: (read: { readonly folders: number; readonly files: number }) => number;
};

function startClock(disk: FolderVisitor, now: () => number): Clock {
  const started = now();
  const busyBefore = disk.readBusyMs();
  const elapsedMs = () => now() - started;
  const waitedMs: Clock['waitedMs'] = ({ folders, files }) => {
    const busyNow = disk.readBusyMs();
    const isTold = busyBefore !== null && busyNow !== null;
    return elapsedMs() - (isTold ? busyNow - busyBefore : folders * FOLDER_MS + files * FILE_MS);
  };
  return { elapsedMs, waitedMs };
}
