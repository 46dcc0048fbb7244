import type { Systeminformation } from 'systeminformation';
import type { OfferedRoot } from '../../scan/ports.ts';

/** A file system in use, as `fsSize` of systeminformation tells it; drives without a medium are not among them. */
export type Mount = Pick<Systeminformation.FsSizeData, 'fs' | 'type' | 'size' | 'available' | 'mount'>;

/** A drive, as `blockDevices` of systeminformation tells it. */
export type Device = Pick<Systeminformation.BlockDevicesData, 'mount' | 'label' | 'physical' | 'removable' | 'fsType'>;

/** A place nothing more is known about. */
export function bareRoot(path: string, kind: OfferedRoot['kind'] = 'fixed'): OfferedRoot {
  return {
    kind,
    path,
    label: path,
    sizeBytes: null,
    freeBytes: null,
    isDefault: true,
    aliasOf: null,
    keepsFolderTimes: false,
  };
}

/** File systems that note in a folder's time each change of its names, as Windows, macOS, `df` and the kernel name them. */
const FOLDER_TIME_TYPES = /^(?:ntfs3?|refs|apfs|hfs(?:\+|plus)?|ext[234]|xfs|btrfs|zfs|f2fs)$/i;

/** Whether a place of this kind and file system notes changes in a folder's time. Of a share only the other machine knows. */
export function keepsFolderTimes(kind: OfferedRoot['kind'], type: string): boolean {
  return kind !== 'network' && kind !== 'cloud' && FOLDER_TIME_TYPES.test(type);
}
