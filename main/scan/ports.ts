import type { ScanRoot } from '../../preload/contract/index.ts';

/** One name in a folder. `other` is anything that is neither a plain file nor a plain folder: links, sockets, devices. */
export type DirectoryEntry = { readonly name: string; readonly kind: 'file' | 'folder' | 'other' };

/** What tells one file on disk from another, and one state of it from the next. */
export type FileFacts = {
  readonly sizeBytes: number;
  /** Last change, milliseconds since 1970 UTC, as precise as the file system keeps it. */
  readonly modifiedMs: number;
  /** Volume and file number, `<device>:<inode>`; the same for every path of a hard-linked file. */
  readonly fileId: string;
};

/** Reading access to the disk, as far as finding files needs it. Never writes. */
export interface FileTree {
  /** @throws the file system's own error (`code` EACCES, EPERM, ENOENT, …) when the folder cannot be read. */
  listFolder(path: string): Promise<readonly DirectoryEntry[]>;
  /** @throws the file system's own error when the file cannot be read. */
  getFacts(path: string): Promise<FileFacts>;
  /** The first `length` bytes, fewer when the file is shorter. */
  readHead(path: string, length: number): Promise<Uint8Array>;
  join(folder: string, name: string): string;
}

/** Where a walk goes: past the other roots, which are walked on their own, and past the system's folders. */
export type WalkRules = { readonly roots: readonly string[]; readonly platform: NodeJS.Platform };

/** Reading folders without letting anything else happen meanwhile: for a thread that has nothing else to do. */
export interface FolderVisitor {
  /** Calls `visit` for each entry. @throws as `FileTree.listFolder` does. */
  visitFolder(path: string, visit: (name: string, kind: DirectoryEntry['kind']) => void): void;
  /** `folder` is in the form that `FileTree.join` gives. */
  join(folder: string, name: string): string;
  /** How long this thread has computed or queued for a processor so far, milliseconds; null where the system does not tell. */
  readBusyMs(): number | null;
}

/** Folders to walk with all that is below them, for about `budgetMs`. Plain data. */
export type SweepTask = { readonly folders: readonly string[]; readonly rules: WalkRules; readonly budgetMs: number };

/** How far a sweep came. Plain data; the counts mean what those of `ScanEvent` do. */
export type Sweep = {
  readonly folders: number;
  readonly files: number;
  readonly denied: number;
  readonly matches: readonly { readonly folder: string; readonly name: string }[];
  /** Folders it found or was given and did not come to. */
  readonly rest: readonly string[];
  /** The folder it looked at last. */
  readonly last: string;
  /** Most of the time went by waiting for the disk. */
  readonly isSlow: boolean;
};

/** A thread that walks folders; one sweep at a time. */
export interface Sweeper {
  /** @throws when the thread has ended; what it was given is then unread. */
  sweep(task: SweepTask): Promise<Sweep>;
  stop(): void;
}

/** The threads a scan may have besides the thread pool of its own process. */
export type Sweepers = { readonly count: number; readonly start: () => Promise<Sweeper> };

/** The drives of this PC. */
export interface Volumes {
  list(): Promise<readonly Omit<ScanRoot, 'id'>[]>;
}
