import { describe, expect, test } from 'vitest';
import { isRemote, type UnixFacts, unixVolumes } from '../../../../../main/platform/volumes/unix-volumes.ts';

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
      {
        kind: 'fixed',
        path: '/',
        label: '/',
        sizeBytes: 1000,
        freeBytes: 400,
        isDefault: true,
        aliasOf: null,
        keepsFolderTimes: true,
      },
      {
        kind: 'network',
        path: '/mnt/mail',
        label: '/mnt/mail',
        sizeBytes: null,
        freeBytes: null,
        isDefault: false,
        aliasOf: null,
        keepsFolderTimes: false,
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

describe('by type and source', () => {
  test.each([
    ['ext4', '/dev/sdb1', '+ fixed', true],
    ['zfs', 'tank/mail', '+ fixed', true],
    ['APFS', '/dev/disk3s1', '+ fixed', true],
    ['HFS', '/dev/disk4s1', '+ fixed', true],
    ['hfsplus', '/dev/sdb1', '+ fixed', true],
    ['ntfs3', '/dev/sdb1', '+ fixed', true],
    ['fuseblk', '/dev/sdb1', '+ fixed', false],
    ['vfat', '/dev/sdb1', '+ fixed', false],
    ['newfs', '/dev/sdb1', '+ fixed', false],
    ['newfs', 'somewhere', '- network', false],
    ['fuse.mergerfs', 'a:b', '- network', false],
    ['fuse.unknown', '/dev/fuse', '- network', false],
    ['macfuse', '/dev/macfuse0', '- network', false],
    ['virtiofs', '/dev/root', '- network', false],
    ['vboxsf', 'mail', '- network', false],
    ['fuse.vmhgfs-fuse', 'vmhgfs-fuse', '- network', false],
    ['beegfs', 'beegfs_nodev', '- network', false],
    ['nfs4', 'nas:/mail', '- network', false],
    ['fuse.rclone', 'gd:', '- cloud', false],
    ['udf', '/dev/sr0', '- optical', false],
  ])('%s of %s: %s; it notes changes in the times of folders: %j', (type, source, expected, keeps) => {
    const mountInfo = [point('8:2', '/', '/'), `1 0 0:50 / /data rw - ${type} ${source} rw`].join('\n');
    const data = unixVolumes({ ...FACTS, mountInfo }).find(({ path }) => path === '/data');
    expect(`${data?.isDefault ? '+' : '-'} ${data?.kind}`).toBe(expected);
    expect(data?.keepsFolderTimes).toBe(keeps);
    expect(isRemote({ type, source })).toBe(/network|cloud/.test(expected));
  });

  test('the root of a container is a drive of this PC, an unknown home is looked in', () => {
    const mountInfo = ['1 0 0:9 / / rw - overlay overlay rw', '2 1 0:10 / /home rw - fuse.new new rw'].join('\n');
    expect(list({ mountInfo })).toEqual(['+ fixed /', '+ network /home']);
  });

  test.each(['proc', 'sysfs', 'tmpfs', 'debugfs', 'overlay', 'fuse.snapfuse'])('%s is not remote', (type) => {
    expect(isRemote({ type, source: type })).toBe(false);
  });
});
