import { MAX_FOLDER_NAME } from '../../../preload/contract/folder-path.ts';

/** The folder under which every file gets a folder of its own, unless the person says otherwise. */
export const IMPORT_FOLDER = 'Imported PST';

/** Stands in where nothing of a file name can be a folder name. */
const NAMELESS = 'PST';

/** A folder name made of a file name: without `.pst`, without characters a folder cannot have, cut to length. */
export function folderNameOf(fileName: string): string {
  const stem = fileName.replace(/\.pst$/i, '');
  const clean = stem.replace(/[/\\\p{Cc}]/gu, '-').trim();
  const name = cut(clean, MAX_FOLDER_NAME).trim();
  return name === '' || name === '.' || name === '..' ? NAMELESS : name;
}

/**
 * A default folder path for each file name, in order; no two are the same, not even by case, because mailbox folders
 * ignore it. The second of a kind gets ` (2)`.
 */
export function defaultFolders(fileNames: readonly string[]): string[] {
  const taken = new Set<string>();
  // Where to go on counting: a hundred files of one name would else each count from two.
  const nextNumbers = new Map<string, number>();
  return fileNames.map((fileName) => {
    const name = firstFree(folderNameOf(fileName), taken, nextNumbers);
    taken.add(keyOf(name));
    return `${IMPORT_FOLDER}/${name}`;
  });
}

function firstFree(name: string, taken: ReadonlySet<string>, nextNumbers: Map<string, number>): string {
  const key = keyOf(name);
  if (!taken.has(key)) return name;
  for (let number = nextNumbers.get(key) ?? 2; ; number += 1) {
    const suffix = ` (${number})`;
    const numbered = `${cut(name, MAX_FOLDER_NAME - suffix.length)}${suffix}`;
    if (taken.has(keyOf(numbered))) continue;
    nextNumbers.set(key, number + 1);
    return numbered;
  }
}

function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The first `length` UTF-16 units, or one less where that would leave half of a surrogate pair. */
function cut(text: string, length: number): string {
  const head = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(head) && text.length > length ? head.slice(0, -1) : head;
}
