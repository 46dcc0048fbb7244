import { describe, expect, it } from 'vitest';
import { folderOf, nameOf, shortenMiddle } from '../../../../renderer/format/path.ts';

describe('folderOf', () => {
  it.each([
    ['C:\\Mail\\a.pst', 'C:\\Mail'],
    ['C:\\a.pst', 'C:\\'],
    ['\\\\server\\share\\a.pst', '\\\\server\\share'],
    ['/home/alex/a.pst', '/home/alex'],
    ['/a.pst', '/'],
    ['a.pst', ''],
  ])('of %s is %s', (path, expected) => {
    expect(folderOf(path)).toBe(expected);
  });
});

describe('shortenMiddle', () => {
  it('leaves a text that fits', () => {
    expect(shortenMiddle('0123456789', 10)).toBe('0123456789');
  });

  it('keeps the start and the end', () => {
    expect(shortenMiddle('0123456789', 7)).toBe('012…789');
  });

  it('cuts no character in half', () => {
    expect(shortenMiddle('📁📁📁📁📁📁', 5)).toBe('📁📁…📁📁');
  });

  it('shortens a path of 32,000 characters', () => {
    expect([...shortenMiddle(`C:\\${'x'.repeat(32_000)}\\a.pst`, 64)]).toHaveLength(64);
  });
});

it.each([
  ['C:\\Mail\\a.pst', 'a.pst'],
  ['/home/alex/a.pst', 'a.pst'],
  ['a.pst', 'a.pst'],
])('the name of %s is %s', (path, expected) => {
  expect(nameOf(path)).toBe(expected);
});
