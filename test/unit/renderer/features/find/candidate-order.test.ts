import { expect, it } from 'vitest';
import {
  type CandidateFilter,
  filterCandidates,
  type ListWords,
  NO_FILTER,
  nextSort,
  type SortColumn,
  sortCandidates,
} from '../../../../../renderer/features/find/candidate-order.ts';
import { describePlace } from '../../../../../renderer/features/find/describe-place.ts';
import { createFormat } from '../../../../../renderer/format/format.ts';
import { en } from '../../../../../renderer/format/locales/en.ts';
import { sampleCandidate } from '../../../../support/renderer/samples.ts';

const words: ListWords = {
  compareText: createFormat('en-US', en).compareText,
  placeText: ({ place }) => describePlace(place, en),
};

const a = sampleCandidate('mail 2.pst', {
  path: 'D:\\Zoë\\mail 2.pst',
  sizeBytes: 30,
  modified: '2020-01-01T00:00:00.000Z',
  health: 'damaged',
  place: { base: 'drive', label: 'D:', profile: null, folders: ['Zoë'] },
});
const b = sampleCandidate('Mail 10.pst', {
  path: 'C:\\Old\\Mail 10.pst',
  sizeBytes: 10,
  modified: '2024-01-01T00:00:00.000Z',
  place: { base: 'outlook', label: '', profile: null, folders: [] },
});
const c = sampleCandidate('archive.pst', {
  path: 'D:\\Ann\\archive.pst',
  sizeBytes: 20,
  modified: '2009-01-01T00:00:00.000Z',
  health: 'notClosed',
  isSuggested: false,
  place: { base: 'documents', label: '', profile: 'Ann', folders: [] },
});
const all = [a, b, c];

it.each<[SortColumn, readonly unknown[]]>([
  ['name', [c, a, b]],
  // As shown: Documents of Ann, The data folder of Outlook, Zoë on D:.
  ['folder', [c, b, a]],
  ['size', [b, c, a]],
  ['modified', [c, a, b]],
  ['health', [b, c, a]],
])('sorts by %s, both ways', (column, expected) => {
  expect(sortCandidates(all, { column, isDescending: false }, words)).toEqual(expected);
  expect(sortCandidates(all, { column, isDescending: true }, words)).toEqual(expected.toReversed());
});

it('leaves the order alone until one is asked for', () => {
  expect(sortCandidates(all, null, words)).toBe(all);
});

it('keeps equals in the order they came, also when turned round', () => {
  const twins = [sampleCandidate('one.pst'), sampleCandidate('two.pst'), sampleCandidate('three.pst')];
  expect(sortCandidates(twins, { column: 'size', isDescending: true }, words)).toEqual(twins);
});

it('starts with A, the largest and the latest, and turns round at the second click', () => {
  const name = nextSort(null, 'name');
  expect([name, nextSort(name, 'name'), nextSort(name, 'size'), nextSort(name, 'modified')]).toEqual([
    { column: 'name', isDescending: false },
    { column: 'name', isDescending: true },
    { column: 'size', isDescending: true },
    { column: 'modified', isDescending: true },
  ]);
});

it.each<[string, Partial<CandidateFilter>, readonly unknown[]]>([
  ['a part of the name, in any case', { text: 'MAIL' }, [a, b]],
  ['a part of the folder', { text: 'ann' }, [c]],
  ['words from both, in any order', { text: ' d:  mail ' }, [a]],
  ['the words for the place', { text: 'documents of' }, [c]],
  ['what is suggested', { condition: 'suggested' }, [b]],
  ['an accent spelt in two parts', { text: 'zoe\u0308' }, [a]],
  ['what can be moved', { condition: 'movable' }, [b, c]],
  ['what cannot be moved', { condition: 'unmovable' }, [a]],
  ['both at once', { text: 'mail', condition: 'movable' }, [b]],
  ['nothing that matches', { text: 'zip' }, []],
])('filters by %s', (_, filter, expected) => {
  expect(filterCandidates(all, { ...NO_FILTER, ...filter }, words)).toEqual(expected);
});

it('lets everything through, as it is, without a filter', () => {
  expect(filterCandidates(all, { text: '  ', condition: 'any' }, words)).toBe(all);
});

it('keeps files of one folder together when places have the same words', () => {
  const at = (path: string) => sampleCandidate('x.pst', { path });
  const [one, other, third] = [at('C:\\a\\1.pst'), at('C:\\b\\2.pst'), at('C:\\a\\3.pst')];
  expect(sortCandidates([one, other, third], { column: 'folder', isDescending: false }, words)).toEqual([
    one,
    third,
    other,
  ]);
});
