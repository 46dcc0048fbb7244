import { expect, test } from 'vitest';
import { parseRegQuery } from '../../../../main/platform/registry-text.ts';
import { windowsSample } from '../../../fixtures/windows/sample.ts';

test('values have the key they stand below; the last line, in any language, is none', () => {
  const values = parseRegQuery(windowsSample('reg-outlook.txt'));
  const profiles = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles';
  expect(values.map(({ key, name, type }) => [key, name, type])).toEqual([
    [`${profiles}\\Outlook\\0a0d020000000000c000000000000046`, '001f6700', 'REG_BINARY'],
    [`${profiles}\\Outlook\\5f2c8e1f3b0d4a4e9f0b7c6d5e4f3a2b`, '001f6700', 'REG_BINARY'],
    [`${profiles}\\Old Job (2012)\\7c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f`, '001f6700', 'REG_BINARY'],
  ]);
  expect(values[1]?.data).toMatch(/^25005500(?:[0-9A-F]{4})+0000$/);
});

test('names and data keep their spaces; a value may have no data', () => {
  const text = 'HKEY_CURRENT_USER\\X\r\n    Preferences UID    REG_SZ    a  b\r\n    empty    REG_SZ\r\n';
  expect(parseRegQuery(text).map(({ name, data }) => [name, data])).toEqual([
    ['Preferences UID', 'a  b'],
    ['empty', ''],
  ]);
});

test.each(['', 'ERROR: The system was unable to find the specified registry key or value.', '    a    REG_SZ    b'])(
  'nothing is found in %j',
  (text) => {
    expect(parseRegQuery(text)).toEqual([]);
  },
);
