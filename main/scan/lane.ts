import type { AppError } from '../../preload/contract/index.ts';
import type { KnownFolder } from './folder-memory.ts';

/** A file to look at. `isAsked`: by its path, so it counts whatever its name and content. */
export type Match = {
  readonly folder: string;
  readonly name: string;
  readonly path: string;
  readonly isAsked: boolean;
};

/** What is left to do below one root, or for one file that was asked for by its path. */
export type Lane = {
  /** The root as it was given; null in the lane of a file. */
  readonly root: string | null;
  /** The root's own listing comes first and alone: it tells whether there is anything, and whether it answers. */
  isRootListed: boolean;
  /** Why the root could not be listed, so that nothing below it is known; null when it was, or was not tried yet. */
  rootError: AppError | null;
  readonly folders: string[];
  /** Folders known from the last scan, to be compared with what is known. */
  readonly remembered: KnownFolder[];
  readonly matches: Match[];
  /** Looks under way in the thread pool of the process. */
  looking: number;
  /** Sweeps under way in threads of their own. */
  sweeping: number;
  /** Above 0 while sweeps wait for the disk: then many looks at a time pay. Falls with each sweep that does not wait. */
  slowness: number;
  /** A sweep takes so long that it may never end: what is left goes on through the pool. */
  isHanging: boolean;
  /** Folders read and plain files met so far. */
  readonly met: { folders: number; files: number };
};

/** A root nothing is known of. */
export function createRootLane(root: string): Lane {
  return {
    ...EMPTY,
    root,
    isRootListed: false,
    folders: [root],
    remembered: [],
    matches: [],
    met: { folders: 0, files: 0 },
  };
}

/** A file that is looked at wherever it is, with a lane to itself so that its drive keeps no other waiting. */
export function createFileLane(match: Match): Lane {
  return {
    ...EMPTY,
    root: null,
    isRootListed: true,
    folders: [],
    remembered: [],
    matches: [match],
    met: { folders: 0, files: 0 },
  };
}

const EMPTY = { rootError: null, looking: 0, sweeping: 0, slowness: 0, isHanging: false };

/** True until everything below the root has been dealt with; a root that hangs stays busy. */
export function isBusy(lane: Lane): boolean {
  return lane.folders.length + lane.remembered.length + lane.matches.length + lane.looking + lane.sweeping > 0;
}

/** What one lane may take of `count` threads, of which each can be blocked by a drive that never answers. */
export function shareOf(count: number, busyLanes: number): number {
  return Math.max(1, Math.floor(count / busyLanes));
}
