import type { FolderRole } from './states.ts';

/** Entries in one list. A limit of ours: nobody names one. */
export const MAX_PATTERNS = 5_000;

/**
 * What an import takes: no include means everything, an exclude wins. Each entry is one of the cmdlets' `-IncludeFolders`
 * or `-ExcludeFolders`: names from the top of the mail joined by `/`, at the end `/*` for the folder and everything below
 * it; `#Inbox#` in place of the first names is a folder by its role.
 * @see learn.microsoft.com/powershell/module/exchange/new-mailboximportrequest (IncludeFolders)
 */
export type FolderPatterns = { readonly includeFolders: readonly string[]; readonly excludeFolders: readonly string[] };

/** Everything. */
export const ALL_FOLDERS: FolderPatterns = { includeFolders: [], excludeFolders: [] };

/** A folder by its names from the top of the mail; the top itself has none. */
export type PlacedFolder = { readonly place: readonly string[]; readonly role: FolderRole | null };

/** A folder's names below the folder Outlook shows as the data file; all of them for a folder beside that one. */
export function placeOf(path: readonly string[], top: readonly string[]): readonly string[] {
  return top.every((name, depth) => path[depth] === name) ? path.slice(top.length) : path;
}

/**
 * True when a pattern can name a folder apart from all others: names may hold anything, but a slash within one, or a name
 * that is a star, reads as something else.
 */
export function isNameable(place: readonly string[]): boolean {
  return place.length > 0 && place.every((name) => name !== '' && name !== '*' && !name.includes('/'));
}

/** Tells of each place whether an import takes it; `folders` says which of them have a role. Letter case does not count. */
export function createFolderFilter(
  { includeFolders, excludeFolders }: FolderPatterns,
  folders: readonly PlacedFolder[],
): (place: readonly string[]) => boolean {
  const placesByRole = groupByRole(folders);
  const resolve = (texts: readonly string[]) =>
    createMatcher(texts.flatMap((text) => parsePattern(text, placesByRole)));
  const isIncluded = includeFolders.length === 0 ? () => true : resolve(includeFolders);
  const isExcluded = resolve(excludeFolders);
  return (place) => isIncluded(place) && !isExcluded(place);
}

/**
 * The shortest patterns for a choice of folders, parents before children. While the top is chosen they name what is left
 * out, else what is taken. Folders that no pattern can name go with the folder above them.
 */
export function composePatterns(
  folders: readonly PlacedFolder[],
  isChosen: (folder: PlacedFolder) => boolean,
): FolderPatterns {
  const top = folders.find(({ place }) => place.length === 0);
  const isTopChosen = top === undefined || isChosen(top);
  const named = folders.filter(({ place }) => isNameable(place));
  const texts = writePatterns(named, (folder) => isChosen(folder) !== isTopChosen);
  return isTopChosen ? { includeFolders: [], excludeFolders: texts } : { includeFolders: texts, excludeFolders: [] };
}

type Pattern = { readonly key: string; readonly hasSubtree: boolean };

function createMatcher(patterns: readonly Pattern[]): (place: readonly string[]) => boolean {
  const alone = new Set(patterns.map(({ key }) => key));
  const subtrees = new Set(patterns.filter(({ hasSubtree }) => hasSubtree).map(({ key }) => key));
  return (place) => alone.has(keyOf(place)) || keysAbove(place).some((key) => subtrees.has(key));
}

function keyOf(place: readonly string[]): string {
  return place.join('/').toLowerCase();
}

function groupByRole(folders: readonly PlacedFolder[]): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const { place, role } of folders) {
    if (role !== null) keys.set(role.toLowerCase(), [...(keys.get(role.toLowerCase()) ?? []), keyOf(place)]);
  }
  return keys;
}

/** Roles the lists of the two parameters spell differently. @see New-MailboxImportRequest, ExcludeFolders */
const OTHER_SPELLINGS: Readonly<Record<string, string>> = { communicatorhistory: 'communicationhistory' };

function parsePattern(text: string, placesByRole: ReadonlyMap<string, readonly string[]>): readonly Pattern[] {
  const hasSubtree = text.endsWith('/*');
  const key = (hasSubtree ? text.slice(0, -2) : text).toLowerCase();
  const [mark, word] = /^#([a-z]+)#(?=\/|$)/.exec(key) ?? [];
  if (mark === undefined || word === undefined) return [{ key: key.replaceAll('\\#', '#'), hasSubtree }];
  const rest = key.slice(mark.length).replaceAll('\\#', '#');
  return (placesByRole.get(OTHER_SPELLINGS[word] ?? word) ?? []).map((place) => ({ key: place + rest, hasSubtree }));
}

function writePatterns(
  folders: readonly PlacedFolder[],
  isWanted: (folder: PlacedFolder) => boolean,
): readonly string[] {
  const mixed = new Set<string>();
  for (const folder of folders) {
    if (!isWanted(folder)) for (const key of keysAbove(folder.place)) mixed.add(key);
  }
  const roles = rolesByKey(folders);
  const covered = new Set<string>();
  const texts = new Set<string>();
  for (const folder of folders) {
    const keys = keysAbove(folder.place);
    if (!isWanted(folder) || keys.some((above) => covered.has(above))) continue;
    const key = keyOf(folder.place);
    if (!mixed.has(key)) covered.add(key);
    texts.add(`${nameOf(folder.place, roles)}${mixed.has(key) ? '' : '/*'}`);
  }
  return [...texts];
}

/** The folder itself and all above it. */
function keysAbove(place: readonly string[]): readonly string[] {
  const keys: string[] = [];
  // Each from the one before: a tree of thousands of folders is gone through at every tick.
  for (const name of place) keys.push(keys.length === 0 ? keyOf([name]) : `${keys.at(-1)}/${keyOf([name])}`);
  return keys;
}

/** Roles that only one folder has, by the key of that folder. */
function rolesByKey(folders: readonly PlacedFolder[]): ReadonlyMap<string, FolderRole> {
  const holders = folders.flatMap(({ place, role }) => (role === null ? [] : [{ key: keyOf(place), role }]));
  const isOnly = ({ role }: { role: FolderRole }) => holders.filter((other) => other.role === role).length === 1;
  return new Map(holders.filter(isOnly).map(({ key, role }) => [key, role]));
}

/** By role where there is one, because that means the same folder in every language. */
function nameOf(place: readonly string[], roles: ReadonlyMap<string, FolderRole>): string {
  for (let depth = place.length; depth > 0; depth -= 1) {
    const role = roles.get(keyOf(place.slice(0, depth)));
    if (role !== undefined) return [`#${role}#`, ...place.slice(depth).map(escapeName)].join('/');
  }
  return place.map(escapeName).join('/');
}

function escapeName(name: string): string {
  return /^#.*#$/.test(name) ? `\\#${name.slice(1, -1)}\\#` : name;
}
