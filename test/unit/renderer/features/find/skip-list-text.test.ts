import { expect, it } from 'vitest';
import { commands } from '../../../../../preload/contract/commands.ts';
import {
  MAX_FOLDER_LENGTH,
  MAX_FOLDERS,
  parseSkipList,
  sameFolders,
} from '../../../../../renderer/features/find/skip-list-text.ts';

/** The contract's own opinion, which the window repeats because it cannot load the schemas. */
function contractAccepts(folders: readonly string[]): boolean {
  return commands.setSkipList.request.safeParse({ folders }).success;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `C:\\${index}`);

it('takes one folder a line, without blanks, empty lines and repetitions', () => {
  expect(parseSkipList(' *\\Windows \r\n\n C:\\Old mail\n*\\Windows\n')).toEqual({
    kind: 'folders',
    folders: ['*\\Windows', 'C:\\Old mail'],
  });
});

it('takes an empty list', () => {
  expect(parseSkipList(' \n')).toEqual({ kind: 'folders', folders: [] });
});

it.each([MAX_FOLDERS, MAX_FOLDERS + 1])('takes %i folders exactly when the contract does', (count) => {
  const folders = numbered(count);
  expect(parseSkipList(folders.join('\n')).kind === 'folders').toBe(contractAccepts(folders));
});

it.each([MAX_FOLDER_LENGTH, MAX_FOLDER_LENGTH + 1])(
  'takes %i letters in a line exactly when the contract does',
  (length) => {
    const folder = 'x'.repeat(length);
    const parsed = parseSkipList(`a\n${folder}`);
    expect(parsed.kind === 'folders').toBe(contractAccepts([folder]));
    if (parsed.kind !== 'folders') expect(parsed).toEqual({ kind: 'tooLong', line: 2 });
  },
);

it('knows the same list in another order', () => {
  expect([sameFolders(['a', 'b'], ['b', 'a']), sameFolders(['a'], ['a', 'b']), sameFolders(['a', 'b'], ['a'])]).toEqual(
    [true, false, false],
  );
});
