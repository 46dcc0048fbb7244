import { describe, expect, test } from 'vitest';
import type { DirectoryEntry, FolderVisitor, Sweep, SweepTask, WalkRules } from '../../../../main/scan/ports.ts';
import { createSweep } from '../../../../main/scan/sweep.ts';

type Listing = readonly (readonly [name: string, kind: DirectoryEntry['kind']])[] | string;

/** A disk in memory; text is the error a folder fails with. */
function diskOf(folders: Record<string, Listing>, busyMs: () => number | null = () => null): FolderVisitor {
  return {
    join: (folder, name) => `${folder}/${name}`,
    readBusyMs: busyMs,
    readStamp: (path) => ({ text: path, modifiedMs: 0 }),
    visitFolder: (path, visit) => {
      const listing = folders[path] ?? 'ENOENT';
      if (typeof listing === 'string') throw Object.assign(new Error(listing), { code: listing });
      for (const [name, kind] of listing) visit(name, kind);
    },
  };
}

const taskOf = (folders: readonly string[], budgetMs = 1000): SweepTask => ({
  root: '/top',
  folders,
  budgetMs,
  isShallow: false,
});

const RULES: WalkRules = {
  roots: ['/top'],
  barriers: [],
  skipped: [],
  platform: 'linux',
  isDeep: false,
  recordsBeforeMs: null,
};

function sweepOnce(
  task: SweepTask,
  disk: FolderVisitor,
  rest: { rules?: Partial<WalkRules>; now?: () => number } = {},
): Sweep {
  return createSweep({ ...RULES, ...rest.rules }, disk, rest.now ?? (() => 0))(task);
}

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
    expect(sweepOnce(taskOf(['/top/a']), disk)).toEqual({
      folders: 2,
      files: 2,
      denied: [{ path: '/top/a/no', reason: 'EACCES' }],
      matches: [{ folder: '/top/a', names: ['x.Pst'] }],
      records: [],
      rest: [],
      last: '/top/a/sub',
      isSlow: false,
    });
  });

  test('leaves out other roots, barriers and the skip list', () => {
    const names = ['home', 'mnt', 'proc', 'srv'].map((name) => [name, 'folder'] as const);
    const disk = diskOf({ '': names, '/srv': [] });
    const rules = { roots: ['', '/home'], barriers: ['/mnt'], skipped: ['/proc'] };
    expect(sweepOnce(taskOf(['']), disk, { rules })).toMatchObject({ folders: 2, last: '/srv', rest: [] });
  });

  test('takes every plain file of a deep walk, and stops when it has plenty', () => {
    const files = Array.from({ length: 2000 }, (_, i) => [`f${i}`, 'file'] as const);
    const disk = diskOf({ '/top/a': files, '/top/b': files });
    const sweep = sweepOnce(taskOf(['/top/b', '/top/a']), disk, { rules: { isDeep: true } });
    expect(sweep.matches).toEqual([{ folder: '/top/a', names: files.map(([name]) => name) }]);
    expect(sweep.rest).toEqual(['/top/b']);
  });

  test('gives back what it did not come to, after one folder at least', () => {
    const disk = diskOf({ '/a': [], '/b': [['c', 'folder']] });
    const sweep = sweepOnce(taskOf(['/a', '/b'], 0), disk);
    expect(sweep).toMatchObject({ folders: 1, last: '/b', rest: ['/a', '/b/c'] });
  });
});

describe('a drive is slow', () => {
  /** Sweeps that take so long each and are told to have been busy for so long; how each was judged. */
  function verdicts(sweeps: readonly { root?: string; tookMs: number; busyMs: number | null }[]): readonly boolean[] {
    const clock = { now: 0, busyMs: sweeps[0]?.busyMs === null ? null : 0 };
    const disk = diskOf({ '/a': [['f', 'file']] }, () => clock.busyMs);
    let step = { tookMs: 0, busyMs: null as number | null };
    const list = disk.visitFolder;
    disk.visitFolder = (path, visit) => {
      clock.now += step.tookMs;
      if (step.busyMs !== null) clock.busyMs = (clock.busyMs ?? 0) + step.busyMs;
      list(path, visit);
    };
    const sweep = createSweep(RULES, disk, () => clock.now);
    return sweeps.map(({ root = '/top', ...rest }) => {
      step = rest;
      return sweep({ root, folders: ['/a'], budgetMs: 1000, isShallow: false }).isSlow;
    });
  }

  test('when the time went by neither computing nor queueing for a processor', () => {
    expect(verdicts([{ tookMs: 100, busyMs: 10 }])).toEqual([true]);
    expect(verdicts([{ tookMs: 100, busyMs: 95 }])).toEqual([false]);
  });

  test('by more than one short sweep, of which the kernel tells late', () => {
    const late = { tookMs: 10, busyMs: 0 };
    expect(verdicts([late, { tookMs: 10, busyMs: 20 }, late, { tookMs: 10, busyMs: 20 }])).not.toContain(true);
    expect(verdicts([late, late, late, late, { tookMs: 10, busyMs: 10 }])).toEqual([false, false, false, true, true]);
  });

  test('by itself: another root is judged on its own, and again when it becomes quick', () => {
    const [slow, quick] = [
      { tookMs: 50, busyMs: 1 },
      { tookMs: 50, busyMs: 49 },
    ];
    expect(verdicts([slow, { ...quick, root: '/b' }, quick])).toEqual([true, false, false]);
  });

  test('when reading took longer than from memory, where the system tells no more', () => {
    expect(verdicts([{ tookMs: 50, busyMs: null }])).toEqual([true]);
    expect(verdicts(Array(3000).fill({ tookMs: 0.02, busyMs: null }))).not.toContain(true);
  });
});
