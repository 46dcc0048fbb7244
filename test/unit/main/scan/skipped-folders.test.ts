import { expect, test } from 'vitest';
import { createCollector } from '../../../../main/scan/folder-rules.ts';
import type { WalkRules } from '../../../../main/scan/ports.ts';
import { defaultSkippedFolders } from '../../../../main/scan/skipped-folders.ts';

/** Whether a walk by these rules goes into a folder it meets. */
function isLeftOut(parent: string, name: string, change: Partial<WalkRules>): boolean {
  const rules: WalkRules = {
    roots: [],
    barriers: [],
    skipped: [],
    platform: 'linux',
    isDeep: false,
    recordsBeforeMs: null,
    ...change,
  };
  const collector = createCollector(rules, (folder, child) => `${folder}|${child}`);
  const content = collector.start(parent);
  collector.add(name, 'folder');
  return content.folders.length === 0;
}

test.each<[NodeJS.Platform, string, string, boolean]>([
  ['linux', '/', 'proc', true],
  ['linux', '/', 'run', true],
  ['linux', '/home/anna', 'proc', false],
  ['linux', '/', 'processed', false],
  ['linux', '/', 'Proc', false],
  ['linux', '/', 'Windows', false],
  ['darwin', '/', 'System', true],
  ['darwin', '/private/var', 'VM', true],
  ['darwin', '/', 'Volumes', false],
  ['win32', 'C:\\', 'Windows', true],
  ['win32', 'C:', 'windows', true],
  ['win32', 'd:\\', '$RECYCLE.BIN', true],
  ['win32', '\\\\?\\C:\\', 'System Volume Information', true],
  ['win32', '\\\\?\\UNC\\server\\share\\', 'Windows', true],
  ['win32', '\\\\server\\share', 'program files (x86)', true],
  ['win32', '\\\\server', 'Windows', false],
  ['win32', 'C:\\Users\\Anna', 'Windows', false],
  ['win32', 'C:\\', 'Windows.old', false],
  ['win32', 'C:\\', 'ProgramData', false],
])('as the app comes, on %s in %s the folder %s is left out: %s', (platform, parent, name, isOut) => {
  expect(isLeftOut(parent, name, { platform, skipped: defaultSkippedFolders(platform) })).toBe(isOut);
});

test.each<[Partial<WalkRules>, string, string, boolean]>([
  [{ skipped: ['*/Backup'] }, '/', 'Backup', true],
  [{ skipped: ['*/Backup'], roots: ['/mnt/disk'] }, '/mnt/disk', 'Backup', true],
  [{ skipped: ['*/Backup'], roots: ['/mnt/disk/'] }, '/mnt/disk', 'Backup', true],
  [{ skipped: ['*/Backup'], roots: ['/mnt/disk'] }, '/mnt', 'Backup', false],
  [{ skipped: ['/home/anna/old/'] }, '/home/anna', 'old', true],
  [{ skipped: ['C:/Old', '*/Temp'], platform: 'win32' }, 'c:\\', 'OLD', true],
  [{ skipped: ['C:/Old', '*/Temp'], platform: 'win32' }, 'D:\\', 'temp', true],
  [{ skipped: ['*/Temp'], roots: ['D:\\Mail'], platform: 'win32' }, 'D:\\Mail', 'Temp', false],
  [{ skipped: ['C:/Old'], platform: 'win32' }, 'D:\\', 'old', false],
  [{ skipped: [] }, '/', 'proc', false],
  [{ barriers: ['D:\\'], platform: 'win32' }, 'D:\\', 'x', false],
  [{ barriers: ['C:\\Mounts\\Usb\\'], platform: 'win32' }, 'C:\\mounts', 'usb', true],
  [{ barriers: ['/', '/mnt/usb'] }, '/', 'mnt', false],
])('by %o in %s the folder %s is left out: %s', (rules, parent, name, isOut) => {
  expect(isLeftOut(parent, name, rules)).toBe(isOut);
});
