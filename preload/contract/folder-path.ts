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
  // Where to go on counting: a thousand files of one name would else each count from two.
  const nextNumbers = new Map<string, number>();
  return fileNames.map((fileName) => {
    const name = firstFree(folderNameFor(fileName), taken, nextNumbers);
    taken.add(keyOf(name));
    return `${DEFAULT_PARENT}/${name}`;
  });
}

function firstFree(name: string, taken: ReadonlySet<string>, nextNumbers: Map<string, number>): string {
  const key = keyOf(name);
  if (!taken.has(key)) return name;
  for (let number = nextNumbers.get(key) ?? 2; ; number++) {
    const suffix = ` (${number})`;
    const numbered = cut(name, MAX_FOLDER_NAME - suffix.length) + suffix;
    if (taken.has(keyOf(numbered))) continue;
    nextNumbers.set(key, number + 1);
    return numbered;
  }
}

function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function folderNameFor(fileName: string): string {
  const clean = fileName
    .replace(/\.pst$/i, '')
    .replace(/[\\/\p{Cc}]/gu, '-')
    .toWellFormed()
    .trim();
  const name = cut(clean, MAX_FOLDER_NAME).trim();
  return name === '' || name === '.' || name === '..' ? 'PST' : name;
}

/** The first `length` UTF-16 units, or one less where that would leave half of a surrogate pair. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
