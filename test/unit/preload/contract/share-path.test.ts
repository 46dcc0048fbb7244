import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharePathToUrl, splitSharePath, urlToSharePath } from '../../../../preload/contract/share-path.ts';

test.each([
  ['\\\\server\\share\\a.pst', 'file://server/share/a.pst'],
  ['\\\\server\\share', 'file://server/share'],
  ['\\\\10.0.0.7\\pst$\\a b.pst', 'file://10.0.0.7/pst%24/a%20b.pst'],
  ['\\\\files.contoso.example\\mail\\100% #1.pst', 'file://files.contoso.example/mail/100%25%20%231.pst'],
  ['\\\\server\\Österreich\\日本 📁.pst', 'file://server/%C3%96sterreich/%E6%97%A5%E6%9C%AC%20%F0%9F%93%81.pst'],
])('the address of %s', (path, url) => {
  expect(sharePathToUrl(path)).toBe(url);
  expect(urlToSharePath(url)).toBe(path);
});

test.each([
  ['a drive', 'C:\\share\\a.pst'],
  ['a long path', '\\\\?\\UNC\\server\\share\\a.pst'],
  ['a device', '\\\\.\\pipe\\a'],
  ['a server alone', '\\\\server'],
  ['an empty name', '\\\\server\\share\\\\a.pst'],
  ['a way up', '\\\\server\\share\\..\\a.pst'],
  ['forward slashes', '//server/share/a.pst'],
  ['a line break', '\\\\server\\share\\a\n.pst'],
  ['half a letter', '\\\\server\\share\\\ud800.pst'],
  ['nothing', ''],
])('%s is no path on a share', (_, path) => {
  expect(() => sharePathToUrl(path)).toThrow(RangeError);
  expect(splitSharePath(path)).toBeNull();
});

test.each([
  'file:///C:/a.pst',
  'https://server/share/a.pst',
  'file://server/share/a%2Fb.pst',
  'file://server/share/a%5Cb.pst',
  'file://server/share/%2E%2E/a.pst',
  'file://server/share/a.pst?x',
  'file://server/share/a.pst#x',
  'file://server/share/%zz',
  'file://server',
])('%s names nothing on a share', (url) => {
  expect(urlToSharePath(url)).toBeNull();
});

test('an address leads back to its path, whatever the names', () => {
  const name = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .filter((text) => !/[\\/:*?"<>|\p{Cc}]/u.test(text) && text !== '.' && text !== '..');
  fc.assert(
    fc.property(fc.array(name, { minLength: 2, maxLength: 5 }), (names) => {
      const path = `\\\\${names.join('\\')}`;
      expect(urlToSharePath(sharePathToUrl(path))).toBe(path);
    }),
  );
});

test('a file on a share has a folder and a name', () => {
  expect(splitSharePath('\\\\server\\share\\deep\\a.pst')).toEqual({
    folder: '\\\\server\\share\\deep',
    name: 'a.pst',
  });
  expect(splitSharePath('\\\\server\\share\\a.pst')).toEqual({ folder: '\\\\server\\share', name: 'a.pst' });
  expect(splitSharePath('\\\\server\\share')).toBeNull();
});
