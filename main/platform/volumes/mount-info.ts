import { readFile } from 'node:fs/promises';

/** One line of `/proc/self/mountinfo`. */
export type MountPoint = {
  /** The same for all mounts of one file system. */
  readonly device: string;
  /** Folder of the file system that is seen at `path`; `/` for all of it. */
  readonly root: string;
  readonly path: string;
  readonly type: string;
  /** Device file or share. */
  readonly source: string;
};

/**
 * The mounts in the text of `/proc/self/mountinfo`, of several on one path the one that is seen.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 */
export function parseMountInfo(text: string): readonly MountPoint[] {
  const byPath = new Map<string, MountPoint>();
  for (const line of text.split('\n')) {
    const [, , device, root, path, ...rest] = line.split(' ').map(unescapeSpace);
    // Any number of optional fields stands before the dash.
    const [type, source] = rest.slice(rest.indexOf('-') + 1);
    if (device === undefined || root === undefined || path === undefined) continue;
    if (type === undefined || source === undefined || !rest.includes('-')) continue;
    byPath.set(path, { device, root, path, type, source });
  }
  return [...byPath.values()];
}

function unescapeSpace(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** The text `parseMountInfo` takes; empty on systems without one. */
export function readMountInfo(): Promise<string> {
  return readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
}
