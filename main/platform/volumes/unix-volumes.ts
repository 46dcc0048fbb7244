import { posix } from 'node:path';
import type { OfferedRoot } from '../../scan/ports.ts';
import { isWithin } from '../cloud-folders.ts';
import { type MountPoint, parseMountInfo } from './mount-info.ts';
import { bareRoot, type Device, keepsFolderTimes, type Mount } from './volume.ts';

/** What a Unix tells of its drives. */
export type UnixFacts = {
  readonly homeFolder: string;
  readonly mounts: readonly Mount[];
  readonly devices: readonly Device[];
  /** Text of `/proc/self/mountinfo`; empty where there is none. */
  readonly mountInfo: string;
};

/** File systems on other machines, or on the one that plays this machine, as `df` and `mount` name them. */
const NETWORK_TYPES =
  /^(?:nfs\d?|cifs|smb\w*|ncpfs|afp\w*|afs|webdav|davfs|9p|ceph|glusterfs|lustre|beegfs\S*|virtiofs|vboxsf|vmhgfs|prl_fs|drvfs|fuse\.(?:sshfs|gvfsd-fuse|curlftpfs|davfs2?))$/i;
/** File systems that clients of cloud services make up. */
const CLOUD_TYPES = /^(?:dfsfuse\w*|fuse\.(?:rclone|onedriver|google-drive-ocamlfuse|pcloud\S*))$/i;
/** File systems on drives of this PC, whatever name their device has. */
const LOCAL_TYPES =
  /^(?:ext\d|xfs|btrfs|zfs|f2fs|jfs|reiserfs|vfat|exfat|ntfs3?|fuseblk|apfs|hfs|hfsplus|ufs|bcachefs)$/i;
/** Devices of this PC; behind the one of FUSE is a program, which may fetch the files from anywhere. */
const LOCAL_SOURCES = /^\/dev\/(?!(?:mac|osx)?fuse)/;
const OPTICAL_TYPES = /^(?:iso9660|udf|cd9660|cddafs)$/i;
/** File systems made of memory or of other files: nobody keeps mail there. */
const UNREAL_TYPES =
  /^(?:overlay|tmpfs|devtmpfs|ramfs|rootfs|squashfs|erofs|efivarfs|devfs|devpts|proc|sysfs|cgroup2?|mqueue|hugetlbfs|debugfs|tracefs|securityfs|selinuxfs|configfs|fusectl|pstore|bpf|resctrl|nfsd|fdescfs|linprocfs|linsysfs|nsfs|binfmt_misc|rpc_pipefs|autofs|nullfs|fuse\.(?:snapfuse|portal|lxcfs))$/i;
/** Places of the system itself; `/run/media` and `/run/user` hold what a person plugged in. */
const SYSTEM_PLACES =
  /^\/(?:boot|dev|proc|sys|snap|etc|usr|var\/(?:lib|snap)|private\/var|System\/Volumes|run(?!\/(?:media|user)\/))(?:\/|$)/;

/** The file systems a person may keep files on, and in any case the root and the one of their own folder. */
export function unixVolumes(facts: UnixFacts): readonly OfferedRoot[] {
  const points = pointsOf(facts);
  const home = points
    .filter(({ path }) => isWithin('linux', path, facts.homeFolder))
    .toSorted((a, b) => a.path.length - b.path.length)
    .at(-1);
  const wanted = points.filter((point) => point.path === '/' || point === home || isReal(point));
  const volumes = wanted.map((point): OfferedRoot => {
    const mount = facts.mounts.find(({ mount }) => mount === point.path);
    const device = facts.devices.find(({ mount }) => mount === point.path);
    const kind = kindOf(point, device);
    const aliasOf = originalOf(point, wanted);
    return {
      kind,
      path: point.path,
      label: device?.label || point.path,
      sizeBytes: mount?.size ?? null,
      freeBytes: mount?.available ?? null,
      isDefault: point === home || (kind === 'fixed' && aliasOf === null),
      aliasOf,
      keepsFolderTimes: keepsFolderTimes(kind, point.type),
    };
  });
  const hasRoot = volumes.some(({ path }) => path === '/');
  return (hasRoot ? volumes : [bareRoot('/'), ...volumes]).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** True unless the files of a file system are known to be kept on this PC: who makes up an unknown one may be anywhere. */
export function isRemote({ type, source }: Pick<MountPoint, 'type' | 'source'>): boolean {
  if (NETWORK_TYPES.test(type) || CLOUD_TYPES.test(type)) return true;
  return ![LOCAL_TYPES, OPTICAL_TYPES, UNREAL_TYPES].some((types) => types.test(type)) && !LOCAL_SOURCES.test(source);
}

/** The kernel's own list does not wait for a share that is gone, as `df` does, and has the second mounts that `df` leaves out. */
function pointsOf({ mounts, mountInfo }: UnixFacts): readonly MountPoint[] {
  const points = parseMountInfo(mountInfo);
  if (points.length > 0) return points;
  return mounts.map(({ fs, type, mount }) => ({ device: fs, root: '/', path: mount, type, source: fs }));
}

/** What this mount shows a second time: the same folder as it is reached through the mount that shows most of the device. */
function originalOf(point: MountPoint, points: readonly MountPoint[]): string | null {
  if (!isReal(point)) return null;
  const [original] = points
    .filter((each) => isReal(each) && each.device === point.device && isWithin('linux', each.root, point.root))
    .toSorted((a, b) => a.root.length - b.root.length || a.path.length - b.path.length);
  if (original === undefined || original === point) return null;
  return posix.join(original.path, posix.relative(original.root, point.root));
}

function kindOf(point: MountPoint, device: Device | undefined): OfferedRoot['kind'] {
  const { type, path } = point;
  if (CLOUD_TYPES.test(type)) return 'cloud';
  if (isRemote(point)) return 'network';
  if (OPTICAL_TYPES.test(type) || device?.physical === 'CD/DVD') return 'optical';
  const isPlugged = device?.removable === true || /^\/(?:media|run\/media|Volumes)\//.test(path);
  return isPlugged ? 'removable' : 'fixed';
}

function isReal({ type, path }: MountPoint): boolean {
  return !UNREAL_TYPES.test(type) && !SYSTEM_PLACES.test(path);
}
