import type { DirectoryEntry, FileTree, WalkRules } from './ports.ts';
import { isSkippedFolder } from './skipped-folders.ts';

/** What a listing shows in the place of bytes that are no text; such a path leads to no file. */
const NOT_A_NAME = '\uFFFD';

/** What matters of a folder: its plain files by number, the names of its PSTs, the paths of the folders to walk next. */
export type FolderContent = { files: number; readonly matches: string[]; readonly folders: string[] };

/** A collector for the entries of one folder, to be given each of them in turn. */
export function collectContent(path: string, rules: WalkRules, join: FileTree['join']) {
  const content: FolderContent = { files: 0, matches: [], folders: [] };
  const add = (name: string, kind: DirectoryEntry['kind']): void => {
    if (kind === 'file') {
      content.files += 1;
      if (isPstName(name)) content.matches.push(name);
    } else if (kind === 'folder') {
      const child = join(path, name);
      if (!rules.roots.includes(child) && !isSkippedFolder(child, rules.platform)) content.folders.push(child);
    }
  };
  return { content, add };
}

/** True for `*.pst` in any case of letters. Asked of every file of a drive, so without a regular expression. */
export function isPstName(name: string): boolean {
  const DOT = 46;
  return name.charCodeAt(name.length - 4) === DOT && name.slice(-3).toLowerCase() === 'pst';
}

/** Gone since it was listed, or no folder any more. A name that is no text was never reachable: that is not the same. */
export function hasVanished(error: unknown, path: string): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) && !path.includes(NOT_A_NAME);
}

/** True when no path can lead there, because the name is no text. */
export function isUnreachable(error: unknown, path: string): boolean {
  return codeOf(error) === 'ENOENT' && path.includes(NOT_A_NAME);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
