import { expect, test } from 'vitest';
import { createCandidates } from '../../../../main/scan/candidates.ts';
import type { FoundFile } from '../../../../main/scan/scan-event.ts';
import { CandidateView } from '../../../../preload/contract/index.ts';

const FOUND: FoundFile = {
  path: '/home/anna/mail.pst',
  name: 'mail.pst',
  sizeBytes: 271_360,
  modifiedMs: 1_700_000_000_123.5,
  fileId: '1:2',
  format: 'unicode',
  health: 'fine',
};

test('a file becomes a view the window may see, found again by its id', () => {
  const candidates = createCandidates();
  const view = candidates.add(FOUND);
  const { fileId: _, modifiedMs: __, ...shown } = FOUND;
  expect(view).toEqual({ ...shown, id: view.id, modified: '2023-11-14T22:13:20.123Z' });
  expect(CandidateView.parse(view)).toEqual(view);
  expect(candidates.get(view.id)).toEqual({ view, file: FOUND });
  expect(candidates.list()).toEqual([view]);
});

test('forged and forgotten ids lead nowhere', () => {
  const candidates = createCandidates();
  const { id } = candidates.add(FOUND);
  expect(candidates.get('constructor')).toBeNull();
  expect(candidates.get(`${id.slice(0, -1)}x`)).toBeNull();
  candidates.clear();
  expect(candidates.get(id)).toBeNull();
  expect(candidates.list()).toEqual([]);
  expect(candidates.add(FOUND).id).not.toBe(id);
});

test('times no calendar knows do not break the list', () => {
  const candidates = createCandidates();
  expect(candidates.add({ ...FOUND, modifiedMs: 1e300 }).modified).toBe('+275760-09-13T00:00:00.000Z');
  expect(candidates.add({ ...FOUND, modifiedMs: -1e300 }).modified).toBe('-271821-04-20T00:00:00.000Z');
});
