import { readFile } from 'node:fs/promises';
import { isWithin } from './cloud-folders.ts';
import { parseMountInfo } from './volumes/mount-info.ts';
import { isRemoteType } from './volumes/unix-volumes.ts';

/** The text of `/proc/self/mountinfo`; empty on systems without one. Windows mounts drives in folders as links, which no scan follows. */
function readMountInfo(): Promise<string> {
  return readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
}

/** Network and cloud drives that are mounted below these folders and are not among them. */
export async function listRemoteMounts(folders: readonly string[], read = readMountInfo): Promise<readonly string[]> {
  const mounts = parseMountInfo(await read());
  const isNamed = (path: string) => folders.some((folder) => isWithin('linux', path, folder));
  const isBelow = (path: string) => folders.some((folder) => isWithin('linux', folder, path));
  return mounts.flatMap(({ path, type }) => (isRemoteType(type) && isBelow(path) && !isNamed(path) ? [path] : []));
}

/** True when all these folders are known to lie on drives of this PC; false where the system lists no mounts. */
export async function areLocal(folders: readonly string[], read = readMountInfo): Promise<boolean> {
  const mounts = parseMountInfo(await read()).toSorted((a, b) => b.path.length - a.path.length);
  return folders.every((folder) => {
    const mount = mounts.find(({ path }) => isWithin('linux', path, folder));
    return mount !== undefined && !isRemoteType(mount.type);
  });
}
