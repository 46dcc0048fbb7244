import { expect, test } from 'vitest';
import type { Volumes } from '../../../../main/scan/ports.ts';
import { createRoots } from '../../../../main/scan/roots.ts';
import { ScanRoot } from '../../../../preload/contract/index.ts';

type Volume = Awaited<ReturnType<Volumes['list']>>[number];
const DRIVE: Volume = { kind: 'fixed', path: '/', label: 'Disk', sizeBytes: 100, freeBytes: 40 };
const STICK: Volume = { kind: 'removable', path: '/media/stick', label: 'Stick', sizeBytes: 10, freeBytes: 1 };

test('drives keep their ids while they come and go', async () => {
  let volumes: Volume[] = [DRIVE, STICK];
  const roots = createRoots({ list: async () => volumes });
  const [drive, stick] = await roots.list();
  volumes = [{ ...DRIVE, freeBytes: 39 }];
  const later = await roots.list();
  expect(later).toEqual([{ ...drive, freeBytes: 39 }]);
  expect(roots.get(drive?.id ?? '')).toEqual({ ...drive, freeBytes: 39 });
  expect(roots.get(stick?.id ?? '')).toEqual(stick);
});

test('a folder is added once, after the drives', async () => {
  const roots = createRoots({ list: async () => [DRIVE] });
  const folder = roots.addFolder('/home/anna/Old mail', 'folder');
  expect(roots.addFolder('/home/anna/Old mail', 'folder')).toBe(folder);
  expect(ScanRoot.parse(folder)).toMatchObject({ kind: 'folder', label: 'Old mail', sizeBytes: null });
  expect((await roots.list()).map(({ path }) => path)).toEqual(['/', '/home/anna/Old mail']);
  expect(roots.get(folder.id)).toEqual(folder);
});

test('a forged id leads nowhere', () => {
  expect(createRoots({ list: async () => [DRIVE] }).get('../etc')).toBeNull();
});
