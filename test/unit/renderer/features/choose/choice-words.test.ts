import { expect, it } from 'vitest';
import { choiceText, forecastText } from '../../../../../renderer/features/choose/choice-words.ts';
import type { FolderChoice, Forecast } from '../../../../../renderer/features/choose/folder-choice.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';

const language = createLanguage(['en-US']);
const forecast: Forecast = {
  items: 1204,
  sizeBytes: 340 * 1024 ** 2,
  folders: 2,
  leftFolders: 3,
  leftItems: 106,
  skippedItems: 0,
};

function choice(change: Partial<FolderChoice>): FolderChoice {
  const patterns = { includeFolders: [], excludeFolders: ['A/*'] };
  return { leftOut: new Set(['a']), patterns, forecast, problem: null, ...change };
}

it.each([
  [1310, 'Will move 1,204 of 1,310 items, 340 MB'],
  [1204, 'All 1,204 items will move, 340 MB'],
])('of %i items: %s', (total, text) => {
  expect(forecastText(forecast, total, language)).toBe(text);
});

it.each([
  ['what stays', choice({}), '3 folders left out (106 items stay in the file)'],
  [
    'what alone moves',
    choice({ patterns: { includeFolders: ['A/*'], excludeFolders: [] } }),
    'Only 2 folders (1,204 items)',
  ],
  ['that nothing moves', choice({ problem: 'nothingChosen' }), 'Nothing chosen inside'],
])('tells %s', (_, told, text) => {
  expect(choiceText(told, language)).toBe(text);
});
