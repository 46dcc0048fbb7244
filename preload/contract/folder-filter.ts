import { FOLDER_ROLES, type FolderRole } from './states.ts';

/** Entries in one list, and characters in all of them. Limits of ours: nobody names one. */
export const MAX_PATTERNS = 5_000;
export const MAX_PATTERN_CHARACTERS = 512 * 1024;

/**
 * What an import takes: no include means everything, an exclude wins. An entry is names from the top of the mail joined by
 * `/`, at the end `/*` for the folder and everything below it; `#Inbox#` in place of the first names is a folder by its role.
 * @see learn.microsoft.com/powershell/module/exchange/new-mailboximportrequest (IncludeFolders)
 */
export type FolderPatterns = { readonly includeFolders: readonly string[]; readonly excludeFolders: readonly string[] };

/** Everything. */
export const ALL_FOLDERS: FolderPatterns = { includeFolders: [], excludeFolders: [] };

/** True when an import takes every folder there is. */
export function isEveryFolder({ includeFolders, excludeFolders }: FolderPatterns): boolean {
  return includeFolders.length === 0 && excludeFolders.length === 0;
}

/** A folder by its names from the top of the mail; the top itself has none. */
export type PlacedFolder = { readonly place: readonly string[]; readonly role: FolderRole | null };

/** A folder's names below the folder Outlook shows as the data file; all of them for a folder beside that one. */
export function placeOf(path: readonly string[], top: readonly string[]): readonly string[] {
  return top.every((name, depth) => path[depth] === name) ? path.slice(top.length) : path;
}

/**
 * True when a pattern can name a folder apart from all others: names may hold anything, but a slash or an escaped mark
 * within one, or a name that is a star, reads as something else.
 */
export function isNameable(place: readonly string[]): boolean {
  return place.length > 0 && place.every((name) => name !== '' && name !== '*' && !/\/|\\#/.test(name));
}

/** Tells of each place whether an import takes it; `folders` says which of them have a role. Letter case does not count. */
export function createFolderFilter(
  { includeFolders, excludeFolders }: FolderPatterns,
  folders: readonly PlacedFolder[],
): (place: readonly string[]) => boolean {
  const isIncluded = includeFolders.length === 0 ? () => true : createMatcher(includeFolders, folders);
  const isExcluded = createMatcher(excludeFolders, folders);
  return (place) => isIncluded(place) && !isExcluded(place);
}

/**
 * The shortest patterns for a choice of folders, parents before children. While the top is chosen they name what is left
 * out, else what is taken. A folder that no pattern can name goes with the nearest folder above whose subtree is named whole.
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

/** A folder name in the tree of names; as deep as a damaged file likes, so nothing is done twice for each name above. */
class Branch {
  readonly below = new Map<string, Branch>();
  /** A pattern names it; and everything below it, too. */
  isNamed = false;
  isSubtreeNamed = false;
  /** Some folder here or below is not wanted. */
  isMixed = false;
  role: FolderRole | null = null;

  grow(name: string): Branch {
    const key = name.toLowerCase();
    const known = this.below.get(key);
    if (known !== undefined) return known;
    const branch = new Branch();
    this.below.set(key, branch);
    return branch;
  }
}

/** The branches on the way to a folder, the outermost first; grown where there are none. */
function growTo(root: Branch, names: readonly string[]): readonly Branch[] {
  const way: Branch[] = [];
  let branch = root;
  for (const name of names) {
    branch = branch.grow(name);
    way.push(branch);
  }
  return way;
}

/** A name with a slash in it reads as two, in patterns and in places alike. */
function partsOf(place: readonly string[]): readonly string[] {
  return place.flatMap((name) => name.split('/'));
}

function createMatcher(
  patterns: readonly string[],
  folders: readonly PlacedFolder[],
): (place: readonly string[]) => boolean {
  const root = new Branch();
  for (const pattern of patterns) {
    const { places, hasSubtree } = parsePattern(pattern, folders);
    for (const names of places) {
      const branch = growTo(root, names).at(-1);
      if (branch === undefined) continue;
      branch.isNamed = true;
      branch.isSubtreeNamed ||= hasSubtree;
    }
  }
  return (place) => isHit(root, partsOf(place));
}

function isHit(root: Branch, names: readonly string[]): boolean {
  let branch = root;
  for (const name of names) {
    const next = branch.below.get(name.toLowerCase());
    if (next === undefined) return false;
    if (next.isSubtreeNamed) return true;
    branch = next;
  }
  return branch.isNamed;
}

/** A role in place of the first names, in lower case. */
const ROLE_MARK = /^#([a-z]+)#(?=\/|$)/;

/** Roles the lists of the two parameters spell differently. @see New-MailboxImportRequest, ExcludeFolders */
const OTHER_SPELLINGS: Readonly<Record<string, FolderRole>> = { communicatorhistory: 'CommunicationHistory' };

function roleOf(word: string): FolderRole | null {
  return OTHER_SPELLINGS[word] ?? FOLDER_ROLES.find((role) => role.toLowerCase() === word) ?? null;
}

type Parsed = { readonly places: readonly (readonly string[])[]; readonly hasSubtree: boolean };

function parsePattern(pattern: string, folders: readonly PlacedFolder[]): Parsed {
  const hasSubtree = pattern.endsWith('/*');
  const text = hasSubtree ? pattern.slice(0, -2) : pattern;
  const word = ROLE_MARK.exec(text.toLowerCase())?.[1];
  if (word === undefined) return { places: [namesOf(text)], hasSubtree };
  const rest = namesOf(text.slice(word.length + 3));
  const holders = folders.filter(({ role }) => role !== null && role === roleOf(word));
  return { places: holders.map(({ place }) => [...partsOf(place), ...rest]), hasSubtree };
}

function namesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replaceAll('\\#', '#').split('/');
}

type FolderWay = { readonly place: readonly string[]; readonly way: readonly Branch[]; readonly isWanted: boolean };

function writePatterns(
  folders: readonly PlacedFolder[],
  isWanted: (folder: PlacedFolder) => boolean,
): readonly string[] {
  const root = new Branch();
  const ways = folders.map((folder): FolderWay => {
    const way = growTo(root, folder.place);
    const wanted = isWanted(folder);
    if (!wanted) for (const branch of way) branch.isMixed = true;
    return { place: folder.place, way, isWanted: wanted };
  });
  markRoles(folders, ways);
  return ways.flatMap(({ place, way, isWanted: wanted }) => (wanted ? writePattern(place, way) : []));
}

/** Nothing for a folder that a pattern before names already. */
function writePattern(place: readonly string[], way: readonly Branch[]): readonly string[] {
  const own = way.at(-1);
  if (own === undefined || own.isNamed || way.some(({ isSubtreeNamed }) => isSubtreeNamed)) return [];
  own.isNamed = true;
  own.isSubtreeNamed = !own.isMixed;
  return [`${writeName(place, way)}${own.isMixed ? '' : '/*'}`];
}

/** Only a role that one folder alone has can name it. */
function markRoles(folders: readonly PlacedFolder[], ways: readonly FolderWay[]): void {
  for (const role of FOLDER_ROLES) {
    const holders = ways.filter((_, order) => folders[order]?.role === role);
    const own = holders.length === 1 ? holders[0]?.way.at(-1) : undefined;
    if (own !== undefined) own.role = role;
  }
}

/** By role where there is one, because that means the same folder in every language. */
function writeName(place: readonly string[], way: readonly Branch[]): string {
  const depth = way.findLastIndex(({ role }) => role !== null);
  const role = way[depth]?.role;
  const rest = place.slice(depth + 1).map(escapeName);
  return (role ? [`#${role}#`, ...rest] : rest).join('/');
}

function escapeName(name: string): string {
  return /^#.*#$/.test(name) ? `\\#${name.slice(1, -1)}\\#` : name;
}
