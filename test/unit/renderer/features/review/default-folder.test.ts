import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFolderPath, MAX_FOLDER_NAME } from '../../../../../preload/contract/folder-path.ts';
import { defaultFolders, folderNameOf } from '../../../../../renderer/features/review/default-folder.ts';

describe('folderNameOf', () => {
  it.each([
    ['archive.pst', 'archive'],
    ['ARCHIVE.PST', 'ARCHIVE'],
    ['a.pst.pst', 'a.pst'],
    ['no extension', 'no extension'],
    ['a/b\\c.pst', 'a-b-c'],
    ['tab\there.pst', 'tab-here'],
    ['.pst', 'PST'],
    ['   .pst', 'PST'],
    ['..pst', 'PST'],
    ['...pst', 'PST'],
  ])('of %j is %j', (fileName, expected) => {
    expect(folderNameOf(fileName)).toBe(expected);
  });

  it('cuts a long name without splitting a surrogate pair', () => {
    const name = folderNameOf(`${'x'.repeat(MAX_FOLDER_NAME - 1)}📧📧.pst`);
    expect(name).toBe('x'.repeat(MAX_FOLDER_NAME - 1));
  });
});

describe('defaultFolders', () => {
  it('tells files of one name apart, whatever their case', () => {
    expect(defaultFolders(['Archive.pst', 'archive.pst', 'other.pst', 'ARCHIVE.pst'])).toEqual([
      'Imported PST/Archive',
      'Imported PST/archive (2)',
      'Imported PST/other',
      'Imported PST/ARCHIVE (3)',
    ]);
  });

  it('does not take a number that another file already has', () => {
    expect(defaultFolders(['a (2).pst', 'a.pst', 'a.pst'])).toEqual([
      'Imported PST/a (2)',
      'Imported PST/a',
      'Imported PST/a (3)',
    ]);
  });

  it('gives every list of names folders that are allowed and all different', () => {
    const fileName = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(fc.array(fileName, { maxLength: 6 }), (names) => {
        const folders = defaultFolders([...names, ...names]);
        expect(folders.filter((folder) => !isFolderPath(folder) || !folder.isWellFormed())).toEqual([]);
        expect(new Set(folders.map((folder) => folder.normalize('NFC').toLowerCase())).size).toBe(folders.length);
      }),
      { numRuns: 40 },
    );
  });
});
