import { isFolderRoot, type Place, type PlaceBase, type RootKind } from '../../preload/contract/index.ts';

/** What a place is named by. Paths are absolute and in the form of the platform. */
export type PlaceContext = {
  readonly platform: NodeJS.Platform;
  /** The person's own profile. */
  readonly homeFolder: string;
  /** Where this PC keeps profiles, one folder each: `C:\Users`, `/home`, `/Users`. */
  readonly profilesFolder: string;
  readonly cloudFolders: readonly { readonly path: string; readonly label: string }[];
  readonly roots: readonly { readonly path: string; readonly label: string; readonly kind: RootKind }[];
};

/** A path in parts, the drive or share first; on Unix that one is empty. */
type Names = readonly string[];

/** A base whose folder holds the file. */
type Holder = { readonly base: PlaceBase; readonly label: string; readonly names: Names };

/** Whose folder a profile is; the own one has no name. */
type Profile = { readonly names: Names; readonly person: string | null };

/** Names on disk are these in every language. @see [MS-SHLLINK] KnownFolders, and Windows XP for the older two */
const KNOWN_FOLDERS: readonly { readonly base: PlaceBase; readonly names: Names }[] = [
  { base: 'documents', names: ['Documents'] },
  { base: 'documents', names: ['My Documents'] },
  { base: 'desktop', names: ['Desktop'] },
  { base: 'downloads', names: ['Downloads'] },
  { base: 'outlook', names: ['AppData', 'Local', 'Microsoft', 'Outlook'] },
  { base: 'outlook', names: ['Local Settings', 'Application Data', 'Microsoft', 'Outlook'] },
];

/** Folders that hold the profiles of a system, or what Windows' File History keeps of each person. */
const PROFILE_FOLDERS: readonly string[] = ['Users', 'Documents and Settings', 'FileHistory'];
const UNIX_PROFILE_FOLDERS: readonly string[] = [...PROFILE_FOLDERS, 'home'];

/** Shares of a server that hold the folders of its people; a `$` at the end hides a share. */
const PROFILE_SHARE = /^(?:users|homes?)\$?$/i;

/** Folders beside the profiles that belong to nobody in particular. */
const SHARED_PROFILES: ReadonlySet<string> = new Set([
  'public',
  'shared',
  'all users',
  'default',
  'default user',
  'lost+found',
]);

/**
 * The place of a file in words a person knows.
 *
 * A cloud folder comes first, for what is in it is also elsewhere. Else the innermost of these names the place: a known
 * folder of a profile, a folder the person chose, a profile, a drive; in that order where two of them are the same
 * folder. `profile` names another person whatever the base. Profiles are looked for in every folder, not only in that of
 * this PC's system and also in the own profile, because disks of other PCs are mounted and copied. The innermost one
 * counts; it is the person's own when it has the name of their home folder. Windows' letters count without their case.
 */
export function placeOf(path: string, context: PlaceContext): Place {
  return createPlacer(context)(path);
}

/** `placeOf` for many paths in one context. */
export function createPlacer(context: PlaceContext): (path: string) => Place {
  const surroundings = prepare(context);
  return (path) => {
    const folder = split(path, context.platform).slice(0, -1);
    const profile = findProfile(folder, surroundings);
    const { base, label, names } = findHolder(folder, profile, surroundings);
    return { base, label, profile: profile?.person ?? null, folders: folder.slice(names.length) };
  };
}

/** A context with its paths in parts. */
type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly home: Names;
  readonly profiles: Names;
  readonly clouds: readonly Holder[];
  readonly chosen: readonly Holder[];
  readonly drives: readonly Holder[];
};

function prepare({ platform, homeFolder, profilesFolder, cloudFolders, roots }: PlaceContext): Surroundings {
  const holders = (base: PlaceBase, places: readonly { readonly path: string; readonly label: string }[]) =>
    places.map(({ path, label }): Holder => ({ base, label, names: split(path, platform) }));
  return {
    platform,
    home: split(homeFolder, platform),
    profiles: split(profilesFolder, platform),
    clouds: holders('cloud', [...cloudFolders, ...roots.filter(({ kind }) => kind === 'cloud')]),
    chosen: holders(
      'folder',
      roots.filter(({ kind }) => isFolderRoot(kind)),
    ),
    drives: holders(
      'drive',
      roots.filter(({ kind }) => kind !== 'cloud' && !isFolderRoot(kind)),
    ),
  };
}

function findHolder(folder: Names, profile: Profile | null, surroundings: Surroundings): Holder {
  const { platform, clouds, chosen, drives } = surroundings;
  const among = (holders: readonly Holder[]) => holders.filter(({ names }) => holds(names, folder, platform));
  const others = [
    ...knownFolders(folder, profile, platform),
    ...among(chosen),
    ...(profile ? [{ base: 'profile', label: '', names: profile.names } as const] : []),
    ...among(drives),
  ];
  return innermost(among(clouds)) ?? innermost(others) ?? bareDrive(folder);
}

/** The first of those with the longest path. */
function innermost(holders: readonly Holder[]): Holder | null {
  return holders.reduce<Holder | null>(
    (best, holder) => (best === null || holder.names.length > best.names.length ? holder : best),
    null,
  );
}

function knownFolders(folder: Names, profile: Profile | null, platform: NodeJS.Platform): readonly Holder[] {
  if (profile === null) return [];
  return KNOWN_FOLDERS.map(({ base, names }) => ({ base, label: '', names: [...profile.names, ...names] })).filter(
    ({ names }) => holds(names, folder, platform),
  );
}

function bareDrive(folder: Names): Holder {
  const names = driveOf(folder);
  return { base: 'drive', label: `${names.join('\\')}${names[0] === '' ? '/' : '\\'}`, names };
}

/** The innermost profile that holds the folder. A shared one is nobody's, but one within another person's is that person's. */
function findProfile(folder: Names, surroundings: Surroundings): Profile | null {
  const { platform, home } = surroundings;
  // The home of a service may be the root itself, which would make everything the person's own.
  const hasHome = home.length > driveOf(home).length;
  const isHome = hasHome && holds(home, folder, platform);
  // The names of the home itself say nothing more of whose it is: `/home/contoso/ann`.
  const outermost = isHome ? home.length : 0;
  let isShared = false;
  for (let i = folder.length - 1; i > outermost; i -= 1) {
    const person = folder[i];
    if (person === undefined || !holdsProfiles(folder.slice(0, i), surroundings)) continue;
    const isOwn = hasHome && isSame(person, home.at(-1) ?? '', platform);
    if (SHARED_PROFILES.has(person.toLowerCase())) isShared = true;
    else return isOwn && isShared ? null : { names: folder.slice(0, i + 1), person: isOwn ? null : person };
  }
  return isHome && !isShared ? { names: home, person: null } : null;
}

/** True for a folder whose folders are profiles, wherever it lies: disks are mounted, copied and backed up. */
function holdsProfiles(folder: Names, { platform, profiles }: Surroundings): boolean {
  const name = folder.at(-1) ?? '';
  const usual = platform === 'win32' ? PROFILE_FOLDERS : UNIX_PROFILE_FOLDERS;
  if (usual.some((each) => isSame(each, name, platform))) return true;
  const isShare = folder.length === 2 && driveOf(folder).length === 2;
  if (isShare && PROFILE_SHARE.test(name)) return true;
  return folder.length === profiles.length && holds(profiles, folder, platform);
}

function holds(outer: Names, inner: Names, platform: NodeJS.Platform): boolean {
  return outer.length <= inner.length && outer.every((name, i) => isSame(name, inner[i] ?? '', platform));
}

function isSame(a: string, b: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? a.toLowerCase() === b.toLowerCase() : a === b;
}

/** A share of another PC is a drive of two names. */
function driveOf(names: Names): Names {
  return names.slice(0, names[0]?.startsWith('\\\\') ? 2 : 1);
}

/** Long paths of Windows begin with `\\?\`, which says nothing of the place. */
function split(path: string, platform: NodeJS.Platform): Names {
  if (platform !== 'win32') return ['', ...path.split('/').filter((name) => name !== '')];
  const plain = path.replaceAll('/', '\\').replace(/^\\\\\?\\(UNC\\)?/i, (_, unc) => (unc ? '\\\\' : ''));
  const names = plain.split('\\').filter((name) => name !== '');
  return plain.startsWith('\\\\') ? [`\\\\${names[0] ?? ''}`, ...names.slice(1)] : names;
}
