import type { Systeminformation } from 'systeminformation';
import type { OfferedRoot } from '../../scan/ports.ts';

/** A file system in use, as `fsSize` of systeminformation tells it; drives without a medium are not among them. */
export type Mount = Pick<Systeminformation.FsSizeData, 'fs' | 'type' | 'size' | 'available' | 'mount'>;

/** A drive, as `blockDevices` of systeminformation tells it. */
export type Device = Pick<Systeminformation.BlockDevicesData, 'mount' | 'label' | 'physical' | 'removable' | 'fsType'>;

/** A place nothing more is known about. */
export function bareRoot(path: string, kind: OfferedRoot['kind'] = 'fixed'): OfferedRoot {
  return { kind, path, label: path, sizeBytes: null, freeBytes: null, isDefault: true, aliasOf: null };
}
