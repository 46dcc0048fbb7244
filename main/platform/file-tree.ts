import { constants, type Dirent, readdir, readdirSync, readFileSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { DirectoryEntry, FileTree, FolderVisitor } from '../scan/ports.ts';

/** Opening a pipe for reading waits for a writer unless told not to; Windows has no such flag and no such files. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * The disk of this PC, read-only.
 *
 * `fileId` holds the path in the place of the file number on file systems that have none, so that two files never count
 * as one. Only plain files have a head.
 */
export function createFileTree(): FileTree {
  return {
    listFolder,
    getFacts: async (path) => {
      const { size, mtimeNs, dev, ino } = await stat(path, { bigint: true });
      return {
        sizeBytes: Number(size),
        modifiedMs: Number(mtimeNs) / 1e6,
        fileId: `${dev}:${ino === 0n ? path : ino}`,
      };
    },
    readHead,
    join,
  };
}

/** With a callback: `readdir` of node:fs/promises costs the calling thread half as much CPU again, which counts on a whole drive. */
function listFolder(path: string): Promise<readonly DirectoryEntry[]> {
  return new Promise((resolve, reject) => {
    readdir(path, { withFileTypes: true }, (error, entries) => {
      if (error) reject(error);
      else resolve(entries.map(toEntry));
    });
  });
}

/** The same disk for a thread of its own: nothing else happens in the thread while it waits for the disk. */
export function createFolderVisitor(): FolderVisitor {
  return {
    visitFolder: (path, visit) => {
      for (const entry of readdirSync(path, { withFileTypes: true })) visit(entry.name, kindOf(entry));
    },
    // `join` of node:path goes through every letter: nearly a fifth of the time of a walk.
    join: (folder, name) => (folder.endsWith(sep) ? folder + name : folder + sep + name),
    readBusyMs,
  };
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

function toEntry(entry: Dirent): DirectoryEntry {
  return { name: entry.name, kind: kindOf(entry) };
}

function kindOf(entry: Dirent): DirectoryEntry['kind'] {
  // A junction of Windows is told to be a link here, so it is neither.
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
}

async function readHead(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path, OPEN_FLAGS);
  try {
    const bytes = new Uint8Array(length);
    let filled = 0;
    // One read may give less than is there: network drives do.
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}
