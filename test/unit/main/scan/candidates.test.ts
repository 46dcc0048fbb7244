import { describe, expect, it } from 'vitest';
import { type CandidateContext, createCandidates } from '../../../../main/scan/candidates.ts';
import type { FoundFile } from '../../../../main/scan/scan-event.ts';
import { CandidateView } from '../../../../preload/contract/index.ts';
import { fakeContext, foundFile } from '../../../support/migration/fake-scan.ts';

const FOUND = foundFile('mail.pst', { path: '/home/ann/Documents/Mail/mail.pst', modifiedMs: 1_700_000_000_123.5 });

/** An empty registry. */
function registry(change: Partial<CandidateContext> = {}) {
  const candidates = createCandidates(fakeContext(change));
  return {
    ...{ get: candidates.get.bind(candidates), list: candidates.list.bind(candidates) },
    ...{ files: candidates.files.bind(candidates), clear: candidates.clear.bind(candidates) },
    /** Each gives the views that changed by it. */
    add: (...files: FoundFile[]) => {
      for (const file of files) candidates.add(file);
      return candidates.takeChanges();
    },
    addPath: (fileId: string, path: string) => {
      candidates.addPath(fileId, path);
      return candidates.takeChanges();
    },
    refresh: () => {
      candidates.refresh();
      return candidates.takeChanges();
    },
  };
}

/** The views by name, after files were added one by one. */
function viewsOf(candidates: ReturnType<typeof registry>): Record<string, CandidateView> {
  return Object.fromEntries(candidates.list().map((view) => [view.name, view]));
}

describe('the files of a scan', () => {
  it('become views the window may see, found again by their ids', () => {
    const candidates = registry();
    const [view] = candidates.add(FOUND);
    expect(CandidateView.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      path: FOUND.path,
      paths: [FOUND.path],
      modified: '2023-11-14T22:13:20.123Z',
      place: { base: 'documents', folders: ['Mail'], profile: null },
      isSuggested: true,
      reason: 'ownFolder',
    });
    expect(candidates.get(view?.id ?? '')).toEqual({ view, file: FOUND });
    expect(candidates.list()).toEqual([view]);
  });

  it('hide behind ids that cannot be forged and do not come back', () => {
    const candidates = registry();
    const id = candidates.add(FOUND)[0]?.id ?? '';
    expect(candidates.get('constructor')).toBeNull();
    expect(candidates.get(`${id.slice(0, -1)}x`)).toBeNull();
    candidates.clear(fakeContext());
    expect([candidates.get(id), candidates.list(), candidates.files()]).toEqual([null, [], []]);
    expect(candidates.add(FOUND)[0]?.id).not.toBe(id);
  });

  it('may have times no calendar knows', () => {
    const candidates = registry();
    expect(candidates.add({ ...FOUND, modifiedMs: 1e300 })[0]?.modified).toBe('+275760-09-13T00:00:00.000Z');
    expect(candidates.add({ ...FOUND, modifiedMs: -1e300 })[0]?.modified).toBe('-271821-04-20T00:00:00.000Z');
  });

  it('list every path under which they were met, once', () => {
    const candidates = registry();
    candidates.add(FOUND);
    expect(candidates.addPath(FOUND.fileId, '/mnt/mail.pst')).toMatchObject([{ paths: [FOUND.path, '/mnt/mail.pst'] }]);
    expect(candidates.addPath(FOUND.fileId, '/mnt/mail.pst')).toEqual([]);
    expect(candidates.addPath('9:9', '/mnt/other.pst')).toEqual([]);
    expect(candidates.files()).toEqual([{ file: FOUND, paths: [FOUND.path, '/mnt/mail.pst'] }]);
  });

  it('are attached to Outlook under any of their paths', () => {
    const candidates = registry({ outlookProfileOf: (path) => (path === '/mnt/mail.pst' ? 'Work' : null) });
    candidates.add({ ...FOUND, path: '/srv/mail.pst' });
    expect(candidates.list()).toMatchObject([{ outlookProfile: null, isSuggested: false }]);
    candidates.addPath(FOUND.fileId, '/mnt/mail.pst');
    expect(candidates.list()).toMatchObject([{ outlookProfile: 'Work', isSuggested: true, reason: 'attached' }]);
  });
});

describe('copies', () => {
  const own = foundFile('own.pst', { path: '/home/ann/own.pst', recordKey: 'aa', headHash: '11', modifiedMs: 5 });

  it('are told when the second one is met, and the views of both change as they have to', () => {
    const candidates = registry();
    const copy = foundFile('copy.pst', { path: '/srv/copy.pst', recordKey: 'aa', headHash: '11', modifiedMs: 5 });
    candidates.add(copy);
    expect(viewsOf(candidates)['copy.pst']?.copyOf).toBeNull();
    const changed = candidates.add(own);
    expect(changed.map(({ name }) => name)).toEqual(['copy.pst', 'own.pst']);
    const views = viewsOf(candidates);
    expect(views['own.pst']).toMatchObject({ copyOf: null, isSuggested: true });
    expect(views['copy.pst']).toMatchObject({
      copyOf: { id: views['own.pst']?.id, path: '/home/ann/own.pst', kind: 'copy' },
      isSuggested: false,
      reason: 'copy',
    });
  });

  it('of another person’s file are suggested all the same: nobody else will move that mail', () => {
    const candidates = registry({ outlookProfileOf: (path) => (path.startsWith('/home/bob') ? 'Outlook' : null) });
    const bobs = foundFile('bobs.pst', { path: '/home/bob/bobs.pst', recordKey: 'aa', headHash: '11' });
    candidates.add(bobs, own);
    expect(viewsOf(candidates)).toMatchObject({
      'own.pst': { isSuggested: true, reason: 'ownFolder' },
      'bobs.pst': { isSuggested: false, reason: 'otherPerson' },
    });
  });

  it('of another day are versions; files of other stores are neither', () => {
    const candidates = registry();
    candidates.add(own);
    candidates.add(foundFile('older.pst', { recordKey: 'aa', headHash: '22', modifiedMs: 1 }));
    const added = candidates.add(foundFile('other.pst', { recordKey: 'bb', headHash: '11' }));
    expect(added.map(({ name }) => name)).toEqual(['other.pst']);
    expect(viewsOf(candidates)).toMatchObject({
      'own.pst': { copyOf: null },
      'older.pst': { copyOf: { kind: 'version', path: '/home/ann/own.pst' } },
      'other.pst': { copyOf: null },
    });
  });

  it('without a store key are told by header and size, or not at all', () => {
    const candidates = registry();
    for (const name of ['a.pst', 'b.pst']) candidates.add(foundFile(name, { headHash: '11' }));
    candidates.add(foundFile('c.pst', { headHash: '11', sizeBytes: 31 }));
    for (const name of ['d.pst', 'e.pst']) candidates.add(foundFile(name));
    const copies = candidates.list().filter(({ copyOf }) => copyOf !== null);
    expect(copies.map(({ name }) => name)).toHaveLength(1);
    expect(['a.pst', 'b.pst']).toContain(copies[0]?.name);
  });
});

it('a move changes the views of the file that was moved and of its copies, and no others', () => {
  const moved = { jobId: 'job-1', at: '2026-03-01T12:00:00.000Z', isPartly: false } as const;
  let isMoved = false;
  const findMoved: CandidateContext['findMoved'] = ({ name }) =>
    isMoved && name === 'a.pst' ? (moved as CandidateView['moved']) : null;
  const candidates = registry({ findMoved });
  for (const name of ['a.pst', 'b.pst']) candidates.add(foundFile(name, { path: `/home/ann/${name}` }));
  expect(candidates.refresh()).toEqual([]);
  isMoved = true;
  expect(candidates.refresh()).toMatchObject([{ name: 'a.pst', moved, isSuggested: false, reason: 'moved' }]);
});

it('thousands of copies, each better than the last, are told once each when they are asked for at the end', () => {
  const candidates = registry();
  const many = Array.from({ length: 5000 }, (_, i) =>
    foundFile(`${i}.pst`, { path: `/home/ann/${i}.pst`, recordKey: 'aa', headHash: `${i}`, modifiedMs: i }),
  );
  const views = candidates.add(...many);
  expect(views).toHaveLength(5000);
  expect(views.filter(({ copyOf }) => copyOf === null).map(({ name }) => name)).toEqual(['4999.pst']);
  expect(candidates.refresh()).toEqual([]);
});
