import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  composePatterns,
  createFolderFilter,
  isNameable,
  type PlacedFolder,
  placeOf,
} from '../../../../preload/contract/folder-filter.ts';
import type { FolderRole } from '../../../../preload/contract/states.ts';

const ROLES: Readonly<Record<string, FolderRole>> = { Posteingang: 'Inbox', 'Sent Items': 'SentItems' };
const FOLDERS = [
  '',
  'Posteingang',
  'Posteingang/2019',
  'Posteingang/2019/Q1',
  'Posteingangs',
  'Sent Items',
  '#Notes#',
].map(folderAt);

function folderAt(path: string): PlacedFolder {
  return { place: path === '' ? [] : path.split('/'), role: ROLES[path] ?? null };
}

function selected(includeFolders: readonly string[], excludeFolders: readonly string[]): string[] {
  const isSelected = createFolderFilter({ includeFolders, excludeFolders }, FOLDERS);
  return FOLDERS.filter(({ place }) => isSelected(place)).map(({ place }) => place.join('/'));
}

test.each([
  [[], [], ['', 'Posteingang', 'Posteingang/2019', 'Posteingang/2019/Q1', 'Posteingangs', 'Sent Items', '#Notes#']],
  [['Posteingang'], [], ['Posteingang']],
  [['posteingang/*'], [], ['Posteingang', 'Posteingang/2019', 'Posteingang/2019/Q1']],
  [['Posteingang/2019'], [], ['Posteingang/2019']],
  [['#Inbox#/*'], ['POSTEINGANG/2019/*'], ['Posteingang']],
  [['#SentItems#'], [], ['Sent Items']],
  [['#Inbox#/2019/*'], [], ['Posteingang/2019', 'Posteingang/2019/Q1']],
  [['\\#Notes\\#'], [], ['#Notes#']],
  // A role that no folder has means no folder, not one of that name.
  [['#Notes#'], [], []],
  [[], ['Posteingang/*', '#SentItems#'], ['', 'Posteingangs', '#Notes#']],
])('include %j exclude %j', (include, exclude, expected) => {
  expect(selected(include, exclude)).toEqual(expected);
});

test('both spellings of one role are known', () => {
  const chats: PlacedFolder = { place: ['Chats'], role: 'CommunicationHistory' };
  const filter = (word: string) => createFolderFilter({ includeFolders: [word], excludeFolders: [] }, [chats]);
  expect([filter('#CommunicationHistory#')(chats.place), filter('#CommunicatorHistory#')(chats.place)]).toEqual([
    true,
    true,
  ]);
});

test.each([
  ['nothing left out', FOLDERS.map(({ place }) => place.join('/')), [], []],
  ['a folder with all below it', ['', 'Posteingangs', 'Sent Items', '#Notes#'], [], ['#Inbox#/*']],
  [
    'a folder without what is below it',
    ['', 'Posteingang/2019', 'Posteingang/2019/Q1', 'Posteingangs', 'Sent Items', '#Notes#'],
    [],
    ['#Inbox#'],
  ],
  [
    'without the top: what is taken',
    ['Posteingang/2019', 'Posteingang/2019/Q1', '#Notes#'],
    ['#Inbox#/2019/*', '\\#Notes\\#/*'],
    [],
  ],
])('%s', (_, chosen, includeFolders, excludeFolders) => {
  const patterns = composePatterns(FOLDERS, ({ place }) => chosen.includes(place.join('/')));
  expect(patterns).toEqual({ includeFolders, excludeFolders });
});

test('two folders of one name are named once, whatever is kept below them', () => {
  const folders = ['', 'A', 'a', 'A/B', 'C', 'c'].map(folderAt);
  const patterns = composePatterns(folders, ({ place }) => place.length === 0 || place.join('/') === 'A/B');
  expect(patterns.excludeFolders).toEqual(['A', 'C/*']);
});

test('two folders of one role are named by their names', () => {
  const twins: PlacedFolder[] = ['A', 'B'].map((name) => ({ place: [name], role: 'Inbox' }));
  const patterns = composePatterns([folderAt(''), ...twins], ({ place }) => place[0] !== 'A');
  expect(patterns.excludeFolders).toEqual(['A/*']);
});

test.each([
  [['A/B'], false],
  [['A', '*'], false],
  [[''], false],
  [[], false],
  [['#A#', 'B'], true],
])('%j can be named: %s', (place, expected) => {
  expect(isNameable(place)).toBe(expected);
});

test.each([
  [['Top', 'Inbox'], ['Top'], ['Inbox']],
  [['Top'], ['Top'], []],
  [['Other', 'Inbox'], ['Top'], ['Other', 'Inbox']],
  [['Other'], [], ['Other']],
])('the place of %j below %j', (path, top, expected) => {
  expect(placeOf(path, top)).toEqual(expected);
});

test('whatever is chosen, the patterns take that and nothing else', () => {
  const name = fc.constantFrom('a', 'b', '#c#', 'Inbox', 'd e', '\\', '#');
  const tree = fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 4 }), {
    selector: (place) => place.join('/').toLowerCase(),
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      tree,
      fc.boolean(),
      fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }),
      (places, isTopChosen, ticks) => {
        const folders: PlacedFolder[] = [[], ...places].map((place) => ({
          place,
          role: place.join('/') === 'Inbox' ? 'Inbox' : null,
        }));
        const chosen = new Set(folders.filter(({ place }, i) => (place.length === 0 ? isTopChosen : ticks[i])));
        const isTaken = createFolderFilter(
          composePatterns(folders, (folder) => chosen.has(folder)),
          folders,
        );
        const isNothingNamed = !isTopChosen && chosen.size === 0;
        // No include at all means everything: nobody can ask for nothing.
        if (isNothingNamed) return;
        expect(folders.filter(({ place }) => isTaken(place))).toEqual(folders.filter((folder) => chosen.has(folder)));
      },
    ),
  );
});
