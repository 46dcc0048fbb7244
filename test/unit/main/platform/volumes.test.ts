import { describe, expect, test } from 'vitest';
import { createVolumes, type VolumesOptions } from '../../../../main/platform/volumes.ts';

type Mounts = Awaited<ReturnType<NonNullable<VolumesOptions['listMounts']>>>;
type Devices = Awaited<ReturnType<NonNullable<VolumesOptions['listDevices']>>>;

const mount = (fs: string, type: string, path: string) => ({ fs, type, mount: path, size: 1000, available: 400 });
const device = (path: string, label: string, facts = {}) => ({
  mount: path,
  label,
  physical: '',
  removable: false,
  ...facts,
});

async function list(mounts: Mounts, devices: Devices, options: VolumesOptions = {}): Promise<string[]> {
  const defaults = { platform: 'linux', homeFolder: '/home/anna', timeoutMs: 3000 } as const;
  const asked = { listMounts: async () => mounts, listDevices: async () => devices };
  const volumes = await createVolumes({ ...defaults, ...asked, ...options }).list();
  return volumes.map(({ kind, path, label }) => `${kind} ${path} ${label}`);
}

describe('on Linux', () => {
  test('real drives are offered, what the system mounts for itself is not', async () => {
    const mounts = [
      mount('/dev/sda2', 'ext4', '/'),
      mount('/dev/sda1', 'vfat', '/boot/efi'),
      mount('tmpfs', 'tmpfs', '/run'),
      mount('/dev/loop3', 'squashfs', '/snap/core/1'),
      mount('overlay', 'overlay', '/var/lib/docker/overlay2/x/merged'),
      mount('/dev/sda2', 'ext4', '/etc/hosts'),
      mount('/dev/sda3', 'ext4', '/home'),
      mount('/dev/sdb1', 'exfat', '/run/media/anna/STICK'),
      mount('nas:/mail', 'nfs4', '/mnt/mail'),
    ];
    const devices = [device('/', 'System'), device('/run/media/anna/STICK', 'STICK', { removable: true })];
    expect(await list(mounts, devices)).toEqual([
      'fixed / System',
      'fixed /home /home',
      'network /mnt/mail /mnt/mail',
      'removable /run/media/anna/STICK STICK',
    ]);
  });

  test('the root and the home folder are offered even where nothing is a real drive', async () => {
    const mounts = [
      mount('overlay', 'overlay', '/'),
      mount('tmpfs', 'tmpfs', '/home'),
      mount('tmpfs', 'tmpfs', '/tmp'),
    ];
    expect(await list(mounts, [])).toEqual(['fixed / /', 'fixed /home /home']);
  });

  test('a folder whose name only begins like a mount does not lie on it', async () => {
    const mounts = [mount('a', 'ext4', '/'), mount('tmpfs', 'tmpfs', '/home/an')];
    expect(await list(mounts, [])).toEqual(['fixed / /']);
  });
});

describe('on Windows', () => {
  const windows = { platform: 'win32', homeFolder: 'C:\\Users\\Anna' } as const;

  test('drives have the kind Windows gives them and a path from their top', async () => {
    const mounts = ['C:', 'D:', 'E:', 'Z:'].map((path) => mount(path, 'NTFS', path));
    const devices = [
      device('C:', '', { physical: 'Local' }),
      device('D:', 'Data', { physical: 'Local' }),
      device('E:', 'STICK', { physical: 'Removable' }),
      device('Z:', 'mail', { physical: 'Network' }),
    ];
    expect(await list(mounts, devices, windows)).toEqual([
      'fixed C:\\ C:\\',
      'fixed D:\\ Data',
      'removable E:\\ STICK',
      'network Z:\\ mail',
    ]);
  });

  test('a drive nothing is known about is not scanned unasked, the own one is', async () => {
    const mounts = [mount('C:', 'NTFS', 'C:'), mount('Z:', 'NTFS', 'Z:')];
    expect(await list(mounts, [], windows)).toEqual(['fixed C:\\ C:\\', 'removable Z:\\ Z:\\']);
  });
});

describe('when the system does not answer', () => {
  const silent = () => new Promise<never>(() => undefined);
  const failing = () => Promise.reject(new Error('no such tool'));

  test.each([
    ['silent', silent],
    ['failing', failing],
  ])('%s: the root is offered', async (_, ask) => {
    const options = { listMounts: ask, listDevices: ask, timeoutMs: 1 };
    expect(await createVolumes({ ...options, platform: 'linux' }).list()).toEqual([
      { kind: 'fixed', path: '/', label: '/', sizeBytes: null, freeBytes: null },
    ]);
    expect(await list([], [], { ...options, platform: 'win32', homeFolder: 'D:\\Anna' })).toEqual(['fixed D:\\ D:\\']);
  });

  test('half an answer is used', async () => {
    expect(await list([mount('a', 'ext4', '/')], [], { listDevices: silent, timeoutMs: 1 })).toEqual(['fixed / /']);
  });
});

test('the drives of this PC hold at least its root', async () => {
  expect((await createVolumes().list()).some(({ kind }) => kind === 'fixed')).toBe(true);
});
