import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { areLocal, listRemoteMounts } from '../../../../main/platform/remote-mounts.ts';

const MOUNTS = [
  '23 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
  '40 23 0:35 / /mnt/nas rw - nfs4 server:/export rw',
  '41 23 0:36 / /home/ann/server rw - fuse.sshfs ann@server: rw',
  '42 23 8:17 / /media/ann/stick rw - vfat /dev/sdb1 rw',
].join('\n');

const LINKS: Readonly<Record<string, string | null>> = {
  '/home/ann/nas': '/mnt/nas/mail',
  '/srv/all': '/mnt',
  '/srv/hung': null,
};
const options = {
  readMountInfo: async () => MOUNTS,
  resolveLinks: async (path: string) => (path in LINKS ? (LINKS[path] ?? null) : path),
};
const nothing = { readMountInfo: async () => '' };

const list = (...folders: string[]) => listRemoteMounts(folders, options);

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
  expect(await listRemoteMounts(['/'], nothing)).toEqual([]);
});

test.each([
  [['/home/ann'], true],
  [['/home/ann', '/media/ann/stick'], true],
  [['/home/ann', '/home/ann/server/mail'], false],
  [['/mnt/nas'], false],
  [['/home/ann/nas'], false],
  [['/srv/all'], true],
  [['/srv/hung'], false],
])('%j is local: %j', async (folders, expected) => {
  expect(await areLocal(folders, options)).toBe(expected);
});

test('where the system lists no mounts nothing is known to be local', async () => {
  expect(await areLocal(['/'], nothing)).toBe(false);
});

test('behind a link, drives are told by the path at which a walk meets them', async () => {
  expect(await list('/srv/all')).toEqual(['/srv/all/nas']);
  expect(await list('/srv/all', '/mnt')).toEqual(['/srv/all/nas', '/mnt/nas']);
  expect(await list('/', '/home/ann/nas')).toEqual(['/home/ann/server']);
});

test('a share is not asked where its links lead', async () => {
  const asked: string[] = [];
  const resolveLinks = async (path: string) => {
    asked.push(path);
    return path;
  };
  await areLocal(['/mnt/nas/mail', '/home/ann'], { ...options, resolveLinks });
  expect(asked).toEqual(['/home/ann']);
});

test.skipIf(process.platform === 'win32')(
  'links of this PC are followed; a path that is not there stays what it is',
  async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mounts-')));
    const link = join(folder, 'link');
    symlinkSync('/', link);
    const readMountInfo = async () => `${MOUNTS}\n43 23 0:37 / ${folder}/no rw - nfs4 server:/x rw`;
    expect(await listRemoteMounts([link], { readMountInfo })).toContain(`${link}/mnt/nas`);
    expect(await areLocal([`${folder}/no/x`], { readMountInfo })).toBe(false);
    expect(await areLocal([`${folder}/gone`], { readMountInfo })).toBe(true);
    rmSync(folder, { recursive: true });
  },
);
