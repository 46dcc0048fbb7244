/** Most folders in the list, as the contract's `SkipList` has it. */
export const MAX_FOLDERS = 500;

/** Longest entry, characters, as the contract's `SkippedFolder` has it. */
export const MAX_FOLDER_LENGTH = 1024;

/** What a person wrote; `line` counts from one. */
export type SkipListText =
  | { readonly kind: 'folders'; readonly folders: string[] }
  | { readonly kind: 'tooMany' }
  | { readonly kind: 'tooLong'; readonly line: number };

/** The folders of a text with one a line; empty lines, blanks around a folder and repetitions do not count. */
export function parseSkipList(text: string): SkipListText {
  const lines = text.split('\n').map((line) => line.trim());
  const long = lines.findIndex((line) => line.length > MAX_FOLDER_LENGTH);
  if (long >= 0) return { kind: 'tooLong', line: long + 1 };
  const folders = [...new Set(lines.filter((line) => line !== ''))];
  return folders.length > MAX_FOLDERS ? { kind: 'tooMany' } : { kind: 'folders', folders };
}

/** True when both lists leave out the same folders, in whatever order. */
export function sameFolders(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a);
  return known.size === new Set(b).size && b.every((folder) => known.has(folder));
}
