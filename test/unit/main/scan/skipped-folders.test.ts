import { expect, test } from 'vitest';
import { isSkippedFolder } from '../../../../main/scan/skipped-folders.ts';

test.each<[NodeJS.Platform, string, boolean]>([
  ['linux', '/proc', true],
  ['linux', '/run', true],
  ['linux', '/home/anna/proc', false],
  ['linux', '/processed', false],
  ['linux', '/Windows', false],
  ['darwin', '/System/Volumes', true],
  ['darwin', '/Volumes', false],
  ['win32', 'C:\\Windows', true],
  ['win32', 'd:\\$RECYCLE.BIN', true],
  ['win32', '\\\\?\\C:\\System Volume Information', true],
  ['win32', 'C:\\Users\\Anna\\Windows', false],
  ['win32', 'C:\\Windows.old', false],
])('on %s, %s is left out: %s', (platform, path, isSkipped) => {
  expect(isSkippedFolder(path, platform)).toBe(isSkipped);
});
