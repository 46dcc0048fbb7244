import { describe, expect, test } from 'vitest';
import { parseNetUse, parseSubst, windowsVolumes } from '../../../../../main/platform/volumes/windows-volumes.ts';
import { DEVICES, MOUNTS } from '../../../../fixtures/windows/drives.ts';
import { windowsSample } from '../../../../fixtures/windows/sample.ts';

const FACTS = {
  homeFolder: 'C:\\Users\\anna',
  mounts: MOUNTS,
  devices: DEVICES,
  subst: windowsSample('subst.txt'),
  netUse: windowsSample('net-use.txt'),
};
const list = (facts: Partial<typeof FACTS> = {}) =>
  windowsVolumes({ ...FACTS, ...facts }).map(
    ({ kind, path, label, isDefault, aliasOf }) =>
      `${isDefault ? '+' : '-'} ${kind} ${path} "${label}"${aliasOf === null ? '' : ` = ${aliasOf}`}`,
  );

describe('windowsVolumes', () => {
  test('fixed drives are looked in; everything else, and second names, are listed and off', () => {
    expect(list()).toEqual([
      '+ fixed C:\\ "C:\\"',
      '+ fixed D:\\ "Data"',
      '- removable E:\\ "STICK"',
      '- optical F:\\ "BACKUP_2009"',
      '- cloud G:\\ "Google Drive"',
      '- network H:\\ "\\\\nas1\\home"',
      // `subst` of a share comes before what `net use` says of the same letter.
      '- network M:\\ "\\\\nas1\\old mail" = \\\\nas1\\all',
      '- fixed P:\\ "P:\\" = C:\\Users\\anna\\OneDrive\\Mail Projects',
      '- network Z:\\ "homes" = H:\\',
    ]);
  });

  test('a share that is out of reach has no sizes', () => {
    const [own, away] = windowsVolumes(FACTS).filter(({ path }) => path === 'C:\\' || path === 'M:\\');
    expect([own, away].map((volume) => [volume?.sizeBytes, volume?.freeBytes])).toEqual([
      [511_000_000_000, 200_000_000_000],
      [null, null],
    ]);
  });

  test.each([
    ['P:\\anna', '+ fixed P:\\ "P:\\" = C:\\Users\\anna\\OneDrive\\Mail Projects'],
    ['h:\\anna', '+ network H:\\ "\\\\nas1\\home"'],
    ['\\\\nas1\\users\\anna', '+ network \\\\nas1\\users\\ "\\\\nas1\\users\\"'],
    ['Q:\\anna', '+ fixed Q:\\ "Q:\\"'],
  ])('the drive of the home folder %s is looked in, whatever it is', (homeFolder, expected) => {
    expect(list({ homeFolder })).toContain(expected);
  });

  test('a drive whose kind is not told is not looked in unasked', () => {
    expect(list({ devices: [], subst: '', netUse: '' }).slice(0, 2)).toEqual([
      '+ fixed C:\\ "C:\\"',
      '- removable D:\\ "D:\\"',
    ]);
  });

  test('NTFS of this PC keeps the times of folders; FAT, shares and what is not told do not', () => {
    const keeping = (facts = {}) =>
      windowsVolumes({ ...FACTS, ...facts }).flatMap(({ path, keepsFolderTimes }) => (keepsFolderTimes ? [path] : []));
    expect(keeping()).toEqual(['C:\\', 'D:\\', 'P:\\']);
    expect(keeping({ mounts: MOUNTS.map((each) => ({ ...each, type: 'ReFS' })) })).toContain('D:\\');
    expect(keeping({ mounts: [], devices: [] })).toEqual([]);
  });

  test('a fixed drive is not taken for a cloud one by part of a word', () => {
    const devices = DEVICES.map((device) =>
      device.mount === 'D:' ? { ...device, label: 'Google Drives old' } : device,
    );
    expect(list({ devices })).toContain('+ fixed D:\\ "Google Drives old"');
  });
});

test('parseSubst gives full targets, shares as such', () => {
  expect([...parseSubst(windowsSample('subst.txt'))]).toEqual([
    ['P:\\', 'C:\\Users\\anna\\OneDrive\\Mail Projects'],
    ['R:\\', 'D:\\'],
    ['M:\\', '\\\\nas1\\all'],
  ]);
  expect(parseSubst('').size).toBe(0);
});

describe('parseNetUse', () => {
  test('finds letters and shares, also long ones and those with spaces; not what has no letter', () => {
    expect([...parseNetUse(windowsSample('net-use.txt'))]).toEqual([
      ['H:\\', '\\\\nas1\\home'],
      ['M:\\', '\\\\nas1\\old mail'],
      ['X:\\', '\\\\fileserver.contoso.example\\departments\\sales'],
      ['Z:\\', '\\\\NAS1\\Home'],
    ]);
  });

  test('in any language', () => {
    expect([...parseNetUse(windowsSample('net-use-german.txt'))]).toEqual([
      ['H:\\', '\\\\nas1\\home'],
      ['M:\\', '\\\\nas1\\Müller'],
    ]);
  });
});
