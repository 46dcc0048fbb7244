import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** What the built app is made of, relative to the project. Folders count with everything in them. */
const SOURCES = [
  'main',
  'preload',
  'renderer',
  'assets/icons',
  'test/support/no-telemetry.ts',
  'electron.vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/**
 * A text that changes whenever a source was changed, added, removed or put back to an older version.
 * @param {string} root the project
 * @returns {string} 64 hexadecimal digits
 */
export function fingerprintSources(root) {
  const hash = createHash('sha256').update(process.version);
  for (const source of SOURCES) addToHash(hash, path.join(root, source));
  return hash.digest('hex');
}

function addToHash(hash, entry) {
  const stat = fs.statSync(entry, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    for (const name of fs.readdirSync(entry).sort()) addToHash(hash, path.join(entry, name));
  } else {
    hash.update(`${entry}\0${stat?.size}\0${stat?.mtimeMs}\n`);
  }
}
