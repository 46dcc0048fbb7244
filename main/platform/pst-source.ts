import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { PstSource } from '../pst/reader/pst-source.ts';
import { notPlainError, OPEN_FLAGS } from './plain-file.ts';

/** Opens a plain file of this PC for reading alone. @throws the file system's error; `EISDIR` for what is no plain file */
export function openPstSource(path: string): PstSource {
  const handle = openSync(path, OPEN_FLAGS);
  try {
    const facts = fstatSync(handle);
    if (!facts.isFile()) throw notPlainError(path);
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
