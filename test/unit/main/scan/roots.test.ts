import { expect, test } from 'vitest';
import type { OfferedRoot } from '../../../../main/scan/ports.ts';
import { createRoots } from '../../../../main/scan/roots.ts';
import { ScanRoot } from '../../../../preload/contract/index.ts';

const DRIVE: OfferedRoot = {
  kind: 'fixed',
  path: '/',
  label: 'Disk',
  sizeBytes: 100,
  freeBytes: 40,
  isDefault: true,
  aliasOf: null,
  keepsFolderTimes: true,
};
const STICK: OfferedRoot = { ...DRIVE, kind: 'removable', path: '/media/stick', label: 'Stick', isDefault: false };
const never = () => null;

test('drives keep their ids while they come and go', async () => {
  let volumes: OfferedRoot[] = [DRIVE, STICK];
  const roots = createRoots({ list: async () => volumes }, never);
  expect(roots.list()).toEqual([]);
  await roots.refresh();
  const [drive, stick] = roots.list();
  volumes = [{ ...DRIVE, freeBytes: 39 }];
  await roots.refresh();
  expect(roots.list()).toEqual([{ ...drive, freeBytes: 39 }]);
  expect(roots.get(drive?.id ?? '')).toEqual({ ...drive, freeBytes: 39 });
  expect(roots.get(stick?.id ?? '')).toEqual(stick);
});

test('a folder is added once, after the drives', async () => {
  const roots = createRoots({ list: async () => [DRIVE] }, never);
  const folder = roots.addFolder('/home/anna/Old mail', 'folder');
  expect(roots.addFolder('/home/anna/Old mail', 'folder')).toEqual(folder);
  expect(ScanRoot.parse(folder)).toMatchObject({ kind: 'folder', label: 'Old mail', sizeBytes: null, isDefault: true });
  await roots.refresh();
  expect(roots.list().map(({ path }) => path)).toEqual(['/', '/home/anna/Old mail']);
  expect(roots.get(folder.id)).toEqual(folder);
});

test('a place tells when it was scanned last, as of now', async () => {
  let at: string | null = null;
  const roots = createRoots({ list: async () => [DRIVE] }, (path) => (path === '/' ? at : null));
  await roots.refresh();
  expect(roots.list()[0]?.lastScanned).toBeNull();
  at = '2026-03-01T12:00:00.000Z';
  expect(roots.list()[0]?.lastScanned).toBe(at);
});

test('only of a drive that keeps the times of its folders it says so, and not in what the window gets', async () => {
  const roots = createRoots({ list: async () => [DRIVE, { ...STICK, keepsFolderTimes: false }] }, never);
  await roots.refresh();
  roots.addFolder('/home/anna/Old mail', 'folder');
  expect(roots.list().map(({ id, path }) => `${path} ${roots.keepsFolderTimes(id)}`)).toEqual([
    '/ true',
    '/media/stick false',
    '/home/anna/Old mail false',
  ]);
  expect(roots.list().filter((root) => 'keepsFolderTimes' in root)).toEqual([]);
});

test('a forged id leads nowhere', () => {
  const roots = createRoots({ list: async () => [DRIVE] }, never);
  expect([roots.get('../etc'), roots.keepsFolderTimes('../etc')]).toEqual([null, false]);
});
