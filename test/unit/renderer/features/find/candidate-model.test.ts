import { expect, it } from 'vitest';
import { selectionOf, sortForChoosing } from '../../../../../renderer/features/find/candidate-model.ts';
import { sampleCandidate } from '../../../../support/renderer/samples.ts';

const old = sampleCandidate('old.pst', { modified: '2001-01-01T00:00:00.000Z' });
const recent = sampleCandidate('recent.pst', { modified: '2025-01-01T00:00:00.000Z' });
const damaged = sampleCandidate('damaged.pst', { modified: '2026-01-01T00:00:00.000Z', health: 'damaged' });

const other = sampleCandidate('other.pst', { modified: '2026-01-01T00:00:00.000Z', isSuggested: false });

it('puts what is suggested first, then what can be moved, the latest change before others', () => {
  expect(sortForChoosing([old, damaged, other, recent])).toEqual([recent, old, other, damaged]);
});

it.each([
  [[], 'none'],
  [[old.id], 'some'],
  [[old.id, recent.id, damaged.id], 'all'],
])('says how much of the movable files is ticked', (chosen, expected) => {
  expect(selectionOf([old, recent], new Set(chosen))).toBe(expected);
});
