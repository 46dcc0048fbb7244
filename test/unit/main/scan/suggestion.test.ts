import { describe, expect, it, test } from 'vitest';
import { isOwnPlace, type SuggestionFacts, suggest } from '../../../../main/scan/suggestion.ts';
import {
  CandidateId,
  type CopyOf,
  isMovable,
  PLACE_BASES,
  type Place,
  PST_HEALTHS,
  type PstHealth,
  SUGGESTION_REASONS,
} from '../../../../preload/contract/index.ts';

const DRIVE: Place = { base: 'drive', label: 'Backup', profile: null, folders: [] };
const DOCUMENTS: Place = { base: 'documents', label: '', profile: null, folders: ['Outlook Files'] };
const BOBS: Place = { ...DOCUMENTS, profile: 'Bob' };
const COPY: CopyOf = { id: CandidateId.parse('other'), path: 'D:\\other.pst', kind: 'copy' };
const WHOLE = { isPartly: false };
const VERSION: CopyOf = { ...COPY, kind: 'version' };

/** A file on some drive of which nothing is known. */
const FACTS: SuggestionFacts = {
  health: 'fine',
  outlookProfile: null,
  place: DRIVE,
  isOwnAccount: null,
  isInChosenFolder: false,
  moved: null,
  copyOf: null,
};

const judge = (change: Partial<SuggestionFacts>) => {
  const { isSuggested, reason } = suggest({ ...FACTS, ...change });
  return `${isSuggested ? 'yes' : 'no'} ${reason}`;
};

test.each<[string, Partial<SuggestionFacts>, string]>([
  ['a file of which nothing is known', {}, 'no unknownOwner'],
  ['one attached to Outlook', { outlookProfile: 'Outlook' }, 'yes attached'],
  ['one in the own profile', { place: DOCUMENTS }, 'yes ownFolder'],
  ['one in the own cloud', { place: { ...DRIVE, base: 'cloud' } }, 'yes ownFolder'],
  ['one that belongs to the own account', { isOwnAccount: true }, 'yes ownFile'],
  ['one in a chosen folder', { isInChosenFolder: true, place: { ...DRIVE, base: 'folder' } }, 'yes chosenFolder'],
  ['one in a chosen drive', { isInChosenFolder: true }, 'yes chosenFolder'],

  ['an attached one that is left open', { outlookProfile: 'Outlook', health: 'inUse' }, 'yes attached'],
  ['an attached one in the own profile', { outlookProfile: 'Outlook', place: DOCUMENTS }, 'yes attached'],
  ['an attached one that has a copy', { outlookProfile: 'Outlook', copyOf: COPY }, 'yes attached'],
  ['the own one in the own profile', { place: DOCUMENTS, isOwnAccount: true }, 'yes ownFolder'],
  ['the own one in a chosen folder', { isInChosenFolder: true, isOwnAccount: true }, 'yes ownFile'],

  ['a copy in the own profile', { place: DOCUMENTS, copyOf: COPY }, 'no copy'],
  ['a version of another day in the own profile', { place: DOCUMENTS, copyOf: VERSION }, 'no copy'],
  ['a copy in a chosen folder', { isInChosenFolder: true, copyOf: COPY }, 'no copy'],

  [
    'a copy of one that stays, in the own profile',
    { place: DOCUMENTS, copyOf: COPY, isCopyOfWanted: false },
    'yes ownFolder',
  ],
  ['a copy of one that stays, on a drive', { copyOf: COPY, isCopyOfWanted: false }, 'no unknownOwner'],
  ['a copy of one that goes', { copyOf: COPY, isCopyOfWanted: true }, 'no copy'],

  ['one in another profile', { place: BOBS }, 'no otherPerson'],
  ['one in the cloud of another', { place: { ...DRIVE, base: 'cloud', profile: 'Bob' } }, 'no otherPerson'],
  ['one of another on a drive', { isOwnAccount: false }, 'no otherPerson'],
  ['one of another in the own profile', { place: DOCUMENTS, isOwnAccount: false }, 'no otherPerson'],
  ['one of another in a chosen folder', { isOwnAccount: false, isInChosenFolder: true }, 'no otherPerson'],
  ['one of another that is attached', { isOwnAccount: false, outlookProfile: 'Outlook' }, 'no otherPerson'],
  ['an attached one in another profile', { place: BOBS, outlookProfile: 'Outlook' }, 'no otherPerson'],
  ['the own one in another profile', { place: BOBS, isOwnAccount: true }, 'no otherPerson'],
  ['one in a chosen folder of another profile', { place: BOBS, isInChosenFolder: true }, 'no otherPerson'],
  ['a copy in another profile', { place: BOBS, copyOf: COPY }, 'no otherPerson'],

  ['one that was moved', { place: DOCUMENTS, moved: WHOLE }, 'no moved'],
  ['an attached one that was moved', { outlookProfile: 'Outlook', moved: WHOLE }, 'no moved'],
  ['one of another that was moved', { place: BOBS, moved: WHOLE }, 'no moved'],
  ['a copy that was moved itself', { copyOf: COPY, moved: WHOLE }, 'no moved'],
  ['one that was moved without some folders', { place: DOCUMENTS, moved: { isPartly: true } }, 'no movedPartly'],
  ['a damaged one that was moved', { health: 'damaged', moved: WHOLE }, 'no notMovable'],
  ['an attached OST', { health: 'ost', outlookProfile: 'Outlook' }, 'no notMovable'],
  ['a damaged one of another', { health: 'damaged', place: BOBS }, 'no notMovable'],
])('%s: %s %s', (_, change, expected) => {
  expect(judge(change)).toBe(expected);
});

test.each(
  PST_HEALTHS.map((health): [PstHealth, string] => [health, isMovable(health) ? 'yes ownFolder' : 'no notMovable']),
)('a file in the own profile that is %s: %s', (health, expected) => {
  expect(judge({ health, place: DOCUMENTS })).toBe(expected);
});

describe('of every mixture of facts', () => {
  const flags = [false, true];
  const mixtures: SuggestionFacts[] = PST_HEALTHS.flatMap((health) =>
    [DRIVE, DOCUMENTS, BOBS].flatMap((place) =>
      [null, 'Outlook'].flatMap((outlookProfile) =>
        [null, true, false].flatMap((isOwnAccount) =>
          flags.flatMap((isInChosenFolder) =>
            [null, WHOLE, { isPartly: true }].flatMap((moved) =>
              [null, COPY].map((copyOf) => ({
                ...{ health, place, outlookProfile, isOwnAccount, isInChosenFolder, moved, copyOf },
              })),
            ),
          ),
        ),
      ),
    ),
  );

  it("another person's file is never suggested", () => {
    const theirs = mixtures.filter(({ place, isOwnAccount }) => place.profile !== null || isOwnAccount === false);
    expect(theirs.length).toBeGreaterThan(500);
    expect(theirs.filter((facts) => suggest(facts).isSuggested)).toEqual([]);
  });

  it('none is suggested that is neither attached, own nor in a chosen folder', () => {
    const suggested = mixtures.filter((facts) => suggest(facts).isSuggested);
    const claims = ({ outlookProfile, place, isOwnAccount, isInChosenFolder }: SuggestionFacts) =>
      outlookProfile !== null || isOwnPlace(place) || isOwnAccount === true || isInChosenFolder;
    expect(suggested.length).toBeGreaterThan(50);
    expect(suggested.filter((facts) => !claims(facts))).toEqual([]);
  });

  it('each reason is given for yes or for no, and every reason is given', () => {
    const given = new Set(mixtures.map((facts) => `${suggest(facts).reason} ${suggest(facts).isSuggested}`));
    expect([...given].toSorted()).toEqual(
      SUGGESTION_REASONS.map((reason, i) => `${reason} ${i < SUGGESTION_REASONS.indexOf('notMovable')}`).toSorted(),
    );
  });
});

test('the own places are those of a profile and the cloud, without a name', () => {
  expect(PLACE_BASES.filter((base) => isOwnPlace({ ...DRIVE, base }))).toEqual([
    'documents',
    'desktop',
    'downloads',
    'outlook',
    'profile',
    'cloud',
  ]);
  expect(PLACE_BASES.filter((base) => isOwnPlace({ ...BOBS, base }))).toEqual([]);
});
