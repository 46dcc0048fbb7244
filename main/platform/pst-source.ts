import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { PstSource } from '../pst/reader/pst-source.ts';

/** Opening a pipe for reading waits for a writer unless told not to; Windows has no such flag and no such files. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Opens a plain file of this PC for reading alone. @throws the file system's error; `EISDIR` for what is no plain file */
export function openPstSource(path: string): PstSource {
  const handle = openSync(path, OPEN_FLAGS);
  try {
    const facts = fstatSync(handle);
    if (!facts.isFile()) throw Object.assign(new Error('not a plain file'), { code: 'EISDIR', syscall: 'open', path });
    return {
      sizeBytes: facts.size,
      read: (target, position) => readFully(handle, target, position),
      close: () => closeSync(handle),
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

/** A network drive may give less than was asked for although there is more. */
function readFully(handle: number, target: Uint8Array, position: number): number {
  let done = 0;
  while (done < target.length) {
    const count = readSync(handle, target, done, target.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}
