import {
  type BigIntStats,
  close,
  type Dirent,
  lstatSync,
  open,
  read,
  readdir,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { DirectoryEntry, FileFacts, FileTree, FolderStamp, FolderVisitor, OpenFile } from '../scan/ports.ts';
import { notPlainError, OPEN_FLAGS } from './plain-file.ts';

/** The smallest room a volume gives: what a file of no more bytes takes says nothing. NTFS keeps such files in its table. */
const LEAST_ROOM_BYTES = 4096n;

/** The largest unit in which a volume usually gives room, and the end of a file that may take none of its own. */
const ROOM_UNIT_BYTES = 65_536n;
/** What `blocks` counts, on every system. */
const BLOCK_BYTES = 512n;

/**
 * The disk of this PC, read-only.
 *
 * `fileId` holds the path in the place of the file number on file systems that have none, so that two files never count
 * as one. Only plain files have facts.
 */
export function createFileTree(platform: NodeJS.Platform = process.platform): FileTree {
  return {
    listFolder: (path) => listFolder(path, platform),
    getFacts: async (path) => {
      const stats = await stat(path, { bigint: true });
      // A file that was asked for by its path may be anything.
      if (!stats.isFile()) throw notPlainError(path);
      return toFacts(path, stats, platform);
    },
    openFile,
    readStamp: async (path) => toStamp(await stat(path, { bigint: true })),
    join: joinQuickly,
  };
}

/** `volume:file`; the path stands for the file number where the file system has none. */
export function fileIdOf(path: string, { dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): string {
  return `${dev}:${ino === 0n ? path : ino}`;
}

/** Milliseconds since 1970; null where the file system keeps no time of change, as FAT: libuv then gives the start of an epoch. */
export function changedMsOf({ ctimeNs }: Pick<BigIntStats, 'ctimeNs'>): number | null {
  return ctimeNs > 0n ? Number(ctimeNs) / 1e6 : null;
}

/** What a scan needs of the state of a file; `path` stands for the file number where there is none. */
export function toFacts(
  path: string,
  stats: Pick<BigIntStats, 'size' | 'mtimeNs' | 'ctimeNs' | 'dev' | 'ino' | 'blocks' | 'uid'>,
  platform: NodeJS.Platform,
): FileFacts {
  const { size, mtimeNs, blocks, uid } = stats;
  const changedMs = changedMsOf(stats);
  // On Linux a file of nothing but holes takes no room either, and its bytes are all here.
  const tellsRoom = platform === 'win32' || platform === 'darwin';
  return {
    sizeBytes: Number(size),
    modifiedMs: Number(mtimeNs) / 1e6,
    ...(changedMs !== null && { changedMs }),
    fileId: fileIdOf(path, stats),
    isHollow: tellsRoom && blocks === 0n && size > LEAST_ROOM_BYTES,
    isPartial: tellsRoom && blocks * BLOCK_BYTES < size - (size % ROOM_UNIT_BYTES),
    ...(platform === 'win32' ? {} : { ownerId: Number(uid) }),
  };
}

/** The time of change of the folder itself tells of rights that were given or taken, too. */
function toStamp({ mtimeNs, ctimeNs, ino }: BigIntStats): FolderStamp {
  const latest = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return { text: `${mtimeNs}:${ctimeNs}:${ino}`, modifiedMs: Number(latest / 1_000_000n) };
}

/** With a callback: `readdir` of node:fs/promises costs the calling thread half as much CPU again, which counts on a whole drive. */
function listFolder(path: string, platform: NodeJS.Platform): Promise<readonly DirectoryEntry[]> {
  return new Promise((resolve, reject) => {
    readdir(path, { withFileTypes: true }, (error, entries) => {
      if (error) reject(error);
      else if (platform === 'win32') resolve(Promise.all(entries.map((entry) => toWindowsEntry(path, entry))));
      else resolve(entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) })));
    });
  });
}

async function toWindowsEntry(folder: string, entry: Dirent): Promise<DirectoryEntry> {
  const { name } = entry;
  if (!entry.isSymbolicLink()) return { name, kind: kindOf(entry) };
  const real = await lstat(joinQuickly(folder, name)).catch(() => entry);
  return { name, kind: kindOf(real) };
}

/** The same disk for a thread of its own: nothing else happens in the thread while it waits for the disk. */
export function createFolderVisitor(platform: NodeJS.Platform = process.platform): FolderVisitor {
  const isWindows = platform === 'win32';
  return {
    visitFolder: (path, visit) => {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const isUnclear = isWindows && entry.isSymbolicLink();
        visit(entry.name, kindOf(isUnclear ? lookAt(path, entry) : entry));
      }
    },
    readStamp: (path) => toStamp(statSync(path, { bigint: true })),
    join: joinQuickly,
    readBusyMs,
  };
}

/** `join` of node:path goes through every letter: nearly a fifth of the time of a walk. */
function joinQuickly(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

function lookAt(folder: string, entry: Dirent): Kinded {
  try {
    return lstatSync(joinQuickly(folder, entry.name));
  } catch {
    return entry;
  }
}

/** Nanoseconds on a processor, nanoseconds in its queue, slices. @see https://docs.kernel.org/scheduler/sched-stats.html */
const THREAD_TIMES = '/proc/thread-self/schedstat';

function readBusyMs(): number | null {
  if (process.platform !== 'linux') return null;
  try {
    const [running, queueing] = readFileSync(THREAD_TIMES, 'latin1').split(' ').map(Number);
    return ((running ?? Number.NaN) + (queueing ?? Number.NaN)) / 1e6 || null;
  } catch {
    // A kernel built without these counts.
    return null;
  }
}

type Kinded = { isFile(): boolean; isDirectory(): boolean };

/**
 * A link is neither, and so is a junction of Windows. A listing of Windows shows as a link whatever has a reparse point:
 * files of OneDrive and of deduplicated volumes have one too, and only a look at the entry itself tells them apart.
 * @see https://github.com/libuv/libuv/blob/v1.x/src/win/fs.c fs__scandir, fs__stat_handle
 */
function kindOf(entry: Kinded): DirectoryEntry['kind'] {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

/**
 * With callbacks: the handles of node:fs/promises cost several times the CPU, and hundreds of files are opened while
 * threads read folders.
 */
function openFile(path: string): Promise<OpenFile> {
  return new Promise((resolve, reject) => {
    open(path, OPEN_FLAGS, (error, handle) => {
      if (error) reject(error);
      else resolve(createOpenFile(handle));
    });
  });
}

function createOpenFile(handle: number): OpenFile {
  let closing: Promise<void> | null = null;
  return {
    // A number of the system may belong to another file by now.
    read: (position, length) => (closing ? Promise.reject(closedError()) : readFully(handle, position, length)),
    close: () => {
      closing ??= new Promise((resolve, reject) => {
        close(handle, (error) => (error ? reject(error) : resolve()));
      });
      return closing;
    },
  };
}

function closedError(): Error {
  return Object.assign(new Error('the file is closed'), { code: 'EBADF' });
}

async function readFully(handle: number, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  // One read may give less than is there: network drives do.
  while (filled < length) {
    const count = await readOnce(handle, { bytes: bytes.subarray(filled), position: position + filled });
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function readOnce(handle: number, { bytes, position }: { bytes: Uint8Array; position: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    read(handle, bytes, 0, bytes.length, position, (error, count) => (error ? reject(error) : resolve(count)));
  });
}
