import { expect, test } from 'vitest';
import { readVariable, systemProgram } from '../../../../main/platform/system-program.ts';

test('a program of Windows is named by its full path', () => {
  expect(systemProgram({ SYSTEMROOT: 'D:\\WinNT' }, 'reg.exe')).toBe('D:\\WinNT\\System32\\reg.exe');
  expect(systemProgram({}, 'reg.exe')).toBe('C:\\Windows\\System32\\reg.exe');
});

test('a variable is found whatever the case of its name', () => {
  expect(readVariable({ AppData: 'x' }, 'APPDATA')).toBe('x');
  expect(readVariable({ AppData: 'x' }, 'LOCALAPPDATA')).toBeUndefined();
});
