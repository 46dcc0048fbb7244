import { expect, it } from 'vitest';
import {
  type CandidateFilter,
  filterCandidates,
  NO_FILTER,
  nextSort,
  type SortColumn,
  sortCandidates,
} from '../../../../../renderer/features/find/candidate-order.ts';
import { createFormat } from '../../../../../renderer/format/format.ts';
import { en } from '../../../../../renderer/format/locales/en.ts';
import { sampleCandidate } from '../../../../support/renderer/samples.ts';

const { compareText } = createFormat('en-US', en);

const a = sampleCandidate('mail 2.pst', {
  path: 'D:\\Zoë\\mail 2.pst',
  sizeBytes: 30,
  modified: '2020-01-01T00:00:00.000Z',
  health: 'damaged',
});
const b = sampleCandidate('Mail 10.pst', {
  path: 'C:\\Old\\Mail 10.pst',
  sizeBytes: 10,
  modified: '2024-01-01T00:00:00.000Z',
});
const c = sampleCandidate('archive.pst', {
  path: 'D:\\Ann\\archive.pst',
  sizeBytes: 20,
  modified: '2009-01-01T00:00:00.000Z',
  health: 'notClosed',
});
const all = [a, b, c];

it.each<[SortColumn, readonly unknown[]]>([
  ['name', [c, a, b]],
  ['folder', [b, c, a]],
  ['size', [b, c, a]],
  ['modified', [c, a, b]],
  ['health', [b, c, a]],
])('sorts by %s, both ways', (column, expected) => {
  expect(sortCandidates(all, { column, isDescending: false }, compareText)).toEqual(expected);
  expect(sortCandidates(all, { column, isDescending: true }, compareText)).toEqual(expected.toReversed());
});

it('leaves the order alone until one is asked for', () => {
  expect(sortCandidates(all, null, compareText)).toBe(all);
});

it('keeps equals in the order they came, also when turned round', () => {
  const twins = [sampleCandidate('one.pst'), sampleCandidate('two.pst'), sampleCandidate('three.pst')];
  expect(sortCandidates(twins, { column: 'size', isDescending: true }, compareText)).toEqual(twins);
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
  ['an accent spelt in two parts', { text: 'zoe\u0308' }, [a]],
  ['what can be moved', { condition: 'movable' }, [b, c]],
  ['what cannot be moved', { condition: 'unmovable' }, [a]],
  ['both at once', { text: 'mail', condition: 'movable' }, [b]],
  ['nothing that matches', { text: 'zip' }, []],
])('filters by %s', (_, filter, expected) => {
  expect(filterCandidates(all, { ...NO_FILTER, ...filter })).toEqual(expected);
});

it('lets everything through, as it is, without a filter', () => {
  expect(filterCandidates(all, { text: '  ', condition: 'any' })).toBe(all);
});
