import { realpath } from 'node:fs/promises';
import { posix } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isWithin } from './cloud-folders.ts';
import { type MountPoint, parseMountInfo, readMountInfo } from './volumes/mount-info.ts';
import { isRemote } from './volumes/unix-volumes.ts';

/** What the mounts are asked of; all of it can be replaced. */
export type MountsOptions = {
  /** The text of `/proc/self/mountinfo`; empty on systems without one. Windows mounts drives in folders as links, which no scan follows. */
  readonly readMountInfo?: () => Promise<string>;
  /** Where a path leads when its links are followed; the path itself when that cannot be told, null without an answer. */
  readonly resolveLinks?: (path: string) => Promise<string | null>;
};

/** A link may lead to a share that never answers. */
const ANSWER_MS = 2000;

function followLinks(path: string): Promise<string | null> {
  return Promise.race([realpath(path).catch(() => path), wait(ANSWER_MS, null, { ref: false })]);
}

/**
 * Drives below these folders that are not known to be of this PC, and that are not among the folders; by the paths at which
 * a walk of the folders meets them, also when a folder is given by a link.
 */
export async function listRemoteMounts(
  folders: readonly string[],
  options: MountsOptions = {},
): Promise<readonly string[]> {
  const places = await placesOf(folders, options);
  const mounts = places.mounts.filter(isRemote);
  const named = mounts.filter(({ path }) => places.folders.some(({ real }) => isWithin('linux', path, real)));
  const met = mounts.flatMap((mount) => (named.includes(mount) ? [] : meetings(mount, places.folders)));
  return [...new Set(met)];
}

/** True when all these folders are known to lie on drives of this PC; false where the system lists no mounts. */
export async function areLocal(folders: readonly string[], options: MountsOptions = {}): Promise<boolean> {
  const places = await placesOf(folders, options);
  return places.folders.every(({ real, isKnown }) => {
    const mount = mountOf(real, places.mounts);
    return isKnown && mount !== undefined && !isRemote(mount);
  });
}

/** `isKnown`: `real` is where the path leads, not only what is assumed. */
type Folder = { readonly path: string; readonly real: string; readonly isKnown: boolean };

async function placesOf(
  paths: readonly string[],
  { readMountInfo: read = readMountInfo, resolveLinks = followLinks }: MountsOptions,
): Promise<{ readonly mounts: readonly MountPoint[]; readonly folders: readonly Folder[] }> {
  const mounts = parseMountInfo(await read());
  const folderOf = async (path: string): Promise<Folder> => {
    const mount = mountOf(path, mounts);
    // A share is not asked where its links lead: it may never answer.
    const real = mount === undefined || isRemote(mount) ? path : await resolveLinks(path);
    return { path, real: real ?? path, isKnown: real !== null };
  };
  return { mounts, folders: await Promise.all(paths.map(folderOf)) };
}

/** The innermost mount that holds a path. */
function mountOf(path: string, mounts: readonly MountPoint[]): MountPoint | undefined {
  return mounts
    .filter((mount) => isWithin('linux', mount.path, path))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}

function meetings({ path }: MountPoint, folders: readonly Folder[]): readonly string[] {
  const below = folders.filter(({ real }) => isWithin('linux', real, path));
  return below.map((folder) => posix.join(folder.path, posix.relative(folder.real, path)));
}
