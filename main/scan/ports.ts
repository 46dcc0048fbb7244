import type { FileKind, PstFormat, PstHealth, ScanRoot } from '../../preload/contract/index.ts';

/** One name in a folder. `other` is anything that is neither a plain file nor a plain folder: links, sockets, devices. */
export type DirectoryEntry = { readonly name: string; readonly kind: 'file' | 'folder' | 'other' };

/** What tells one file on disk from another, and one state of it from the next. */
export type FileFacts = {
  readonly sizeBytes: number;
  /** Last change, milliseconds since 1970 UTC, as precise as the file system keeps it. */
  readonly modifiedMs: number;
  /** Last change to the file or to what is known of it, likewise; left out where the system does not tell. */
  readonly changedMs?: number;
  /** Volume and file number, `<device>:<inode>`; the same for every path of a hard-linked file. */
  readonly fileId: string;
  /** Has a size but takes no room on this disk, on the systems where that means that its bytes are kept elsewhere. */
  readonly isHollow: boolean;
  /**
   * Takes clearly less room on this disk than its size, on the same systems: some of its bytes may be kept elsewhere. So
   * may none: a file that NTFS compresses looks the same.
   */
  readonly isPartial: boolean;
  /** Number of the account that owns it; left out where owners have none. */
  readonly ownerId?: number;
};

/** A file opened for reading. */
export interface OpenFile {
  /** The bytes from `position` on, fewer than `length` at the end of the file. @throws the file system's own error */
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Reading access to the disk, as far as finding files needs it. Never writes. */
export interface FileTree {
  /** @throws the file system's own error (`code` EACCES, EPERM, ENOENT, …) when the folder cannot be read. */
  listFolder(path: string): Promise<readonly DirectoryEntry[]>;
  /** @throws the file system's own error when the file cannot be read. */
  getFacts(path: string): Promise<FileFacts>;
  /** Opens a plain file. @throws the file system's own error when it cannot be opened or is none. */
  openFile(path: string): Promise<OpenFile>;
  /** @throws the file system's own error when the folder cannot be looked at. */
  readStamp(path: string): Promise<FolderStamp>;
  join(folder: string, name: string): string;
}

/** Where a walk goes: past the other roots, which are walked on their own, past the barriers and past the skip list. Plain data. */
export type WalkRules = {
  readonly roots: readonly string[];
  readonly barriers: readonly string[];
  /** @see SkippedFolder of the contract */
  readonly skipped: readonly string[];
  readonly platform: NodeJS.Platform;
  /** Every plain file is a match, whatever its name. */
  readonly isDeep: boolean;
  /** Folders that last changed before, milliseconds since 1970 UTC, are recorded for the next scan; null to record none. */
  readonly recordsBeforeMs: number | null;
};

/** What tells one state of a folder from the next: the times of its last changes and its number on the volume. */
export type FolderStamp = { readonly text: string; readonly modifiedMs: number };

/** Reading folders without letting anything else happen meanwhile: for a thread that has nothing else to do. */
export interface FolderVisitor {
  /** Calls `visit` for each entry. @throws as `FileTree.listFolder` does. */
  visitFolder(path: string, visit: (name: string, kind: DirectoryEntry['kind']) => void): void;
  /** @throws as `FileTree.readStamp` does. */
  readStamp(path: string): FolderStamp;
  /** `folder` is in the form that `FileTree.join` gives. */
  join(folder: string, name: string): string;
  /** How long this thread has computed or queued for a processor so far, milliseconds; null where the system does not tell. */
  readBusyMs(): number | null;
}

/** Folders below `root` to walk with all that is below them, for about `budgetMs`. Plain data. */
export type SweepTask = {
  readonly root: string;
  readonly folders: readonly string[];
  readonly budgetMs: number;
  /** What is below the folders is only named, not walked. */
  readonly isShallow: boolean;
};

/** Folders below `root` to compare with what is known of them. Plain data. */
export type CheckTask = {
  readonly root: string;
  readonly folders: readonly string[];
  readonly stamps: readonly string[];
};

/** For each folder of a `CheckTask` whether it is as it was. Plain data; `isSlow` as in `Sweep`. */
export type FolderCheck = { readonly areSame: readonly boolean[]; readonly isSlow: boolean };

/** A folder that could not be read; `reason` is the system's code. */
export type DeniedFolder = { readonly path: string; readonly reason: string };

/** How far a sweep came. Plain data; the counts mean what those of `ScanEvent` do. */
export type Sweep = {
  readonly folders: number;
  readonly files: number;
  readonly denied: readonly DeniedFolder[];
  /** Files to look at, by folder. */
  readonly matches: readonly { readonly folder: string; readonly names: readonly string[] }[];
  /** Folders it found or was given and did not come to. */
  readonly rest: readonly string[];
  /** The folder it looked at last. */
  readonly last: string;
  /** The folders to record, as `formatRecord` gives them. */
  readonly records: readonly string[];
  /** Of late, most of the time below this root went by waiting for the disk. */
  readonly isSlow: boolean;
};

/** A thread that walks folders; one task at a time. */
export interface Sweeper {
  /** @throws when the thread has ended; what it was given is then unread. */
  sweep(task: SweepTask): Promise<Sweep>;
  /** @throws as `sweep` does. */
  check(task: CheckTask): Promise<FolderCheck>;
  stop(): void;
}

/** The threads a scan may have besides the thread pool of its own process. Each is told once where the walk goes. */
export type Sweepers = {
  readonly count: number;
  /** So many where a drive is slow: there more of them can wait at a time. */
  readonly slowCount: number;
  readonly start: (rules: WalkRules) => Promise<Sweeper>;
};

/** Where the folders of the last scan are kept. */
export interface MemoryFile {
  /** The text in parts. @throws the file system's own error, also when there is none */
  read(): AsyncIterable<string>;
  /** Puts new text in the place of the old, wholly or not at all. @throws the file system's own error */
  write(lines: Iterable<string>): Promise<void>;
}

/** What the system knows of a file without opening it. */
export type FileMarks = {
  /** Its bytes, or some of them, are kept by a cloud service: reading would fetch them. Null when nobody can tell. */
  readonly isCloudOnly: boolean | null;
  /** Encrypted by the file system for one account (EFS). */
  readonly isEncrypted: boolean;
  /** Account that owns it, as the system names it; null when it does not tell. */
  readonly owner: string | null;
};

/** Where the system does not answer. */
export const UNKNOWN_MARKS: FileMarks = { isCloudOnly: null, isEncrypted: false, owner: null };

/** Asks the system for the marks of files. */
export interface MarkReader {
  /** Never rejects: what cannot be learnt is left out. */
  read(path: string, facts: FileFacts): Promise<FileMarks>;
  /** Ends whatever it keeps running. */
  close(): void;
}

/** Judges files by their bytes. Given from outside: the knowledge of PSTs lives in another room. */
export type FileJudge = {
  /** So many bytes from the start are needed for `check`. */
  readonly headBytes: number;
  readonly check: (head: Uint8Array, sizeBytes: number) => FileVerdict;
  /** True for the head of a PST or OST, sound or not, whatever the file's name. */
  readonly isStore: (head: Uint8Array) => boolean;
  /** The key of the store in the file, hex; copies and later versions of a PST share it. Null when it cannot be read. */
  readonly readRecordKey: (head: Uint8Array, file: Pick<OpenFile, 'read'>) => Promise<string | null>;
};

/** What the first bytes of a file say. `kind` is null for PSTs, OSTs and the like. */
export type FileVerdict = { readonly format: PstFormat; readonly health: PstHealth; readonly kind: FileKind | null };

/** A PST that is open as a data file in an Outlook profile. */
export type AttachedPst = { readonly path: string; readonly profile: string };

/** The profiles of the person's Outlook. */
export interface OutlookProfiles {
  /** Empty where there is no Outlook, or when the system does not answer. */
  listPsts(): Promise<readonly AttachedPst[]>;
}

/** A place the system offers to look in; nobody knows yet when it was scanned. */
export type OfferedRoot = Omit<ScanRoot, 'id' | 'lastScanned'> & {
  /** Known to note in a folder's time that a name in it came, went or changed; false when nobody knows. */
  readonly keepsFolderTimes: boolean;
};

/** The drives and cloud folders of this PC. */
export interface Volumes {
  list(): Promise<readonly OfferedRoot[]>;
}
