import { expect, test } from 'vitest';
import { killTree } from '../../../../../main/platform/powershell/kill-tree.ts';

test('on Windows the system’s own taskkill ends the tree, by its full path', async () => {
  const runs: unknown[] = [];
  const run = async (path: string, args: readonly string[]) => runs.push([path, ...args]);
  await killTree(4711, { platform: 'win32', env: { SystemRoot: 'D:\\Windows', PATH: 'D:\\planted' }, run });
  expect(runs).toEqual([['D:\\Windows\\System32\\taskkill.exe', '/PID', '4711', '/T', '/F']]);
});

test('elsewhere a group that is gone is no error, and no program is run', async () => {
  const run = () => Promise.reject(new Error('run'));
  // Above the largest id that Linux gives.
  await expect(killTree(2 ** 22 + 1, { platform: 'linux', env: {}, run })).resolves.toBeUndefined();
});
