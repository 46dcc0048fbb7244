import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPolicy } from '../../../../main/platform/policy-file.ts';
import { policyPath } from '../../../../main/platform/policy-path.ts';
import { temporaryFolder } from '../../../support/cli/folders.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let path: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder.path, 'policy.json');
});
afterEach(() => folder.remove());

test.each([
  ['win32', { PROGRAMDATA: 'D:\\Data' }, 'D:\\Data\\PST Ferry\\policy.json'],
  ['win32', {}, 'C:\\ProgramData\\PST Ferry\\policy.json'],
  ['darwin', {}, '/Library/Application Support/PST Ferry/policy.json'],
  ['linux', { ProgramData: '/x' }, '/etc/pst-ferry/policy.json'],
] as const)('the policy of %s with %j lies in %s', (platform, environment, expected) => {
  expect(policyPath(environment, platform)).toBe(expected);
});

test('without a file there is no policy', async () => {
  expect(await loadPolicy(path)).toEqual({});
  await writeFile(path, '{}');
  expect(await loadPolicy(join(path, 'policy.json'))).toEqual({});
});

test.each(['utf8', 'utf16le'] as const)('a policy in %s with its mark is read', async (encoding) => {
  await writeFile(path, '\ufeff{"cleanupKeepDays": 30}', encoding);
  expect(await loadPolicy(path)).toEqual({ cleanupKeepDays: 30 });
});

test.each([
  ['too long', () => writeFile(path, ' '.repeat(65_537)), 'EFBIG'],
  ['no text', () => writeFile(path, Uint8Array.from([0x7b, 0xc3, 0x28, 0x7d])), 'NotText'],
  ['a folder', () => mkdir(path), 'EISDIR'],
  ['wrong', () => writeFile(path, '{"cleanupKeepDays": "30"}'), 'cleanupKeepDays: invalid'],
])('one that is %s is an error that names the file', async (_name, make, reason) => {
  await make();
  await expect(loadPolicy(path)).rejects.toMatchObject({
    code: 'connectionMissing',
    params: { file: path, reason: `${path}: ${reason}` },
  });
});
