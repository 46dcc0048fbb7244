import { expect, test } from 'vitest';
import { parseMountInfo } from '../../../../../main/platform/volumes/mount-info.ts';

// The first two lines are the example of proc_pid_mountinfo(5), the third is from a Debian 12 (no optional field).
const TEXT = [
  '36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue',
  '40 35 98:0 / /media/old\\040mail\\134x rw shared:2 master:3 - ext3 /dev/root rw',
  '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard',
].join('\n');

test('any number of optional fields is passed over, spaces are as in the path', () => {
  expect(parseMountInfo(TEXT)).toEqual([
    { device: '98:0', root: '/mnt1', path: '/mnt2', type: 'ext3', source: '/dev/root' },
    { device: '98:0', root: '/', path: '/media/old mail\\x', type: 'ext3', source: '/dev/root' },
    { device: '254:0', root: '/', path: '/', type: 'ext4', source: '/dev/vda' },
  ]);
});

test('of two mounts on one path the later is seen', () => {
  const text = '1 0 8:1 / /mnt rw - ext4 /dev/a rw\n2 1 8:2 / /mnt rw - ext4 /dev/b rw\n';
  expect(parseMountInfo(text).map(({ source }) => source)).toEqual(['/dev/b']);
});

test.each(['', 'no mount info at all', '36 35 98:0 / /mnt rw ext3 /dev/root rw'])('nothing is found in %j', (text) => {
  expect(parseMountInfo(text)).toEqual([]);
});
