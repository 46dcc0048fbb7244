import type { FileMarks, FileTree, MarkReader, Sweeper, SweepTask } from '../../../main/scan/ports.ts';
import { type ScanOptions, scan } from '../../../main/scan/scan.ts';
import type { FoundFile, ScanEvent, ScanInput } from '../../../main/scan/scan-event.ts';
import { createCheck, createSweep } from '../../../main/scan/sweep.ts';
import { createFakeVisitor, type FakeTree, fakeJudge } from './fake-tree.ts';

/** What to scan, unless something else is said. */
export function inputOf(change: Partial<ScanInput> = {}): ScanInput {
  const nothing = { barriers: [], skipped: [], files: [], known: [] };
  return { roots: ['/'], ...nothing, isDeep: false, memoryFile: null, ...change };
}

/** Marks by path; a file of none is the person's own. */
export function fakeMarks(marks: Readonly<Record<string, Partial<FileMarks>>> = {}): MarkReader {
  return {
    read: async (path) => ({ isCloudOnly: false, isEncrypted: false, owner: 'anna', ...marks[path] }),
    close: () => undefined,
  };
}

/** A scan of a disk in memory. */
export function startScan(tree: FileTree, change: Partial<ScanInput> = {}, options: Partial<ScanOptions> = {}) {
  const { signal } = new AbortController();
  const usual = { tree, judge: fakeJudge, marks: fakeMarks(), signal, now: () => 0, platform: 'linux' } as const;
  return scan(inputOf(change), { ...usual, ...options });
}

/** All that a scan of a disk in memory reports. */
export async function collect(...args: Parameters<typeof startScan>): Promise<readonly ScanEvent[]> {
  return allOf(startScan(...args));
}

/** All that comes. */
export async function allOf<T>(events: AsyncGenerator<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The files found, by path. */
export function filesOf(events: readonly ScanEvent[]): Readonly<Record<string, FoundFile>> {
  return Object.fromEntries(events.flatMap((event) => (event.kind === 'found' ? [[event.file.path, event.file]] : [])));
}

/** The paths of the files found, sorted. */
export function pathsOf(events: readonly ScanEvent[]): readonly string[] {
  return Object.keys(filesOf(events)).sort();
}

/** The last event, by which a scan says what it met. */
export function endOf(events: readonly ScanEvent[]) {
  const end = events.at(-1);
  if (end?.kind !== 'scanned') throw new Error('the scan has no end');
  return end;
}

/** A promise to be kept by hand. */
export function deferred() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

/** Sweeps a disk in memory, a folder at a time; `fail` says which sweeps end with the thread. */
export function fakeSweepers(tree: FakeTree, fail: (task: SweepTask) => boolean = () => false) {
  const log = { sweeps: 0, checks: 0, started: 0, stopped: 0 };
  const sweepers: NonNullable<ScanOptions['sweepers']> = {
    count: 2,
    slowCount: 2,
    start: async (rules): Promise<Sweeper> => {
      log.started += 1;
      const disk = createFakeVisitor(tree.root);
      const sweep = createSweep(rules, disk, () => 0);
      return {
        sweep: async (task) => {
          log.sweeps += 1;
          if (fail(task)) throw new Error('thread ended');
          return sweep({ ...task, budgetMs: 0 });
        },
        check: async (task) => {
          log.checks += 1;
          return createCheck(disk, () => 0)(task);
        },
        stop: () => {
          log.stopped += 1;
        },
      };
    },
  };
  return { log, sweepers };
}
