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
  [1310, true, 'Will move 1,204 of 1,310 items, 340 MB'],
  [1204, true, 'All 1,204 items will move, 340 MB'],
  [1310, false, 'Would move 1,204 of 1,310 items, 340 MB – this file is not chosen'],
  [1204, false, 'Would move 1,204 of 1,204 items, 340 MB – this file is not chosen'],
])('of %i items of a file that is chosen (%s): %s', (totalItems, isChosen, text) => {
  expect(forecastText(forecast, { totalItems, isChosen }, language)).toBe(text);
});

it('says apart that a file is empty, and that the chosen folders are', () => {
  const nothing = { ...forecast, items: 0, sizeBytes: 0 };
  const texts = [0, 5].map((totalItems) => forecastText(nothing, { totalItems, isChosen: true }, language));
  expect(texts).toEqual(['There are no items in this file', 'The chosen folders are empty: none of 5 items will move']);
});

it('does not call folders empty whose items are all left out for their size', () => {
  const skipped = { ...forecast, items: 0, sizeBytes: 0, skippedItems: 2 };
  expect(forecastText(skipped, { totalItems: 5, isChosen: true }, language)).toBe('Will move 0 of 5 items, 0 B');
});

it.each([
  ['what stays', choice({}), '3 folders left out (106 items stay in the file)'],
  [
    'what alone moves',
    choice({ patterns: { includeFolders: ['A/*'], excludeFolders: [] } }),
    'Only 2 folders (1,204 items)',
  ],
  [
    'that there is nothing to choose',
    choice({ patterns: { includeFolders: [], excludeFolders: [] } }),
    'There are no items in this file',
  ],
  ['that nothing moves', choice({ problem: 'nothingChosen' }), 'Nothing chosen inside'],
])('tells %s', (_, told, text) => {
  expect(choiceText(told, language)).toBe(text);
});
