import { describe, expect, test } from 'vitest';
import { findPowerShell } from '../../../../../main/platform/powershell/find-powershell.ts';
import { AppError } from '../../../../../preload/contract/index.ts';

const WINDOWS = { SystemRoot: 'C:\\Windows', ProgramFiles: 'C:\\Program Files', PATH: 'D:\\planted' };
const only =
  (...paths: readonly string[]) =>
  (path: string) =>
    paths.includes(path);
const OWN = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const OWN_64 = 'C:\\Windows\\Sysnative\\WindowsPowerShell\\v1.0\\powershell.exe';
const SEVEN = 'C:\\Program Files\\PowerShell\\7\\pwsh.exe';

describe('findPowerShell on Windows', () => {
  const platform = 'win32';

  test('the arguments are constant and end before the script', () => {
    expect(findPowerShell({ choice: 'windows', platform, env: WINDOWS, exists: only(OWN) })).toEqual({
      path: OWN,
      argv: ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned', '-File'],
    });
  });

  test('a 32-bit process takes the 64-bit one', () => {
    expect(findPowerShell({ choice: 'windows', platform, env: WINDOWS, exists: only(OWN, OWN_64) }).path).toBe(OWN_64);
  });

  test('a 32-bit process finds the 64-bit PowerShell 7', () => {
    const env = { ProgramFiles: 'C:\\Program Files (x86)', ProgramW6432: 'C:\\Program Files' };
    expect(findPowerShell({ choice: 'core', platform, env, exists: only(SEVEN) }).path).toBe(SEVEN);
  });

  test.each([
    { where: 'first on PATH', env: { ...WINDOWS, PATH: 'D:\\planted' }, planted: 'D:\\planted\\powershell.exe' },
    { where: 'in the working folder', env: WINDOWS, planted: 'powershell.exe' },
    {
      where: 'named by a variable',
      env: { ...WINDOWS, NODE_POWERSHELL: 'D:\\planted\\x.exe', PST_FERRY_POWERSHELL: 'D:\\planted\\x.exe' },
      planted: 'D:\\planted\\x.exe',
    },
  ])('one that was planted $where is never taken', ({ env, planted }) => {
    const asked: string[] = [];
    const exists = (path: string) => {
      asked.push(path);
      return path === planted;
    };
    for (const choice of ['windows', 'core'] as const) {
      expect(() => findPowerShell({ choice, platform, env, exists })).toThrow(AppError);
    }
    expect(asked).toEqual([OWN_64, OWN, SEVEN, SEVEN]);
  });

  test('folders that are no full paths are not believed', () => {
    const env = { SystemRoot: 'planted', ProgramFiles: '\\\\server\\share', ProgramW6432: '.' };
    expect(findPowerShell({ choice: 'windows', platform, env, exists: only(OWN) }).path).toBe(OWN);
    expect(findPowerShell({ choice: 'core', platform, env, exists: only(SEVEN) }).path).toBe(SEVEN);
  });

  test.each([
    { choice: 'windows', edition: 'Windows PowerShell 5.1' },
    { choice: 'core', edition: 'PowerShell 7' },
  ] as const)('none: $edition is missing', ({ choice, edition }) => {
    const find = () => findPowerShell({ choice, platform, env: WINDOWS, exists: () => false });
    expect(find).toThrow(expect.objectContaining({ code: 'powerShellMissing', params: { edition } }));
  });
});

describe('findPowerShell elsewhere', () => {
  const find = (env: NodeJS.ProcessEnv, ...paths: readonly string[]) =>
    findPowerShell({ choice: 'core', platform: 'linux', env, exists: only(...paths) }).path;

  test('the named one goes first, then the usual places', () => {
    const usual = ['/usr/bin/pwsh', '/opt/microsoft/powershell/7/pwsh', '/usr/local/bin/pwsh'];
    expect(find({ PST_FERRY_POWERSHELL: '/opt/mine/pwsh' }, '/opt/mine/pwsh', ...usual)).toBe('/opt/mine/pwsh');
    expect(find({ PST_FERRY_POWERSHELL: '/gone' }, ...usual)).toBe('/usr/bin/pwsh');
    expect(find({}, ...usual.slice(1))).toBe('/opt/microsoft/powershell/7/pwsh');
    expect(find({}, ...usual.slice(2))).toBe('/usr/local/bin/pwsh');
  });

  test('a relative name and the PATH are never followed', () => {
    const env = { PST_FERRY_POWERSHELL: './pwsh', PATH: '/planted', NODE_POWERSHELL: '/planted/pwsh' };
    expect(() => find(env, './pwsh', 'pwsh', '/planted/pwsh')).toThrow(AppError);
  });

  test('there is no other than PowerShell 7', () => {
    const question = { choice: 'windows', platform: 'linux', env: {}, exists: () => false } as const;
    expect(() => findPowerShell(question)).toThrow(expect.objectContaining({ params: { edition: 'PowerShell 7' } }));
  });
});
