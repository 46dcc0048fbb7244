import { describe, expect, it } from 'vitest';
import {
  type Contents,
  type FolderPatterns,
  MAX_FOLDER_DEPTH,
  MAX_ITEM_BYTES,
  MAX_PATTERNS,
} from '../../../../../preload/contract/index.ts';
import {
  chooseNothing,
  createFolderPlan,
  type FolderChoice,
  type FolderPlan,
  forecastOf,
  forgottenChoice,
  tickReader,
  toggleFolder,
} from '../../../../../renderer/features/choose/folder-choice.ts';
import { contentsOf, sampleFolder } from '../../../../support/renderer/sample-contents.ts';

const TOP = 'Top of Outlook data file';

function folder(names: string, items: number, change: Parameters<typeof sampleFolder>[2] = {}) {
  return sampleFolder([TOP, ...(names === '' ? [] : names.split('>'))], items, { sizeBytes: items * 10, ...change });
}

const MAILBOX = contentsOf([
  folder('', 0),
  folder('Inbox', 10, { role: 'Inbox' }),
  folder('Inbox>Old', 5),
  folder('Inbox>in/out', 3),
  folder('Sent', 20, { role: 'SentItems' }),
  folder('Archive', 0),
  folder('Archive>2001', 1),
  folder('Archive>2002', 2),
]);

/** The choice after each of these folders was toggled in turn; names from the top, `''` for the top itself. */
function choiceAfter(plan: FolderPlan, ...toggled: readonly string[]): FolderChoice | null {
  return toggled.reduce<FolderChoice | null>((choice, names) => {
    const found = plan.folders.find(({ place }) => place.join('>') === names);
    if (found === undefined) throw new Error(`no folder ${names}`);
    return toggleFolder(plan, choice, found.node);
  }, null);
}

function ticksOf(plan: FolderPlan, choice: FolderChoice | null): Record<string, string> {
  const tickOf = tickReader(plan, choice);
  return Object.fromEntries(plan.folders.map(({ place, node }) => [place.join('>'), tickOf(node)]));
}

const plan = createFolderPlan(MAILBOX);

describe('a choice', () => {
  it('is all folders at first and again when every tick is back', () => {
    expect(choiceAfter(plan, 'Inbox', 'Inbox')).toBeNull();
    expect(choiceAfter(plan, '', 'Inbox', 'Sent', 'Archive')).toBeNull();
  });

  it.each<[string, readonly string[], FolderPatterns]>([
    ['a folder with all below it', ['Inbox'], { includeFolders: [], excludeFolders: ['#Inbox#/*'] }],
    ['one folder below another', ['Inbox>Old'], { includeFolders: [], excludeFolders: ['#Inbox#/Old/*'] }],
    ['only one', ['', 'Sent'], { includeFolders: ['#SentItems#/*'], excludeFolders: [] }],
    [
      'a parent that holds nothing',
      ['Archive>2001', 'Archive>2002'],
      { includeFolders: [], excludeFolders: ['Archive/*'] },
    ],
  ])('of %s asks for it in the shortest way', (_, toggled, patterns) => {
    expect(choiceAfter(plan, ...toggled)?.patterns).toEqual(patterns);
  });

  it('is never wrong in a file that holds nothing, unless some of it could not be read', () => {
    const folders = [folder('', 0), folder('Empty', 0), folder('Other', 0)];
    const problems: Contents['problems'] = [{ code: 'folderUnreadable', params: {} }];
    const [sound, unsound] = [contentsOf(folders), contentsOf(folders, { problems })].map(createFolderPlan);
    const problemOf = (given: FolderPlan | undefined) => given && chooseNothing(given)?.problem;
    expect([problemOf(sound), problemOf(unsound)]).toEqual([null, 'nothingChosen']);
  });

  it('that was forgotten stands for all folders until there is another', () => {
    const forgotten = forgottenChoice();
    const inbox = plan.folders.find(({ place }) => place.join('>') === 'Inbox')?.node;
    if (inbox === undefined) throw new Error('no folder');
    expect([forgotten.problem, forecastOf(plan, forgotten), tickReader(plan, forgotten)(inbox)]).toEqual([
      'contentsChanged',
      forecastOf(plan, null),
      'all',
    ]);
    expect(toggleFolder(plan, forgotten, inbox)).toEqual(toggleFolder(plan, null, inbox));
  });

  it('is none at all when the last folder goes', () => {
    const one = choiceAfter(plan, 'Inbox', 'Sent', 'Archive');
    const none = chooseNothing(plan);
    expect([one?.problem, none?.problem, none?.forecast.items]).toEqual(['nothingChosen', 'nothingChosen', 0]);
  });

  it('of nothing but an empty folder moves that folder', () => {
    const empty = createFolderPlan(contentsOf([folder('', 0), folder('Full', 1), folder('Empty', 0)]));
    const choice = choiceAfter(empty, 'Full');
    expect([choice?.problem, choice?.forecast.items, ticksOf(empty, choice)]).toEqual([
      null,
      0,
      { '': 'some', Full: 'none', Empty: 'all' },
    ]);
  });

  it.each([
    [0, null],
    [1, 'tooManyPatterns'],
  ])('of %i folders more than an import takes names of: %s', (more, problem) => {
    const parts = Array.from({ length: MAX_PATTERNS + more }, (_, index) =>
      folder(`Missing>Part ${index}`, 1, { id: index }),
    );
    const long = createFolderPlan(contentsOf([folder('', 1), ...parts]));
    const missing = long.nodes[0]?.children[0];
    expect(missing && toggleFolder(long, null, missing)?.problem).toBe(problem);
  });
});

describe('ticks', () => {
  it('are all on without a choice', () => {
    expect(new Set(Object.values(ticksOf(plan, null)))).toEqual(new Set(['all']));
  });

  it('show what is partly taken, and what happens to a folder that no pattern names', () => {
    expect(ticksOf(plan, choiceAfter(plan, 'Inbox', 'Archive>2001'))).toEqual({
      '': 'some',
      Inbox: 'none',
      'Inbox>Old': 'none',
      'Inbox>in/out': 'none',
      Sent: 'all',
      Archive: 'some',
      'Archive>2001': 'none',
      'Archive>2002': 'all',
    });
  });

  it('stay on for a folder that no pattern names beside one that is left out', () => {
    expect(ticksOf(plan, choiceAfter(plan, 'Inbox>Old'))['Inbox>in/out']).toBe('all');
  });

  it('do not change for a folder that cannot be chosen by itself', () => {
    expect(choiceAfter(plan, 'Inbox>in/out')).toBeNull();
  });

  it('go on with all below when some were off', () => {
    expect(ticksOf(plan, choiceAfter(plan, 'Inbox>Old', 'Sent', 'Inbox'))['Inbox>Old']).toBe('all');
  });

  it('are all off where nothing is chosen', () => {
    expect(new Set(Object.values(ticksOf(plan, chooseNothing(plan))))).toEqual(new Set(['none']));
  });
});

describe('forecast', () => {
  it('counts what moves and what stays; the top is no folder', () => {
    expect(forecastOf(plan, choiceAfter(plan, 'Inbox', 'Archive>2001'))).toEqual({
      items: 22,
      sizeBytes: 220,
      folders: 3,
      leftFolders: 4,
      leftItems: 19,
      skippedItems: 0,
    });
  });

  it('counts everything without a choice', () => {
    expect(forecastOf(plan, null)).toMatchObject({
      items: 41,
      sizeBytes: 410,
      folders: 7,
      leftFolders: 0,
      leftItems: 0,
    });
  });

  it('leaves out what an import skips for its size or depth, where that is among the chosen', () => {
    const deep = Array.from({ length: MAX_FOLDER_DEPTH }, (_, level) => `L${level}`).join('>');
    const contents: Contents = contentsOf(
      [
        folder('', 0),
        folder('Scans', 4, { id: 7, sizeBytes: MAX_ITEM_BYTES * 3, tooLarge: 1 }),
        folder('Others', 4, { id: 8, sizeBytes: 40 }),
        folder(deep, 9),
      ],
      {
        largest: [
          { id: 1, folderId: 7, subject: 'x', sizeBytes: MAX_ITEM_BYTES * 2 },
          { id: 2, folderId: 7, subject: 'y', sizeBytes: MAX_ITEM_BYTES },
        ],
      },
    );
    const large = createFolderPlan(contents);
    expect(forecastOf(large, null)).toMatchObject({ items: 7, skippedItems: 10, sizeBytes: MAX_ITEM_BYTES + 40 });
    expect(forecastOf(large, choiceAfter(large, 'Scans'))).toMatchObject({ items: 4, skippedItems: 9, sizeBytes: 40 });
  });
});
