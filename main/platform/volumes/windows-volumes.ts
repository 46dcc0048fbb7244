import { win32 } from 'node:path';
import type { OfferedRoot } from '../../scan/ports.ts';
import { bareRoot, type Device, keepsFolderTimes, type Mount } from './volume.ts';

/** What Windows tells of its drives. */
export type WindowsFacts = {
  readonly homeFolder: string;
  readonly mounts: readonly Mount[];
  readonly devices: readonly Device[];
  /** Output of `subst.exe`. */
  readonly subst: string;
  /** Output of `net.exe use`. */
  readonly netUse: string;
};

/** Labels of the drives that cloud clients make up; Windows takes them for fixed ones. */
const CLOUD_LABELS = /^(?:Google ?Drive|Google Drive File Stream|pCloud Drive)\b/i;

/** The drives of Windows by letter, and the drive of the person's own folder in any case. */
export function windowsVolumes(facts: WindowsFacts): readonly OfferedRoot[] {
  const home = win32.parse(facts.homeFolder).root || 'C:\\';
  const substituted = parseSubst(facts.subst);
  const shares = parseNetUse(facts.netUse);
  const volumes = drivesOf(facts)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map((drive, index, all): OfferedRoot => {
      const isHome = samePath(drive.path, home);
      const kind = kindOf(drive, isHome);
      const share = shares.get(drive.path);
      const first = all.slice(0, index).find(({ path }) => share && samePath(shares.get(path) ?? '', share));
      const aliasOf = substituted.get(drive.path) ?? first?.path ?? null;
      return {
        kind,
        path: drive.path,
        label: drive.device?.label || share || drive.path,
        sizeBytes: drive.mount?.size ?? null,
        freeBytes: drive.mount?.available ?? null,
        isDefault: isHome || (kind === 'fixed' && aliasOf === null),
        aliasOf,
        keepsFolderTimes: keepsFolderTimes(kind, drive.mount?.type || drive.device?.fsType || ''),
      };
    });
  if (volumes.some(({ path }) => samePath(path, home))) return volumes;
  return [bareRoot(home, home.startsWith('\\\\') ? 'network' : 'fixed'), ...volumes];
}

type Drive = { readonly path: string; readonly mount: Mount | undefined; readonly device: Device | undefined };

function drivesOf({ mounts, devices }: WindowsFacts): readonly Drive[] {
  const names = new Set([...mounts.map(({ mount }) => mount), ...devices.filter(isUsable).map(({ mount }) => mount)]);
  return [...names].map((name) => ({
    // A bare `D:` means "the folder last used on D".
    path: /^[a-z]:$/i.test(name) ? `${name.toUpperCase()}\\` : name,
    mount: mounts.find(({ mount }) => mount === name),
    device: devices.find(({ mount }) => mount === name),
  }));
}

/** Without a medium a drive has no size and is not offered; a share that is out of reach just now is. */
function isUsable({ mount, physical }: Device): boolean {
  return mount !== '' && physical === 'Network';
}

/** A drive the system says nothing about is not taken for a fixed one: it would be scanned without being asked for. */
function kindOf({ device }: Drive, isHome: boolean): OfferedRoot['kind'] {
  if (device?.physical === 'Network') return 'network';
  if (device?.physical === 'CD/DVD') return 'optical';
  if (isHome) return 'fixed';
  if (device?.physical !== 'Local') return 'removable';
  return CLOUD_LABELS.test(device.label) ? 'cloud' : 'fixed';
}

/** What stands behind the drives that `subst` made, by their top folder. A share is printed as `UNC\server\share`. */
export function parseSubst(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^([A-Z]):\\: => (.+?)\r?$/gim);
  return new Map(
    [...lines].map(([, letter = '', target = '']) => [
      `${letter.toUpperCase()}:\\`,
      target.replace(/^UNC\\/i, '\\\\').replace(/^[A-Z]:$/i, '$&\\'),
    ]),
  );
}

/**
 * The shares behind the mapped drives, by their top folder. Words of `net use` are in the language of Windows; its lines are
 * recognised by the letter and the share, and the name of the network follows after a gap or, when the share is long, on the
 * next line.
 */
export function parseNetUse(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/(?:^|\s)([A-Z]):\s+(\\\\\S.*?)(?: {2,}.*)?\s*$/gim);
  return new Map([...lines].map(([, letter = '', share = '']) => [`${letter.toUpperCase()}:\\`, share]));
}

function samePath(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
