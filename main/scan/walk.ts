import { AppError } from '../../preload/contract/index.ts';
import { type Examination, examineFile, examineUnseen } from './examine.ts';
import { type FolderMemory, type KnownFolder, readRecord } from './folder-memory.ts';
import {
  type ContentCollector,
  codeOf,
  createCollector,
  hasVanished,
  isUnreachable,
  recordOf,
} from './folder-rules.ts';
import { createFileLane, createRootLane, isBusy, type Lane, type Match, shareOf } from './lane.ts';
import { MetFiles } from './met-files.ts';
import { createPathKey } from './path-key.ts';
import type { DirectoryEntry, FileFacts, FolderStamp, Sweep, Sweeper, WalkRules } from './ports.ts';
import type { ScanOptions } from './scan.ts';
import type { FoundFile, ScanEvent, ScanInput } from './scan-event.ts';
import type { TaskSource } from './task-pool.ts';

/** The size libuv gives its pool unless told otherwise. @see https://docs.libuv.org/en/v1.x/threadpool.html */
const DEFAULT_POOL_THREADS = 4;
/** Looks waiting for each pool thread: enough to keep a network drive busy, few enough not to starve a hard disk. */
const LOOKS_PER_THREAD = 4;
/** A thread gives its first answer 50 to 75 ms after its start; where there is no more than this, it would come too late. */
const SWEEP_AFTER_FOLDERS = 16;
/**
 * Long against a message of hundreds of paths to a thread and back (1 ms), short against what a person notices. So many
 * folders hold work for a sweep nearly always; the rest stays for the other threads.
 */
const QUICK_SWEEP = { folders: 128, budgetMs: 50 };
/** On a slow drive a thread takes little at a time, so that the others have enough to wait for. */
const SLOW_SWEEP = { folders: 16, budgetMs: 20 };
/** So many sweeps in a row have to be quick before a drive counts as quick again. */
const SLOW_SWEEPS = 2;
/** Folders compared at a time, on a quick drive and on a slow one: some milliseconds, and a tenth of a second. */
const CHECK_FOLDERS = { quick: 256, slow: 32 };
/** The time of a folder's last change may be that of several changes, if they came at once: 2 s on FAT, 10 ms on NTFS. */
const SETTLED_MS = 3000;
/** A sweep that takes longer hangs in some folder: what else is below its root goes on through the pool. */
const HUNG_SWEEP_MS = 1000;
/** More files to look at than this wait where they were listed: a deep scan would list a whole drive ahead. */
const MOST_MATCHES = 5000;

type FileEvent = Extract<ScanEvent, { readonly kind: 'found' | 'foundAgain' | 'denied' }>;

/** What came of looking at some folders or one file. */
export type Outcome = {
  readonly folder: string;
  readonly folders: number;
  readonly files: number;
  readonly events: readonly FileEvent[];
  /** The look at a root that could not be read. */
  readonly isUnreadRoot: boolean;
};

/** One look that found nothing at all. */
function nothingIn(folder: string): Outcome {
  return { folder, folders: 0, files: 0, events: [], isUnreadRoot: false };
}

type Waiter = { readonly lane: Lane; readonly match: Match };

/** The work of a scan: a lane for each root, so that no root keeps another waiting. */
export class Walk implements TaskSource<Outcome> {
  readonly #options: ScanOptions;
  readonly #memory: FolderMemory | null;
  readonly #rules: WalkRules;
  readonly #roots: readonly Lane[];
  readonly #lanes: Lane[];
  readonly #examination: Examination;
  readonly #collector: ContentCollector;
  readonly #metFiles: MetFiles<Waiter>;
  readonly #idle: Sweeper[] = [];
  readonly #sweepers = new Set<Sweeper>();
  #listed = 0;
  #started = 0;
  #isOver = false;
  #announce = (): void => undefined;

  /** `memory` is null when nothing is to be remembered, neither from the last scan nor for the next. */
  constructor(input: ScanInput, options: ScanOptions, memory: FolderMemory | null = null) {
    const { platform = process.platform, tree, judge, marks } = options;
    const { barriers, skipped, isDeep } = input;
    const keyOf = createPathKey(platform);
    const roots = [...new Map(input.roots.toReversed().map((root) => [keyOf(root), root])).values()].toReversed();
    const { today = () => Date.now() } = options;
    this.#options = options;
    this.#memory = memory;
    this.#rules = { roots, barriers, skipped, platform, isDeep, recordsBeforeMs: memory && today() - SETTLED_MS };
    this.#roots = roots.map(createRootLane);
    this.#lanes = [...this.#roots, ...input.files.map((path) => createFileLane(matchOf(path, platform)))];
    const known = new Map(input.known.map((file) => [file.fileId, file]));
    this.#examination = { tree, judge, marks, known };
    this.#collector = createCollector(this.#rules, tree.join);
    this.#metFiles = new MetFiles(keyOf);
  }

  get rootCount(): number {
    return this.#roots.length;
  }

  /** Why the first root could not be read; null when it could, was not tried yet or there is none. */
  get firstRootError(): AppError | null {
    return this.#roots[0]?.rootError ?? null;
  }

  /** What was met so far below each root but those that could not be read. */
  listRoots(): Extract<ScanEvent, { readonly kind: 'scanned' }>['roots'] {
    const read = this.#roots.filter(({ rootError }) => rootError === null);
    return read.flatMap(({ root, met }) => (root === null ? [] : [{ path: root, ...met }]));
  }

  /** The roots that could not be read. */
  listUnreadRoots(): readonly string[] {
    return this.#roots.flatMap(({ root, rootError }) => (root !== null && rootError !== null ? [root] : []));
  }

  onChange(listener: () => void): void {
    this.#announce = listener;
  }

  /** Ends the threads; one that hangs in a drive ends with the process. */
  stop(): void {
    this.#isOver = true;
    for (const sweeper of this.#sweepers) sweeper.stop();
  }

  next(): (() => Promise<Outcome>) | undefined {
    if (this.#listed >= SWEEP_AFTER_FOLDERS) this.#startSweepers(this.#options.sweepers?.count ?? 0);
    const busy = this.#lanes.filter(isBusy);
    for (const lane of busy) {
      const task = this.#nextOf(lane, busy.length);
      if (!task) continue;
      // The lane goes to the back, so that all get their turn.
      this.#lanes.splice(this.#lanes.indexOf(lane), 1);
      this.#lanes.push(lane);
      return task;
    }
    return undefined;
  }

  #nextOf(lane: Lane, busyLanes: number): (() => Promise<Outcome>) | undefined {
    const { poolThreads = DEFAULT_POOL_THREADS } = this.#options;
    const mostLooks = busyLanes === 1 ? poolThreads * LOOKS_PER_THREAD : shareOf(poolThreads, busyLanes);
    const mayLook = lane.looking < mostLooks;
    const match = mayLook ? lane.matches.pop() : undefined;
    if (match) return this.#look(lane, () => this.#lookAtFile(lane, match));
    if (lane.folders.length + lane.remembered.length === 0 || lane.matches.length > MOST_MATCHES) return undefined;
    if (lane.isRootListed && lane.sweeping < shareOf(this.#sweepers.size, busyLanes)) {
      const sweeper = this.#idle.pop();
      if (sweeper) return this.#employ(lane, sweeper);
    }
    if (!mayLook || (lane.sweeping > 0 && !lane.isHanging)) return undefined;
    const path = lane.folders.pop();
    if (path !== undefined) return this.#look(lane, () => this.#lookAtFolder(lane, path));
    const known = lane.remembered.pop();
    return known === undefined ? undefined : this.#look(lane, () => this.#checkFolder(lane, known));
  }

  /** The place is taken at once, not when the task begins. */
  #look(lane: Lane, look: () => Promise<Outcome>): () => Promise<Outcome> {
    lane.looking += 1;
    return async () => {
      const outcome = await look();
      lane.looking -= 1;
      return outcome;
    };
  }

  #startSweepers(count: number): void {
    const { sweepers } = this.#options;
    const add = (sweeper: Sweeper) => {
      if (this.#isOver) return sweeper.stop();
      this.#sweepers.add(sweeper);
      this.#idle.push(sweeper);
      this.#announce();
    };
    // Without threads the walk goes on in the pool, only slower.
    for (; sweepers && this.#started < count; this.#started++) sweepers.start(this.#rules).then(add, () => undefined);
  }

  /** Gives a thread its next task. What it had in hand when it ended, and so what it read, is done again without it. */
  #employ(lane: Lane, sweeper: Sweeper): () => Promise<Outcome> {
    lane.sweeping += 1;
    const known = lane.remembered.splice(lane.slowness > 0 ? -CHECK_FOLDERS.slow : -CHECK_FOLDERS.quick);
    const folders = known.length > 0 ? [] : takeForSweep(lane);
    return async () => {
      const watch = setTimeout(() => this.#slowDown(lane), HUNG_SWEEP_MS).unref();
      try {
        const isCheck = known.length > 0;
        const outcome = isCheck ? await this.#check(lane, sweeper, known) : await this.#sweep(lane, sweeper, folders);
        this.#idle.push(sweeper);
        return outcome;
      } catch {
        this.#sweepers.delete(sweeper);
        for (const folder of folders) lane.folders.push(folder);
        for (const folder of known) lane.remembered.push(folder);
        return nothingIn(folders[0] ?? '');
      } finally {
        clearTimeout(watch);
        lane.sweeping -= 1;
        lane.isHanging = false;
      }
    };
  }

  async #sweep(lane: Lane, sweeper: Sweeper, folders: readonly string[]): Promise<Outcome> {
    const { budgetMs } = lane.slowness > 0 ? SLOW_SWEEP : QUICK_SWEEP;
    // What is below may be known from the last scan.
    const isShallow = this.#memory?.wasEmpty === false;
    return this.#take(lane, await sweeper.sweep({ root: lane.root ?? '', folders, budgetMs, isShallow }));
  }

  async #check(lane: Lane, sweeper: Sweeper, known: readonly KnownFolder[]): Promise<Outcome> {
    const folders = known.map(({ path }) => path);
    const stamps = known.map(({ stamp }) => stamp);
    const { areSame, isSlow } = await sweeper.check({ root: lane.root ?? '', folders, stamps });
    this.#judgeSpeed(lane, isSlow);
    const outcomes = known.map((folder, i) => this.#recall(lane, folder, areSame[i] === true));
    const sum = (count: 'folders' | 'files') => outcomes.reduce((total, outcome) => total + outcome[count], 0);
    return { ...nothingIn(folders.at(-1) ?? ''), folders: sum('folders'), files: sum('files') };
  }

  async #checkFolder(lane: Lane, known: KnownFolder): Promise<Outcome> {
    this.#listed += 1;
    const now = await this.#options.tree.readStamp(known.path).catch(() => null);
    return this.#recall(lane, known, now?.text === known.stamp);
  }

  /** Takes a folder that has not changed as it was; any other is listed. */
  #recall(lane: Lane, known: KnownFolder, isSame: boolean): Outcome {
    const { path } = known;
    const record = isSame ? readRecord(known) : null;
    if (!record) {
      lane.folders.push(path);
      return nothingIn(path);
    }
    this.#memory?.keep(known);
    const content = this.#collector.start(path);
    for (const name of record.folders) this.#collector.add(name, 'folder');
    this.#addFolders(lane, content.folders);
    this.#addMatches(lane, path, record.matches);
    return this.#count(lane, { ...nothingIn(path), folders: 1, files: record.files });
  }

  /** Of a drive that lets its readers wait, more can be read at a time. */
  #judgeSpeed(lane: Lane, isSlow: boolean): void {
    lane.slowness = isSlow ? SLOW_SWEEPS : Math.max(0, lane.slowness - 1);
    if (isSlow) this.#startSweepers(this.#options.sweepers?.slowCount ?? 0);
  }

  #slowDown(lane: Lane): void {
    lane.slowness = SLOW_SWEEPS;
    lane.isHanging = true;
    this.#announce();
  }

  #take(lane: Lane, sweep: Sweep): Outcome {
    this.#judgeSpeed(lane, sweep.isSlow);
    this.#addFolders(lane, sweep.rest);
    this.#memory?.add(sweep.records);
    for (const { folder, names } of sweep.matches) this.#addMatches(lane, folder, names);
    const events = sweep.denied.map((each): FileEvent => ({ kind: 'denied', ...each }));
    return this.#count(lane, { ...nothingIn(sweep.last), folders: sweep.folders, files: sweep.files, events });
  }

  #addFolders(lane: Lane, folders: readonly string[]): void {
    for (const folder of folders) {
      const known = this.#memory?.take(folder) ?? null;
      if (known) lane.remembered.push(known);
      else lane.folders.push(folder);
    }
  }

  #addMatches(lane: Lane, folder: string, names: readonly string[]): void {
    for (const name of names) {
      lane.matches.push({ folder, name, path: this.#options.tree.join(folder, name), isAsked: false });
    }
  }

  #count({ met }: Lane, outcome: Outcome): Outcome {
    met.folders += outcome.folders;
    met.files += outcome.files;
    return outcome;
  }

  async #lookAtFolder(lane: Lane, path: string): Promise<Outcome> {
    const isRoot = !lane.isRootListed;
    const { tree } = this.#options;
    this.#listed += 1;
    try {
      const stamp = this.#memory ? await tree.readStamp(path) : null;
      const entries = await tree.listFolder(path);
      const files = this.#sort(lane, path, { stamp, entries });
      return this.#count(lane, { ...nothingIn(path), folders: 1, files });
    } catch (cause) {
      if (!isRoot && hasVanished(cause, path)) return nothingIn(path);
      if (isRoot) lane.rootError = new AppError('folderUnreadable', { path }, { cause });
      return { ...nothingIn(path), events: [{ kind: 'denied', path, reason: codeOf(cause) }], isUnreadRoot: isRoot };
    } finally {
      lane.isRootListed = true;
    }
  }

  #sort(
    lane: Lane,
    path: string,
    { stamp, entries }: { readonly stamp: FolderStamp | null; readonly entries: readonly DirectoryEntry[] },
  ): number {
    const content = this.#collector.start(path);
    for (const { name, kind } of entries) this.#collector.add(name, kind);
    this.#addFolders(lane, content.folders);
    this.#addMatches(lane, path, content.matches);
    const record = recordOf(path, stamp, content, this.#rules);
    if (record !== null) this.#memory?.add([record]);
    return content.files;
  }

  async #lookAtFile(lane: Lane, match: Match): Promise<Outcome> {
    return { ...nothingIn(match.folder), events: await this.#meetFile(lane, match) };
  }

  async #meetFile(lane: Lane, match: Match): Promise<readonly FileEvent[]> {
    const { path } = match;
    let facts: FileFacts;
    try {
      facts = await this.#options.tree.getFacts(path);
    } catch (error) {
      if (isUnreachable(error, path)) return [{ kind: 'denied', path, reason: codeOf(error) }];
      const file = hasVanished(error, path) ? null : examineUnseen(match, error);
      return file ? [{ kind: 'found', file }] : [];
    }
    const { fileId } = facts;
    const meeting = this.#metFiles.meet(fileId, path, { lane, match });
    if (meeting !== 'look') return meeting === 'again' ? [{ kind: 'foundAgain', fileId, path }] : [];
    let file: FoundFile | null = null;
    try {
      file = await examineFile(match, facts, this.#examination);
    } finally {
      for (const waiter of this.#metFiles.settle(fileId, file !== null)) waiter.lane.matches.push(waiter.match);
    }
    return file ? [{ kind: 'found', file }] : [];
  }
}

function takeForSweep(lane: Lane): readonly string[] {
  const { folders } = lane.slowness > 0 ? SLOW_SWEEP : QUICK_SWEEP;
  return lane.folders.splice(-Math.min(folders, Math.ceil(lane.folders.length / 2)));
}

/** A file given by its path alone. */
function matchOf(path: string, platform: NodeJS.Platform): Match {
  const end = Math.max(path.lastIndexOf('/'), platform === 'win32' ? path.lastIndexOf('\\') : -1);
  return { folder: path.slice(0, Math.max(end, 1)), name: path.slice(end + 1), path, isAsked: true };
}
