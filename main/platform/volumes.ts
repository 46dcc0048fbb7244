import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { blockDevices, fsSize, type Systeminformation } from 'systeminformation';
import type { ScanRoot } from '../../preload/contract/index.ts';
import type { Volumes } from '../scan/ports.ts';

type Volume = Omit<ScanRoot, 'id'>;
type Mount = Pick<Systeminformation.FsSizeData, 'fs' | 'type' | 'size' | 'available' | 'mount'>;
type Device = Pick<Systeminformation.BlockDevicesData, 'mount' | 'label' | 'physical' | 'removable'>;

/** What the drives are asked of; all of it can be replaced. */
export type VolumesOptions = {
  readonly listMounts?: () => Promise<readonly Mount[]>;
  readonly listDevices?: () => Promise<readonly Device[]>;
  readonly platform?: NodeJS.Platform;
  readonly homeFolder?: string;
  readonly timeoutMs?: number;
};

/** The window waits for this answer. A dead network drive can hold up the system's own tools for minutes. */
const TIMEOUT_MS = 3000;

/** File systems on other machines, as `df` and `mount` name them. */
const NETWORK_TYPES =
  /^(?:nfs\d?|cifs|smb\w*|afp\w*|webdav|davfs|9p|ceph|glusterfs|fuse\.(?:sshfs|rclone|gvfsd-fuse))$/i;
/** File systems made of memory or of other files: nobody keeps mail there. */
const UNREAL_TYPES =
  /^(?:overlay|tmpfs|devtmpfs|ramfs|squashfs|iso9660|efivarfs|devfs|autofs|nullfs|fuse\.(?:snapfuse|portal))$/i;
/** Places of the system itself; `/run/media` and `/run/user` hold what a person plugged in. */
const SYSTEM_PLACES =
  /^\/(?:boot|dev|proc|sys|snap|etc|usr|var\/(?:lib|snap)|private\/var|System\/Volumes|run(?!\/(?:media|user)\/))(?:\/|$)/;

/**
 * The drives of this PC. Always offers the file system's root and the drive of the person's own folder; nothing but the
 * root when the system does not answer within `timeoutMs`.
 */
export function createVolumes(options: VolumesOptions = {}): Volumes {
  const { platform = process.platform, homeFolder = homedir(), timeoutMs = TIMEOUT_MS } = options;
  const { listMounts = () => fsSize(), listDevices = () => blockDevices() } = options;
  return {
    list: async () => {
      const [mounts, devices] = await Promise.all([
        orNothing<Mount>(listMounts, timeoutMs),
        orNothing<Device>(listDevices, timeoutMs),
      ]);
      const context = { platform, homeFolder, devices };
      return platform === 'win32' ? windowsVolumes(mounts, context) : unixVolumes(mounts, context);
    },
  };
}

type Context = {
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly devices: readonly Device[];
};

function windowsVolumes(mounts: readonly Mount[], { homeFolder, devices }: Context): readonly Volume[] {
  const root = win32.parse(homeFolder).root || 'C:\\';
  const volumes = mounts.map((mount): Volume => {
    // A bare `D:` means "the folder last used on D".
    const path = /^[a-z]:$/i.test(mount.mount) ? `${mount.mount}\\` : mount.mount;
    const device = devices.find((each) => each.mount === mount.mount);
    return volumeOf(mount, { path, kind: windowsKind(device, samePath(path, root)), label: device?.label ?? '' });
  });
  return volumes.some(({ path }) => samePath(path, root)) ? volumes : [bareRoot(root), ...volumes];
}

/** A drive the system says nothing about is not taken for a fixed one: it would be scanned without being asked for. */
function windowsKind(device: Device | undefined, isHome: boolean): Volume['kind'] {
  if (device?.physical === 'Network') return 'network';
  return device?.physical === 'Local' || isHome ? 'fixed' : 'removable';
}

function unixVolumes(mounts: readonly Mount[], { homeFolder, devices }: Context): readonly Volume[] {
  const home = mounts
    .filter(({ mount }) => holds(mount, homeFolder))
    .sort(byLength)
    .at(-1);
  const firstOfDevice = new Map<string, Mount>();
  for (const mount of mounts.toSorted(byLength)) {
    // The same device again is a second view of what is offered already.
    if (!firstOfDevice.has(mount.fs) && isReal(mount)) firstOfDevice.set(mount.fs, mount);
  }
  const wanted = new Set([
    ...firstOfDevice.values(),
    ...mounts.filter((mount) => mount.mount === '/' || mount === home),
  ]);
  const volumes = [...wanted].map((mount): Volume => {
    const device = devices.find((each) => each.mount === mount.mount);
    return volumeOf(mount, { path: mount.mount, kind: unixKind(mount, device), label: device?.label ?? '' });
  });
  const hasRoot = volumes.some(({ path }) => path === '/');
  return (hasRoot ? volumes : [bareRoot('/'), ...volumes]).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function unixKind(mount: Mount, device: Device | undefined): Volume['kind'] {
  if (NETWORK_TYPES.test(mount.type)) return 'network';
  const isPlugged = device?.removable === true || /^\/(?:media|run\/media|Volumes)\//.test(mount.mount);
  return isPlugged ? 'removable' : 'fixed';
}

function isReal({ type, mount }: Mount): boolean {
  return !UNREAL_TYPES.test(type) && !SYSTEM_PLACES.test(mount);
}

function holds(mount: string, path: string): boolean {
  const relative = posix.relative(mount, path);
  return relative === '' || !/^\.\.(?:\/|$)/.test(relative);
}

function byLength(a: Mount, b: Mount): number {
  return a.mount.length - b.mount.length;
}

function samePath(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function volumeOf(mount: Mount, { path, kind, label }: Pick<Volume, 'path' | 'kind' | 'label'>): Volume {
  return { kind, path, label: label || path, sizeBytes: mount.size, freeBytes: mount.available };
}

function bareRoot(path: string): Volume {
  return { kind: 'fixed', path, label: path, sizeBytes: null, freeBytes: null };
}

/** What the system answers, or nothing when it fails or is silent for too long: the root is offered in any case. */
async function orNothing<T>(ask: () => Promise<readonly T[]>, timeoutMs: number): Promise<readonly T[]> {
  const { promise, resolve } = deferred<readonly T[]>();
  const timer = setTimeout(() => resolve([]), timeoutMs);
  try {
    return await Promise.race([ask(), promise]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

/** `Promise.withResolvers`, which the oldest Node we run on does not have. */
function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((give) => {
    resolve = give;
  });
  return { promise, resolve };
}
