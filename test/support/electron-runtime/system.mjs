import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { IS_ROOT } from './places.mjs';
import { Sorry, say } from './sorry.mjs';

/** What a bare Debian 12 lacks; newer releases add `t64` to some names and apt finds them by the old ones. */
const PACKAGES = 'xvfb libgtk-3-0 libnss3 libasound2 libgbm1 libatk-bridge2.0-0 libcups2';
const INSTALL = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES}`;

/**
 * Makes sure that this system can run the executable: shared libraries, and Xvfb where it is needed. Installs what is
 * missing when it may.
 * @param {string} executable
 * @param {boolean} needsDisplay
 * @throws {Sorry} naming what is missing and the command that helps
 */
export function ensureSystem(executable, needsDisplay) {
  if (process.platform !== 'linux' || listMissing(executable, needsDisplay).length === 0) return;
  if (IS_ROOT && fs.existsSync('/usr/bin/apt-get')) install(listMissing(executable, needsDisplay));
  const missing = listMissing(executable, needsDisplay);
  if (missing.length > 0)
    throw new Sorry(`this system lacks ${missing.join(', ')}. On Debian 12: sudo sh -c '${INSTALL}'`);
}

function install(missing) {
  say(`missing: ${missing.join(', ')}; running ${INSTALL}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('sh', ['-c', INSTALL], { stdio: ['ignore', 'ignore', 'inherit'], env });
}

function listMissing(executable, needsDisplay) {
  const libraries = spawnSync('ldd', [executable], { encoding: 'utf8' }).stdout ?? '';
  const missing = [...libraries.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  return needsDisplay && !isOnPath('Xvfb') ? [...missing, 'Xvfb'] : missing;
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)));
}
