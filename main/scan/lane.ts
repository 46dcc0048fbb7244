/** A PST-named file that was listed. */
export type Match = { readonly folder: string; readonly name: string; readonly path: string };

/** What is left to do below one root. */
export type Lane = {
  readonly root: string;
  /** The root's own listing comes first and alone: it tells whether there is anything, and whether it answers. */
  isRootListed: boolean;
  readonly folders: string[];
  readonly matches: Match[];
  /** Looks under way in the thread pool of the process. */
  looking: number;
  /** Sweeps under way in threads of their own. */
  sweeping: number;
  /** Above 0 while sweeps wait for the disk: then many looks at a time pay. Falls with each sweep that does not wait. */
  slowness: number;
};

/** A root nothing is known of. */
export function createLane(root: string): Lane {
  return { root, isRootListed: false, folders: [root], matches: [], looking: 0, sweeping: 0, slowness: 0 };
}

/** True until everything below the root has been dealt with; a root that hangs stays busy. */
export function isBusy(lane: Lane): boolean {
  return lane.folders.length + lane.matches.length + lane.looking + lane.sweeping > 0;
}

/** What one lane may take of `count` threads, of which each can be blocked by a drive that never answers. */
export function shareOf(count: number, busyLanes: number): number {
  return Math.max(1, Math.floor(count / busyLanes));
}
