import { AppError } from '../../preload/contract/index.ts';
import { collectContent, hasVanished, isUnreachable } from './folder-rules.ts';
import { createLane, isBusy, type Lane, type Match, shareOf } from './lane.ts';
import type { FileFacts, Sweep, Sweeper, WalkRules } from './ports.ts';
import type { ScanOptions } from './scan.ts';
import type { FoundFile } from './scan-event.ts';
import type { TaskSource } from './task-pool.ts';

/** The size libuv gives its pool unless told otherwise. @see https://docs.libuv.org/en/v1.x/threadpool.html */
const DEFAULT_POOL_THREADS = 4;
/** Looks waiting for each pool thread: enough to keep a network drive busy, few enough not to starve a hard disk. */
const LOOKS_PER_THREAD = 4;
/** A thread gives its first answer 50 to 75 ms after its start; fewer folders than this are read sooner without. */
const SWEEP_AFTER_FOLDERS = 256;
/** Long against a message to a thread and back (0.4 ms), short against what a person notices after a cancel. */
const SWEEP_MS = 20;
/** So many folders hold work for a sweep nearly always; the rest stays for the other threads. */
const SWEEP_FOLDERS = 32;
/** On a slow drive a thread takes little at a time, so that the pool has enough to wait for. */
const SLOW_SWEEP = { folders: 4, budgetMs: 5 };
/** So many sweeps in a row have to be quick before a drive counts as quick again. */
const SLOW_SWEEPS = 2;

/** What came of looking at some folders or one file. */
export type Outcome = {
  readonly folder: string;
  readonly folders: number;
  readonly files: number;
  readonly denied: number;
  readonly found: FoundFile | null;
  readonly rootError: AppError | null;
};

/** One look that found nothing at all. */
function nothingIn(folder: string): Outcome {
  return { folder, folders: 0, files: 0, denied: 0, found: null, rootError: null };
}

/** The work of a scan: a lane for each root, so that no root keeps another waiting. */
export class Walk implements TaskSource<Outcome> {
  readonly #options: ScanOptions;
  readonly #rules: WalkRules;
  readonly #lanes: Lane[];
  readonly #metFiles = new Set<string>();
  readonly #idle: Sweeper[] = [];
  readonly #sweepers = new Set<Sweeper>();
  #listed = 0;
  #hasStarted = false;
  #isOver = false;
  #announce = (): void => undefined;

  constructor(roots: readonly string[], options: ScanOptions) {
    this.#options = options;
    this.#rules = { roots: [...new Set(roots)], platform: options.platform ?? process.platform };
    this.#lanes = this.#rules.roots.map(createLane);
  }

  get hasOneRoot(): boolean {
    return this.#rules.roots.length === 1;
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
    if (this.#listed >= SWEEP_AFTER_FOLDERS) this.#startSweepers();
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
    if (match) return this.#look(lane, () => this.#lookAtFile(match));
    if (lane.isRootListed && lane.folders.length > 0 && lane.sweeping < shareOf(this.#sweepers.size, busyLanes)) {
      const sweeper = this.#idle.pop();
      if (sweeper) return this.#sweep(lane, sweeper);
    }
    if (!mayLook || (lane.sweeping > 0 && lane.slowness === 0)) return undefined;
    const path = lane.folders.pop();
    return path === undefined ? undefined : this.#look(lane, () => this.#lookAtFolder(lane, path));
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

  #startSweepers(): void {
    const { sweepers } = this.#options;
    if (this.#hasStarted || !sweepers) return;
    this.#hasStarted = true;
    const add = (sweeper: Sweeper) => {
      if (this.#isOver) return sweeper.stop();
      this.#sweepers.add(sweeper);
      this.#idle.push(sweeper);
      this.#announce();
    };
    // Without threads the walk goes on in the pool, only slower.
    for (let i = 0; i < sweepers.count; i++) sweepers.start().then(add, () => undefined);
  }

  #sweep(lane: Lane, sweeper: Sweeper): () => Promise<Outcome> {
    lane.sweeping += 1;
    const most = lane.slowness > 0 ? SLOW_SWEEP : { folders: SWEEP_FOLDERS, budgetMs: SWEEP_MS };
    const folders = lane.folders.splice(-Math.min(most.folders, Math.ceil(lane.folders.length / 2)));
    return async () => {
      try {
        const sweep = await sweeper.sweep({ folders, rules: this.#rules, budgetMs: most.budgetMs });
        this.#idle.push(sweeper);
        return this.#take(lane, sweep);
      } catch {
        // The thread is gone and what it read with it: the same folders again, without it.
        this.#sweepers.delete(sweeper);
        for (const folder of folders) lane.folders.push(folder);
        return nothingIn(lane.root);
      } finally {
        lane.sweeping -= 1;
      }
    };
  }

  #take(lane: Lane, sweep: Sweep): Outcome {
    lane.slowness = sweep.isSlow ? SLOW_SWEEPS : Math.max(0, lane.slowness - 1);
    for (const folder of sweep.rest) lane.folders.push(folder);
    for (const { folder, name } of sweep.matches) this.#addMatch(lane, folder, name);
    const { folders, files, denied } = sweep;
    return { ...nothingIn(sweep.last), folders, files, denied };
  }

  #addMatch(lane: Lane, folder: string, name: string): void {
    lane.matches.push({ folder, name, path: this.#options.tree.join(folder, name) });
  }

  async #lookAtFolder(lane: Lane, path: string): Promise<Outcome> {
    const isRoot = !lane.isRootListed;
    const { tree } = this.#options;
    this.#listed += 1;
    try {
      const entries = await tree.listFolder(path);
      const { content, add } = collectContent(path, this.#rules, tree.join);
      for (const { name, kind } of entries) add(name, kind);
      for (const folder of content.folders) lane.folders.push(folder);
      for (const name of content.matches) this.#addMatch(lane, path, name);
      return { ...nothingIn(path), folders: 1, files: content.files };
    } catch (cause) {
      if (!isRoot && hasVanished(cause, path)) return nothingIn(path);
      const rootError = isRoot ? new AppError('folderUnreadable', { path }, { cause }) : null;
      return { ...nothingIn(path), denied: 1, rootError };
    } finally {
      lane.isRootListed = true;
    }
  }

  async #lookAtFile({ folder, name, path }: Match): Promise<Outcome> {
    const { tree, judge } = this.#options;
    const nothing = nothingIn(folder);
    let facts: FileFacts = { sizeBytes: 0, modifiedMs: 0, fileId: '' };
    try {
      facts = await tree.getFacts(path);
      if (this.#metFiles.has(facts.fileId)) return nothing;
      this.#metFiles.add(facts.fileId);
      const head = await tree.readHead(path, judge.headBytes);
      const { format, health } = judge.check(head, facts.sizeBytes);
      return { ...nothing, found: { path, name, ...facts, format, health } };
    } catch (error) {
      if (hasVanished(error, path)) return nothing;
      if (isUnreachable(error, path)) return { ...nothing, denied: 1 };
      return { ...nothing, found: { path, name, ...facts, format: 'unknown', health: 'unreadable' } };
    }
  }
}
