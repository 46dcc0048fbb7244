import { describe, expect, it } from 'vitest';
import {
  type CandidateId,
  type CandidateView,
  MAX_COMPARED,
  type Overlap,
} from '../../../../../preload/contract/index.ts';
import { filesToCompare, overlapsToTell } from '../../../../../renderer/features/choose/overlap-model.ts';
import { sampleCandidate } from '../../../../support/renderer/samples.ts';

function file(name: string, change: Partial<CandidateView> = {}): CandidateView {
  return sampleCandidate(name, { id: name as CandidateId, ...change });
}

describe('filesToCompare', () => {
  const own = file('own');
  const copyOfOwn = { id: own.id, path: own.path, kind: 'copy' } as const;
  const others = [
    own,
    file('suggested'),
    file('ticked', { isSuggested: false }),
    file('neither', { isSuggested: false }),
    file('damaged', { health: 'damaged' }),
    file('copy', { copyOf: copyOfOwn }),
    file('version', { copyOf: { ...copyOfOwn, kind: 'version' } }),
  ];

  it('takes files that may be moved along, but neither the file itself nor its exact copies', () => {
    expect(filesToCompare(own, others, ['ticked' as CandidateId])).toEqual(['suggested', 'ticked', 'version']);
  });

  it('leaves out the file that this one is a copy of', () => {
    const copy = file('copy', { copyOf: copyOfOwn });
    expect(filesToCompare(copy, [copy, own, file('other')], [])).toEqual(['other']);
  });

  it('compares nothing with a file that cannot be moved', () => {
    expect(filesToCompare(file('damaged', { health: 'damaged' }), others, [])).toEqual([]);
  });

  it('takes as many as the contract allows', () => {
    const many = Array.from({ length: 50 }, (_, index) => file(`${index}`));
    expect(filesToCompare(own, many, [])).toHaveLength(MAX_COMPARED);
  });
});

it('tells shares of one percent and more, the largest first', () => {
  const overlap = (id: string, shared: number, items: number): Overlap => ({
    id: id as CandidateId,
    shared,
    items,
    problem: null,
  });
  const told = overlapsToTell([
    overlap('one percent', 10, 1000),
    overlap('less', 9, 1000),
    overlap('none', 0, 1000),
    overlap('of nothing', 0, 0),
    overlap('all', 1000, 1000),
  ]);
  expect(told.map(({ id }) => id)).toEqual(['all', 'one percent']);
});
