import { constants } from 'node:fs';

/** Opening a pipe for reading waits for a writer unless told not to; Windows has no such flag and no such files. */
export const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What stands for the file system's own error where a folder, a pipe or a device has the name of a file. */
export function notPlainError(path: string): Error {
  return Object.assign(new Error('not a plain file'), { code: 'EISDIR', syscall: 'open', path });
}
