import { constants, type Dirent } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DirectoryEntry, FileTree } from '../scan/ports.ts';

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
    listFolder: async (path) => (await readdir(path, { withFileTypes: true })).map(toEntry),
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

function toEntry(entry: Dirent): DirectoryEntry {
  // A junction of Windows is told to be a link here, so it is neither.
  const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
  return { name: entry.name, kind };
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
