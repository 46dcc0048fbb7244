import { describe, expect, it } from 'vitest';
import type { CandidateId, FerryChange, FerryEvent, Snapshot } from '../../../../preload/contract/index.ts';
import { applyEvent, isFerryEvent } from '../../../../renderer/bridge/apply-event.ts';
import { sampleCandidate, sampleJob, sampleRoot, sampleSnapshot } from '../../../support/renderer/samples.ts';

const start = sampleSnapshot({
  seq: 7,
  candidates: [sampleCandidate('a.pst'), sampleCandidate('b.pst')],
  jobs: [sampleJob('one', 'a.pst'), sampleJob('two', 'b.pst')],
});

function applied(change: FerryChange) {
  return applyEvent(start, { seq: 8, change });
}

describe('applyEvent', () => {
  it('keeps the very snapshot when the event is already part of it', () => {
    expect(applyEvent(start, { seq: 7, change: { kind: 'candidatesCleared' } })).toBe(start);
  });

  it('asks for a new snapshot when events are missing in between', () => {
    expect(applyEvent(start, { seq: 9, change: { kind: 'candidatesCleared' } })).toBeNull();
  });

  it('replaces the scan', () => {
    const scan = { ...start.scan, state: 'running', folders: 3 } as const;
    expect(applied({ kind: 'scanChanged', scan })).toEqual({ ...start, seq: 8, scan });
  });

  it('replaces the service mail goes to', () => {
    const tenant = { kind: null, label: '', defaultMailbox: null, mailboxes: [] };
    expect(applied({ kind: 'tenantChanged', tenant })).toEqual({ ...start, seq: 8, tenant });
  });

  it.each<FerryChange>([
    { kind: 'probed', step: { step: 'module', outcome: 'ok', detail: '', error: null } },
    { kind: 'signInAsks', text: 'code' },
  ])('counts what is kept elsewhere: $kind', (change) => {
    expect([applied(change), isFerryEvent({ seq: 8, change })]).toEqual([{ ...start, seq: 8 }, true]);
  });

  it('forgets the candidates', () => {
    expect(applied({ kind: 'candidatesCleared' })).toEqual({ ...start, seq: 8, candidates: [] });
  });

  it('puts new candidates last and renews known ones in their place', () => {
    const renewed = sampleCandidate('a.pst', { sizeBytes: 1 });
    const added = sampleCandidate('c.pst');
    expect(applied({ kind: 'candidatesFound', candidates: [added, renewed] })?.candidates).toEqual([
      renewed,
      start.candidates[1],
      added,
    ]);
  });

  it('keeps the order of arrival when thousands come and are renewed in parts', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `candidate-${index}` as CandidateId);
    const of = (id: CandidateId, sizeBytes: number) => sampleCandidate('x.pst', { id, sizeBytes });
    const news = [...ids.map((id) => of(id, 1)), ...ids.toReversed().map((id) => of(id, 2))];
    const parts = Array.from({ length: 100 }, (_, index) => news.slice(index * 100, (index + 1) * 100));
    const last = parts.reduce<Snapshot | null>(
      (snapshot, candidates) =>
        snapshot && applyEvent(snapshot, { seq: snapshot.seq + 1, change: { kind: 'candidatesFound', candidates } }),
      sampleSnapshot(),
    );
    expect(last?.candidates.map(({ id, sizeBytes }) => [id, sizeBytes])).toEqual(ids.map((id) => [id, 2]));
  });

  it('keeps the very list when nothing new was found', () => {
    expect(applied({ kind: 'candidatesFound', candidates: [] })?.candidates).toBe(start.candidates);
  });

  it('only counts the folders of a file, which are kept elsewhere', () => {
    const candidateId = 'candidate-a' as CandidateId;
    expect(applied({ kind: 'contentsOutlined', candidateId, outline: { folders: [] } })).toEqual({ ...start, seq: 8 });
  });

  it('replaces the roots', () => {
    const roots = [sampleRoot('folder', 'D:\\Mail', 'Mail')];
    expect(applied({ kind: 'rootsListed', roots })).toEqual({ ...start, seq: 8, roots });
  });

  it('changes a job in its place and leaves the others the objects they were', () => {
    const job = sampleJob('one', 'a.pst', { state: 'uploading' });
    const next = applied({ kind: 'jobChanged', job });
    expect(next?.jobs[0]).toBe(job);
    expect(next?.jobs[1]).toBe(start.jobs[1]);
  });
});

describe('isFerryEvent', () => {
  const event: FerryEvent = { seq: 1, change: { kind: 'candidatesCleared' } };
  it.each([
    [event, true],
    [{ seq: 1, change: { kind: 'toString' } }, false],
    [{ seq: 1, change: { kind: 'somethingNew' } }, false],
    [{ seq: '1', change: { kind: 'candidatesCleared' } }, false],
    [{ seq: 1, change: null }, false],
    [null, false],
    ['event', false],
  ])('says of %j: %s', (value, expected) => {
    expect(isFerryEvent(value)).toBe(expected);
  });
});
