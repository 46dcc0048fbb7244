import { formatRecord } from './folder-memory.ts';
import { createPathKey, isDriveKey, keySeparator } from './path-key.ts';
import type { DirectoryEntry, FileTree, FolderStamp, WalkRules } from './ports.ts';
import { parseSkippedFolder } from './skipped-folders.ts';

/** What a listing shows in the place of bytes that are no text; such a path leads to no file. */
const NOT_A_NAME = '\uFFFD';

/** Longer paths lead to no top of a drive; `\\?\UNC\`, a server and a share of 80 letters each fit. */
const LONGEST_TOP = 200;

/** What matters of a folder: its plain files by number, the names of those to look at, the paths of the folders to walk next. */
export type FolderContent = {
  files: number;
  readonly matches: string[];
  readonly folders: string[];
  /** All subfolders by name, if folders are to be recorded: rules may be others next time. */
  readonly names: string[];
};

/** Takes the entries of one folder after the other. */
export type ContentCollector = {
  /** Begins with a folder; what is given to `add` from now on is in it. */
  readonly start: (path: string) => FolderContent;
  readonly add: (name: string, kind: DirectoryEntry['kind']) => void;
};

/** A collector that goes by the rules of a walk. One serves for any number of folders. */
export function createCollector(rules: WalkRules, join: FileTree['join']): ContentCollector {
  const leftOutIn = compileRules(rules);
  const isRecording = rules.recordsBeforeMs !== null;
  let folder = '';
  let leftOut: LeftOut = NOTHING;
  let content: FolderContent = { files: 0, matches: [], folders: [], names: [] };
  return {
    start: (path) => {
      folder = path;
      leftOut = leftOutIn(path);
      content = { files: 0, matches: [], folders: [], names: [] };
      return content;
    },
    add: (name, kind) => {
      if (kind === 'file') {
        content.files += 1;
        if (rules.isDeep || isPstName(name)) content.matches.push(name);
      } else if (kind === 'folder') {
        if (isRecording) content.names.push(name);
        if (!leftOut(name)) content.folders.push(join(folder, name));
      }
    },
  };
}

type LeftOut = (name: string) => boolean;
const NOTHING: LeftOut = () => false;

/**
 * Tells of a folder which of those in it are left out. Asked for each folder of a drive, of which nearly none holds
 * one: a look into a map is all it costs.
 */
function compileRules({ roots, barriers, skipped, platform }: WalkRules): (folder: string) => LeftOut {
  const keyOf = createPathKey(platform);
  const separator = keySeparator(platform);
  const anywhere = new Set<string>();
  const inside = new Map<string, Set<string>>();
  const leaveOut = (path: string): void => {
    const key = keyOf(path);
    const end = key.lastIndexOf(separator);
    if (end < 0) return;
    const parent = key.slice(0, end);
    const names = inside.get(parent) ?? new Set();
    inside.set(parent, names.add(key.slice(end + 1)));
  };
  for (const path of [...roots, ...barriers]) leaveOut(path);
  for (const entry of skipped.map(parseSkippedFolder)) {
    if ('name' in entry) anywhere.add(keyOf(entry.name));
    else leaveOut(entry.path);
  }
  const rootKeys = new Set(roots.map(keyOf));
  // Elsewhere a disk is mounted in a folder like any other, and scanned by naming that.
  const isTop = (key: string) => (platform === 'win32' ? isDriveKey(key) : key === '' || rootKeys.has(key));

  return (folder) => {
    const key = keyOf(folder);
    const names = inside.get(key);
    const hasTops = anywhere.size > 0 && key.length <= LONGEST_TOP && isTop(key);
    if (!names && !hasTops) return NOTHING;
    return (name) => {
      const nameKey = keyOf(name);
      return names?.has(nameKey) === true || (hasTops && anywhere.has(nameKey));
    };
  };
}

/** The line to remember a folder by; null when it changed so lately that its next change may leave no trace in its time. */
export function recordOf(
  path: string,
  stamp: FolderStamp | null,
  { files, matches, names }: FolderContent,
  { recordsBeforeMs }: WalkRules,
): string | null {
  if (stamp === null || recordsBeforeMs === null || stamp.modifiedMs >= recordsBeforeMs) return null;
  return formatRecord(path, { stamp: stamp.text, files, folders: names, matches });
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

/** The system's code for an error of the file system; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
