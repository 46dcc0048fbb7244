/** Turns a path into text that is equal for the spellings of one place. Text alone: links are not looked at. */
export type PathKey = (path: string) => string;

/** `\\?\UNC\server\share` and `\\?\C:\` are the long forms of `\\server\share` and `C:\`. */
const LONG_UNC = /^\\\\\?\\UNC\\/i;
const LONG = /^\\\\\?\\/;

/**
 * The key of a system: without a separator at the end, without the case of letters on Windows and macOS, with either
 * slash on Windows. The top of a Unix file system is the empty text, that of a drive `c:`.
 */
export function createPathKey(platform: NodeJS.Platform): PathKey {
  if (platform === 'win32') return keyOnWindows;
  if (platform === 'darwin') return (path) => withoutEnd(path, '/').toLowerCase();
  return (path) => withoutEnd(path, '/');
}

function keyOnWindows(path: string): string {
  const plain = path.includes('/') ? path.replaceAll('/', '\\') : path;
  const short = plain.startsWith('\\\\?\\') ? plain.replace(LONG_UNC, '\\\\').replace(LONG, '') : plain;
  return withoutEnd(short, '\\').toLowerCase();
}

function withoutEnd(path: string, separator: string): string {
  return path.endsWith(separator) ? path.slice(0, -1) : path;
}

/** True for the key of a drive (`c:`) or of a share (`\\server\share`). */
export function isDriveKey(key: string): boolean {
  return /^(?:[a-z]:|\\\\[^\\]+\\[^\\]+)$/.test(key);
}

/** What stands between the names in a key. */
export function keySeparator(platform: NodeJS.Platform): string {
  return platform === 'win32' ? '\\' : '/';
}

/** True when the place of a key lies in that of another, or is it. */
export function isKeyWithin(folder: string, key: string, platform: NodeJS.Platform): boolean {
  return key === folder || key.startsWith(folder + keySeparator(platform));
}
