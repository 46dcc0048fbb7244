import { describe, expect, test } from 'vitest';
import type { DirectoryEntry, FolderVisitor, SweepTask } from '../../../../main/scan/ports.ts';
import { sweepFolders } from '../../../../main/scan/sweep.ts';

type Listing = readonly (readonly [name: string, kind: DirectoryEntry['kind']])[] | string;

/** A disk in memory; text is the error a folder fails with. */
function diskOf(folders: Record<string, Listing>, busyMs: () => number | null = () => null): FolderVisitor {
  return {
    join: (folder, name) => `${folder}/${name}`,
    readBusyMs: busyMs,
    visitFolder: (path, visit) => {
      const listing = folders[path] ?? 'ENOENT';
      if (typeof listing === 'string') throw Object.assign(new Error(listing), { code: listing });
      for (const [name, kind] of listing) visit(name, kind);
    },
  };
}

const taskOf = (folders: readonly string[], change: Partial<SweepTask> = {}): SweepTask => ({
  folders,
  rules: { roots: ['/top'], platform: 'linux' },
  budgetMs: 1000,
  ...change,
});

describe('a sweep', () => {
  test('goes through all that is below and sums up what it met', () => {
    const disk = diskOf({
      '/top/a': [
        ['x.Pst', 'file'],
        ['link.pst', 'other'],
        ['sub', 'folder'],
        ['no', 'folder'],
        ['gone', 'folder'],
      ],
      '/top/a/sub': [['notes.txt', 'file']],
      '/top/a/no': 'EACCES',
    });
    expect(sweepFolders(taskOf(['/top/a']), disk, () => 0)).toEqual({
      folders: 2,
      files: 2,
      denied: 1,
      matches: [{ folder: '/top/a', name: 'x.Pst' }],
      rest: [],
      last: '/top/a/sub',
      isSlow: false,
    });
  });

  test('leaves out other roots and the folders of the kernel', () => {
    const disk = diskOf({
      '': [
        ['proc', 'folder'],
        ['home', 'folder'],
      ],
    });
    const rules = { roots: ['', '/home'], platform: 'linux' } as const;
    expect(sweepFolders(taskOf([''], { rules }), disk, () => 0)).toMatchObject({ folders: 1, rest: [] });
  });

  test('gives back what it did not come to, after one folder at least', () => {
    const disk = diskOf({ '/a': [], '/b': [['c', 'folder']] });
    const sweep = sweepFolders(taskOf(['/a', '/b'], { budgetMs: 0 }), disk, () => 0);
    expect(sweep).toMatchObject({ folders: 1, last: '/b', rest: ['/a', '/b/c'] });
  });
});

describe('a drive is slow', () => {
  const clockOf = (...times: number[]) => {
    let last = 0;
    return () => {
      last = times.shift() ?? last;
      return last;
    };
  };
  const sweep = (elapsedMs: number, busyMs: () => number | null) =>
    sweepFolders(taskOf(['/a']), diskOf({ '/a': [] }, busyMs), clockOf(0, elapsedMs)).isSlow;

  test('when the time went by neither computing nor queueing for a processor', () => {
    expect(sweep(100, clockOf(1000, 1010))).toBe(true);
    expect(sweep(100, clockOf(1000, 1095))).toBe(false);
  });

  test('when reading took longer than from memory, where the system tells no more', () => {
    expect(sweep(5, () => null)).toBe(true);
    expect(sweep(0.02, () => null)).toBe(false);
  });
});
