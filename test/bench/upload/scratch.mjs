import fs from 'node:fs';
import { cachePath } from '../places.mjs';

/** Names of folders of the cache that hold what clients keep between two runs: our journals, AzCopy's plans and logs. */
export const SCRATCH = { journals: 'upload-journals', azcopy: 'azcopy-jobs' };

/** The absolute path of one of them. */
export function scratchPath(name) {
  return cachePath(name);
}

/** Makes one of them, or all, empty. */
export function clearScratch(names = Object.values(SCRATCH)) {
  for (const name of names) {
    fs.rmSync(cachePath(name), { recursive: true, force: true });
    fs.mkdirSync(cachePath(name));
  }
}
