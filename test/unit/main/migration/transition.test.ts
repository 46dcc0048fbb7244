import { describe, expect, it } from 'vitest';
import type { Job, JobEvent } from '../../../../main/migration/job.ts';
import { createJob, transition } from '../../../../main/migration/transition.ts';
import { ALL_FOLDERS, JobId } from '../../../../preload/contract/index.ts';
import { FILE, SIGNATURE, statisticsOf, TARGET } from '../../../support/migration/fake-ports.ts';

const at = '2026-01-02T03:04:05.678Z';
const id = JobId.parse('job-1');
const order = {
  ...ALL_FOLDERS,
  name: id,
  mailbox: TARGET.mailbox,
  isArchive: false,
  targetRootFolder: '',
  source: { blobUri: 'http://127.0.0.1/b', sasToken: 'x' },
};
const committed: JobEvent = { kind: 'uploadCommitted', blob: 'pst/job-1.pst', sha256: 'f', sizeBytes: 30 };

/** The way of a job to which nothing bad happens. */
const WAY: readonly JobEvent[] = [
  { kind: 'queued' },
  { kind: 'checkStarted' },
  { kind: 'uploadStarted', signature: SIGNATURE },
  { kind: 'blockStaged', id: 'a', sizeBytes: 10 },
  committed,
  { kind: 'importStarted', requestId: 'r' },
  { kind: 'importEnded', statistics: statisticsOf(order, 'r') },
];

function jobAfter(events: readonly JobEvent[]): Job {
  const created = createJob({ at, event: { kind: 'created', id, file: FILE, target: TARGET } });
  if (!created) throw new Error('not created');
  return events.reduce((job, event) => transition(job, { at, event }), created);
}

describe('transition', () => {
  it('leads from draft to done', () => {
    const kinds = WAY.map((_, index) => jobAfter(WAY.slice(0, index + 1)).phase.kind);
    expect(kinds).toEqual(['queued', 'checking', 'uploading', 'uploading', 'uploaded', 'importing', 'done']);
  });

  it('ends as doneWithSkips when an item was left out', () => {
    const statistics = statisticsOf(order, 'r', { skipped: [{ reason: 'tooLarge', count: 1 }] });
    expect(jobAfter([...WAY.slice(0, -1), { kind: 'importEnded', statistics }]).phase.kind).toBe('doneWithSkips');
  });

  it('ends as doneWithSkips when folders could not be read, though no item was counted as left out', () => {
    const statistics = statisticsOf(order, 'r', { phase: 'completedWithWarning', status: 'CompletedWithWarning' });
    expect(jobAfter([...WAY.slice(0, -1), { kind: 'importEnded', statistics }]).phase.kind).toBe('doneWithSkips');
  });

  it('remembers staged blocks over a pause and checks the file again', () => {
    const resumed = jobAfter([...WAY.slice(0, 4), { kind: 'paused' }, { kind: 'resumed' }]);
    expect(resumed.phase).toEqual({
      kind: 'queued',
      upload: { signature: SIGNATURE, stagedIds: ['a'], sentBytes: 10 },
    });
  });

  it('goes on importing after a pause in the import', () => {
    const resumed = jobAfter([...WAY.slice(0, 6), { kind: 'paused' }, { kind: 'resumed' }]);
    expect(resumed.phase).toMatchObject({ kind: 'importing', requestId: 'r' });
  });

  it('can be cancelled from every state that is not an end, keeping how far it came', () => {
    for (let length = 0; length < WAY.length; length++) {
      const cancelled = jobAfter([...WAY.slice(0, length), { kind: 'cancelled', statistics: null }]);
      expect(cancelled.phase).toMatchObject({ kind: 'cancelled', reached: { requestId: length === 6 ? 'r' : null } });
    }
  });

  it('refuses everything after an end', () => {
    const done = jobAfter(WAY);
    for (const event of [...WAY, { kind: 'paused' }, { kind: 'cancelled', statistics: null }] as JobEvent[]) {
      expect(() => transition(done, { at, event })).toThrow(expect.objectContaining({ code: 'jobNotInState' }));
    }
  });

  it('forgets blocks the store lost but not that they were sent', () => {
    const { phase } = jobAfter([...WAY.slice(0, 4), { kind: 'blocksLost', ids: ['a'] }]);
    expect(phase).toMatchObject({ upload: { stagedIds: [], sentBytes: 10 } });
  });
});
