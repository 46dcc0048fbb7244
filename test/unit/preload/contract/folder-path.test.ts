import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultFolders, isFolderPath, MAX_FOLDER_NAME } from '../../../../preload/contract/folder-path.ts';

const LONGEST = 'x'.repeat(MAX_FOLDER_NAME);

/** The default folder of one file alone, without the folder all of them are in. */
function nameFor(fileName: string): string {
  const [folder = ''] = defaultFolders([fileName]);
  expect(folder.startsWith('Imported PST/')).toBe(true);
  return folder.slice('Imported PST/'.length);
}

describe('isFolderPath', () => {
  it.each(['', 'a', 'a/b', ' a ', '.a', '...', 'a:b*?', 'Straße/📧', LONGEST, `${LONGEST}/${LONGEST}`])(
    'takes %j',
    (path) => expect(isFolderPath(path)).toBe(true),
  );

  it.each([
    '/',
    '/a',
    'a/',
    'a//b',
    ' ',
    'a/ /b',
    '.',
    '..',
    'a/../b',
    'a\\b',
    'a\tb',
    'a\0b',
    'a\u0085b',
    `${LONGEST}x`,
  ])('refuses %j', (path) => expect(isFolderPath(path)).toBe(false));
});

describe('the default folder of a file', () => {
  it.each([
    ['archive.pst', 'archive'],
    ['ARCHIVE.PST', 'ARCHIVE'],
    ['a.pst.pst', 'a.pst'],
    ['no extension', 'no extension'],
    ['a/b\\c.pst', 'a-b-c'],
    ['tab\there.pst', 'tab-here'],
    ['.pst', 'PST'],
    ['', 'PST'],
    ['   .pst', 'PST'],
    ['..pst', 'PST'],
    ['...pst', 'PST'],
    [' . ..pst', '. .'],
    ['half \ud83d.pst', 'half \ufffd'],
  ])('of %j is %j', (fileName, expected) => {
    expect(nameFor(fileName)).toBe(expected);
  });

  it('is cut to the longest name, never inside a character', () => {
    expect(nameFor(`${LONGEST}x.pst`)).toBe(LONGEST);
    expect(nameFor(`${LONGEST.slice(1)}📧📧.pst`)).toBe(LONGEST.slice(1));
    expect(nameFor(`${LONGEST.slice(2)}📧📧.pst`)).toBe(`${LONGEST.slice(2)}📧`);
  });

  it('has no blanks at the end after the cut, and is not a dot because of it', () => {
    expect(nameFor(`a${' '.repeat(MAX_FOLDER_NAME)}b.pst`)).toBe('a');
    expect(nameFor(`..${' '.repeat(MAX_FOLDER_NAME)}b.pst`)).toBe('PST');
  });
});

describe('the default folders of many files', () => {
  it('tells files of one name apart, whatever their case', () => {
    expect(defaultFolders(['Archive.pst', 'archive.pst', 'other.pst', 'ARCHIVE.pst'])).toEqual([
      'Imported PST/Archive',
      'Imported PST/archive (2)',
      'Imported PST/other',
      'Imported PST/ARCHIVE (3)',
    ]);
  });

  it('tells apart what only looks different in its bytes', () => {
    const [composed, decomposed] = defaultFolders(['caf\u00e9.pst', 'cafe\u0301.pst']);
    expect([composed, decomposed]).toEqual(['Imported PST/caf\u00e9', 'Imported PST/cafe\u0301 (2)']);
  });

  it('does not take a number that another file already has', () => {
    expect(defaultFolders(['a (2).pst', 'a.pst', 'a.pst'])).toEqual([
      'Imported PST/a (2)',
      'Imported PST/a',
      'Imported PST/a (3)',
    ]);
  });

  it('makes room for the number in the longest name, never inside a character', () => {
    const emoji = `${'x'.repeat(MAX_FOLDER_NAME - 5)}📧abc.pst`;
    expect(defaultFolders([emoji, emoji])[1]).toBe(`Imported PST/${'x'.repeat(MAX_FOLDER_NAME - 5)} (2)`);
  });

  it('are allowed, well formed and all different, whatever the names', () => {
    const fileName = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      // Half characters, and names that differ in their ends alone.
      fc
        .array(fc.constantFrom('\ud83d', '\udce7', 'a', 'A', ' ', '.', '/', '\u0301'), { maxLength: 6 })
        .map((letters) => letters.join('')),
      fc.constantFrom('.pst', '..pst', 'a.pst', 'A.PST', 'a (2).pst', `${LONGEST}📧.pst`, `${LONGEST}x (2).pst`),
    );
    fc.assert(
      fc.property(fc.array(fileName, { maxLength: 8 }), (names) => {
        const folders = defaultFolders([...names, ...names]);
        expect(folders.filter((folder) => !isFolderPath(folder) || !folder.isWellFormed())).toEqual([]);
        expect(new Set(folders.map((folder) => folder.normalize('NFC').toLowerCase())).size).toBe(2 * names.length);
      }),
      { numRuns: 200 },
    );
  });

  it('counts a thousand files of one name on from the last', () => {
    const folders = defaultFolders(Array.from({ length: 1000 }, () => 'Outlook.pst'));
    expect([folders[999], new Set(folders).size]).toEqual(['Imported PST/Outlook (1000)', 1000]);
  });
});
