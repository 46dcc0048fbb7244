import { describe, expect, test } from 'vitest';
import { type UnixFacts, unixVolumes } from '../../../../../main/platform/volumes/unix-volumes.ts';

const FACTS: UnixFacts = { homeFolder: '/home/anna', mounts: [], devices: [], mountInfo: '' };
const mount = (fs: string, type: string, path: string) => ({ fs, type, mount: path, size: 1000, available: 400 });
const device = (path: string, facts = {}) => ({
  mount: path,
  label: '',
  physical: '',
  removable: false,
  fsType: '',
  ...facts,
});
const point = (number: string, root: string, path: string, type = 'ext4') =>
  `1 0 ${number} ${root} ${path} rw - ${type} /dev/${number} rw`;

const list = (facts: Partial<UnixFacts>) =>
  unixVolumes({ ...FACTS, ...facts }).map(
    ({ kind, path, isDefault, aliasOf }) =>
      `${isDefault ? '+' : '-'} ${kind} ${path}${aliasOf === null ? '' : ` = ${aliasOf}`}`,
  );

describe('by what df says', () => {
  test('fixed drives are looked in, the others are listed and off', () => {
    const mounts = [
      mount('/dev/sda2', 'ext4', '/'),
      mount('/dev/sdb1', 'exfat', '/run/media/anna/STICK'),
      mount('/dev/sdc1', 'ext4', '/mnt/disk'),
      mount('/dev/sr0', 'iso9660', '/media/cdrom0'),
      mount('/dev/sr1', 'udf', '/mnt/dvd'),
      mount('nas:/mail', 'nfs4', '/mnt/mail'),
      mount('drivers', '9p', '/mnt/c'),
      mount('gdrive:', 'fuse.rclone', '/home/anna/Drive'),
    ];
    expect(list({ mounts, devices: [device('/mnt/disk', { removable: true })] })).toEqual(
      [
        '+ fixed /',
        '- cloud /home/anna/Drive',
        '- network /mnt/c',
        '- removable /mnt/disk',
        '- optical /mnt/dvd',
        '- network /mnt/mail',
        '- optical /media/cdrom0',
        '- removable /run/media/anna/STICK',
      ].toSorted((a, b) => ((a.split(' ')[2] ?? '') < (b.split(' ')[2] ?? '') ? -1 : 1)),
    );
  });

  test('a device that is mounted twice is looked in once', () => {
    const mounts = [
      mount('/dev/sda2', 'ext4', '/'),
      mount('/dev/sdb1', 'ext4', '/srv/data'),
      mount('/dev/sdb1', 'ext4', '/data'),
    ];
    expect(list({ mounts })).toEqual(['+ fixed /', '+ fixed /data', '- fixed /srv/data = /data']);
  });

  test('the drive of the home folder is looked in, also when it is a share', () => {
    const mounts = [mount('/dev/sda2', 'ext4', '/'), mount('nas:/home', 'nfs4', '/home')];
    expect(list({ mounts })).toEqual(['+ fixed /', '+ network /home']);
  });
});

describe('by the mounts of the kernel', () => {
  test('a bind mount is a second name of the folder it shows', () => {
    const mountInfo = [point('8:2', '/', '/'), point('8:3', '/', '/data'), point('8:3', '/mail', '/srv/mail')].join(
      '\n',
    );
    expect(list({ mountInfo })).toEqual(['+ fixed /', '+ fixed /data', '- fixed /srv/mail = /data/mail']);
  });

  test('subvolumes of one device are places of their own', () => {
    const mountInfo = [point('0:25', '/@', '/', 'btrfs'), point('0:25', '/@home', '/home', 'btrfs')].join('\n');
    expect(list({ mountInfo })).toEqual(['+ fixed /', '+ fixed /home']);
  });

  test('a share that does not answer does not hide the drives; sizes come from df where it did', () => {
    const mountInfo = [point('8:2', '/', '/'), point('0:50', '/', '/mnt/mail', 'nfs4')].join('\n');
    expect(unixVolumes({ ...FACTS, mountInfo, mounts: [mount('/dev/sda2', 'ext4', '/')] })).toEqual([
      { kind: 'fixed', path: '/', label: '/', sizeBytes: 1000, freeBytes: 400, isDefault: true, aliasOf: null },
      {
        kind: 'network',
        path: '/mnt/mail',
        label: '/mnt/mail',
        sizeBytes: null,
        freeBytes: null,
        isDefault: false,
        aliasOf: null,
      },
    ]);
  });

  test('what the system mounts for itself is not offered', () => {
    const mountInfo = [
      point('8:2', '/', '/'),
      point('0:21', '/', '/proc', 'proc'),
      point('0:23', '/', '/tmp', 'tmpfs'),
      point('0:30', '/', '/run/user/1000/doc', 'fuse.portal'),
      point('8:2', '/var/lib/x', '/etc/resolv.conf'),
      point('0:31', '/', '/mnt/auto', 'autofs'),
    ].join('\n');
    expect(list({ mountInfo })).toEqual(['+ fixed /']);
  });
});
