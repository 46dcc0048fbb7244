import { collectContent, hasVanished } from './folder-rules.ts';
import type { FolderVisitor, Sweep, SweepTask } from './ports.ts';

/** Share of a sweep's time, between what `find` did not compute on ext4: 0.09 of its time from memory, 0.47 from disk. */
const SLOW_SHARE = 0.25;

/**
 * What reading takes when nothing is waited for, for systems that do not tell: a folder of 12.5 files took 25 µs (ext4 in
 * memory), which these make 68 for slow processors. How it splits between folder and files is a guess.
 */
const FOLDER_MS = 0.03;
const FILE_MS = 0.003;

/**
 * Walks folders and what is below them until all is read or the budget is used up; at least one folder is looked at.
 * Nothing but the file system can interrupt it, so it belongs into a thread of its own.
 */
export function sweepFolders(task: SweepTask, disk: FolderVisitor, now = () => performance.now()): Sweep {
  const clock = startClock(disk, now);
  const waiting = [...task.folders];
  const sweep = { folders: 0, files: 0, denied: 0, last: '' };
  const matches: { folder: string; name: string }[] = [];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    sweep.last = path;
    const { content, add } = collectContent(path, task.rules, disk.join);
    try {
      disk.visitFolder(path, add);
      sweep.folders += 1;
      sweep.files += content.files;
      for (const name of content.matches) matches.push({ folder: path, name });
      for (const folder of content.folders) waiting.push(folder);
    } catch (error) {
      if (!hasVanished(error, path)) sweep.denied += 1;
    }
    if (clock.elapsedMs() >= task.budgetMs) break;
  }
  return { ...sweep, matches, rest: waiting, isSlow: clock.waitedMs(sweep) > clock.elapsedMs() * SLOW_SHARE };
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
