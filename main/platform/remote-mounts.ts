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
