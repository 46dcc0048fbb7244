import { expect, it } from 'vitest';
import { foldersText } from '../../../../renderer/features/folders-text.ts';
import { en } from '../../../../renderer/format/locales/en.ts';

it.each([
  [[], [], ''],
  [[], ['Old'], '1 folder was left out, as you chose'],
  [[], ['Old/*', '#DeletedItems#'], '2 folders with everything below were left out, as you chose'],
  [['Inbox'], [], 'Only 1 folder was moved, as you chose'],
  [
    ['Inbox/*', 'Sent/*'],
    ['Inbox/Old'],
    'Only 2 folders with everything below were moved, as you chose. 1 folder was left out, as you chose',
  ],
])('tells of %j without %j: %s', (includeFolders, excludeFolders, text) => {
  expect(foldersText({ includeFolders, excludeFolders }, en)).toBe(text);
});
