import { expect, test } from 'vitest';
import { areLocal, listRemoteMounts } from '../../../../main/platform/remote-mounts.ts';

const MOUNTS = [
  '23 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
  '40 23 0:35 / /mnt/nas rw - nfs4 server:/export rw',
  '41 23 0:36 / /home/ann/server rw - fuse.sshfs ann@server: rw',
  '42 23 8:17 / /media/ann/stick rw - vfat /dev/sdb1 rw',
].join('\n');

const list = (...folders: string[]) => listRemoteMounts(folders, async () => MOUNTS);

test('network drives below a folder are told, other drives are not', async () => {
  expect(await list('/')).toEqual(['/mnt/nas', '/home/ann/server']);
  expect(await list('/home/ann', '/media')).toEqual(['/home/ann/server']);
  expect(await list('/home/annette')).toEqual([]);
});

test('one that was named itself, or holds a folder that was, may be looked in', async () => {
  expect(await list('/', '/mnt/nas')).toEqual(['/home/ann/server']);
  expect(await list('/mnt/nas/mail', '/')).toEqual(['/home/ann/server']);
});

test('where the system lists no mounts there are none', async () => {
  expect(await listRemoteMounts(['/'], async () => '')).toEqual([]);
});

test.each([
  [['/home/ann'], true],
  [['/home/ann', '/media/ann/stick'], true],
  [['/home/ann', '/home/ann/server/mail'], false],
  [['/mnt/nas'], false],
])('%j is local: %j', async (folders, expected) => {
  expect(await areLocal(folders, async () => MOUNTS)).toBe(expected);
});

test('where the system lists no mounts nothing is known to be local', async () => {
  expect(await areLocal(['/'], async () => '')).toBe(false);
});
