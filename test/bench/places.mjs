import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ROOT } from '../support/build/ensure.mjs';

/** What the benches make and keep: large files that are the same each time. Git ignores it; it may be removed at will. */
export const CACHE = path.join(ROOT, '.cache', 'bench');

/** The project. */
export { ROOT };

/**
 * The start of a command that runs our built command line.
 * @param {{ isBuildSkipped: boolean }} options `isBuildSkipped` takes `out/` as it lies there
 * @returns {Promise<string[]>}
 */
export async function builtCli({ isBuildSkipped }) {
  if (!isBuildSkipped) await ensureBuilt();
  return [process.execPath, path.join(ROOT, 'out', 'main', 'cli.js')];
}

/**
 * The absolute path of a name in the cache, whose folder exists afterwards.
 * @param {string[]} names
 * @returns {string}
 */
export function cachePath(...names) {
  const file = path.join(CACHE, ...names);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}
