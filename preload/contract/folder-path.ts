/** Longest name of one mailbox folder, characters. A rule of ours: no primary source names the service's limit. */
export const MAX_FOLDER_NAME = 255;

/** True when every name between slashes can be a mailbox folder; the empty path is the top of the mailbox. */
export function isFolderPath(path: string): boolean {
  return path === '' || path.split('/').every(isFolderName);
}

function isFolderName(name: string): boolean {
  return (
    name.trim() !== '' && name.length <= MAX_FOLDER_NAME && name !== '.' && name !== '..' && !/[\\\p{Cc}]/u.test(name)
  );
}

/** The folder below which moved PSTs arrive unless the person says otherwise. */
const DEFAULT_PARENT = 'Imported PST';

/**
 * A target folder for each file, `Imported PST/<name without .pst>`, no two alike (letter case does not count).
 * Characters a folder name cannot hold become `-`; names are cut to what a mailbox takes, never inside a character.
 */
export function defaultFolders(fileNames: readonly string[]): string[] {
  const taken = new Set<string>();
  return fileNames.map((fileName) => {
    const base = folderNameFor(fileName);
    for (let number = 1; ; number++) {
      const folder = `${DEFAULT_PARENT}/${number === 1 ? base : withSuffix(base, ` (${number})`)}`;
      const key = folder.normalize('NFC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return folder;
    }
  });
}

function folderNameFor(fileName: string): string {
  const name = fileName
    .replace(/\.pst$/i, '')
    .replace(/[\\/\p{Cc}]/gu, '-')
    .toWellFormed()
    .trim();
  return withSuffix(name === '' || name === '.' || name === '..' ? 'PST' : name, '');
}

function withSuffix(name: string, suffix: string): string {
  let kept = '';
  for (const character of name) {
    if (kept.length + character.length + suffix.length > MAX_FOLDER_NAME) break;
    kept += character;
  }
  return kept + suffix;
}
