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

/** The drives of this PC. */
export interface Volumes {
  list(): Promise<readonly Omit<ScanRoot, 'id'>[]>;
}
