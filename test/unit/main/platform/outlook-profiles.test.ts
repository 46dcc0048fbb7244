import { describe, expect, test } from 'vitest';
import type { Command, RunCommand } from '../../../../main/platform/command-output.ts';
import { createOutlookProfiles, parseProfiles } from '../../../../main/platform/outlook-profiles.ts';
import { windowsSample } from '../../../fixtures/windows/sample.ts';

const env = { SystemRoot: 'C:\\Windows', UserProfile: 'C:\\Users\\anna' };
const hex = (text: string) => Buffer.from(text, 'utf16le').toString('hex').toUpperCase();
const KEY = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\Outlook\\0a0d02';
const valueLine = (data: string, name = '001f6700') => `${KEY}\r\n    ${name}    REG_BINARY    ${data}\r\n`;

describe('parseProfiles', () => {
  test('gives paths and profiles, variables filled in', () => {
    expect(parseProfiles(windowsSample('reg-outlook.txt'), env)).toEqual([
      { path: 'C:\\Users\\anna\\Documents\\Outlook Files\\Jürgen 2015.pst', profile: 'Outlook' },
      { path: 'C:\\Users\\anna\\Mail\\old.pst', profile: 'Outlook' },
      { path: '\\\\nas1\\mail\\anna.pst', profile: 'Old Job (2012)' },
    ]);
  });

  test('reads the ANSI form, and output in another language', () => {
    expect(parseProfiles(windowsSample('reg-outlook-german.txt'), env)).toEqual([
      { path: 'D:\\Müller.pst', profile: 'Persönlich' },
    ]);
  });

  test.each([
    ['garbage after the end', hex('D:\\a.pst\0\u4e00\u4e01'), ['D:\\a.pst']],
    ['no end', hex('D:\\a.pst'), ['D:\\a.pst']],
    ['half a letter at the end', `${hex('D:\\a.pst\0')}41`, ['D:\\a.pst']],
    ['an unknown variable', hex('%NOWHERE%\\a.pst\0'), []],
    ['no full path', hex('a.pst\0'), []],
    ['no data', '', []],
    ['no hexadecimal data', 'zz', []],
  ])('%s', (_, data, expected) => {
    expect(parseProfiles(valueLine(data), env).map(({ path }) => path)).toEqual(expected);
  });

  test('other values, and keys that are no profile, say nothing', () => {
    expect(parseProfiles(valueLine(hex('D:\\a.ost\0'), '001f6610'), env)).toEqual([]);
    expect(parseProfiles(valueLine(hex('D:\\a.pst\0')).replace('Profiles', 'Other'), env)).toEqual([]);
  });
});

describe('createOutlookProfiles', () => {
  const asked = async (answer: (command: Command) => Promise<string>, platform: NodeJS.Platform = 'win32') => {
    const commands: Command[] = [];
    const run: RunCommand = async (command) => {
      commands.push(command);
      return { exitCode: 0, stdout: Buffer.from(await answer(command)) };
    };
    return { psts: await createOutlookProfiles({ platform, env, run }).listPsts(), commands };
  };

  test('asks the registry of every Outlook by its full path, no key or value being an answer too', async () => {
    const { psts, commands } = await asked(async () => '');
    expect(psts).toEqual([]);
    expect(commands.map(({ args }) => args.join(' '))).toEqual(
      ['Office\\16.0\\Outlook', 'Office\\15.0\\Outlook', 'Office\\14.0\\Outlook']
        .concat('Windows NT\\CurrentVersion\\Windows Messaging Subsystem')
        .flatMap((place) =>
          ['001f6700', '001e6700'].map((name) => `query HKCU\\Software\\Microsoft\\${place}\\Profiles /s /v ${name}`),
        ),
    );
    expect(new Set(commands.map(({ program, exitCodes }) => `${program} ${exitCodes}`))).toEqual(
      new Set(['C:\\Windows\\System32\\reg.exe 0,1']),
    );
  });

  test('a PST that two versions of Outlook name in one profile comes once', async () => {
    const { psts } = await asked(async ({ args }) =>
      args[1]?.includes('15.0') ? valueLine(hex('d:\\A.pst\0')) : valueLine(hex('D:\\a.pst\0')),
    );
    expect(psts.map(({ path, profile }) => `${path.toLowerCase()} ${profile}`)).toEqual(['d:\\a.pst Outlook']);
  });

  test('a question that fails does not lose the answers of the others', async () => {
    const { psts } = await asked(async ({ args }) => {
      if (args[4] === '001e6700') throw new Error('no answer within 5000 ms');
      return valueLine(hex('D:\\a.pst\0'));
    });
    expect(psts).toEqual([{ path: 'D:\\a.pst', profile: 'Outlook' }]);
  });

  test('other systems have no registry to ask', async () => {
    expect(await asked(async () => valueLine(hex('D:\\a.pst\0')), 'linux')).toEqual({ psts: [], commands: [] });
  });
});
