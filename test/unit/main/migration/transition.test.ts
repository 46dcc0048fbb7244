import { describe, expect, it } from 'vitest';
import type { Job, JobEvent } from '../../../../main/migration/job.ts';
import { createJob, transition, transitionAll } from '../../../../main/migration/transition.ts';
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
      upload: {
        signature: SIGNATURE,
        blobName: 'job-1.pst',
        replacesJobId: null,
        stagedIds: ['a'],
        stagedBytes: 10,
        startedCommits: [],
        sentBytes: 10,
      },
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
    expect(phase).toMatchObject({ upload: { stagedIds: [], stagedBytes: 0, sentBytes: 10 } });
  });

  it('keeps the blocks of a blob over another state of the file, and forgets them with another blob', () => {
    const started = (blobName: string): JobEvent => ({ kind: 'uploadStarted', signature: SIGNATURE, blobName });
    const block: JobEvent = { kind: 'blockStaged', id: 'a', sizeBytes: 10 };
    const way = [...WAY.slice(0, 2), started('one.pst'), block];
    expect(jobAfter([...way, started('one.pst')]).phase).toMatchObject({ upload: { stagedIds: ['a'] } });
    expect(jobAfter([...way, started('two.pst')]).phase).toMatchObject({
      upload: { blobName: 'two.pst', stagedIds: [], stagedBytes: 0, sentBytes: 10 },
    });
  });

  it('leads to the same job whether events come one by one or all at once', () => {
    const created = jobAfter([]);
    const blocks: JobEvent[] = ['a', 'b', 'c'].map((block) => ({ kind: 'blockStaged', id: block, sizeBytes: 10 }));
    const events = [
      ...WAY.slice(0, 3),
      ...blocks,
      { kind: 'blocksLost', ids: ['b'] } as JobEvent,
      ...blocks.slice(1, 2),
    ];
    const records = events.map((event, index) => ({ at: `2026-01-02T03:04:0${index}.000Z`, event }));
    expect(transitionAll(created, records)).toEqual(records.reduce(transition, created));
  });

  it('refuses a block of an upload that is over', () => {
    const event: JobEvent = { kind: 'blockStaged', id: 'a', sizeBytes: 10 };
    expect(() => transition(jobAfter(WAY.slice(0, 5)), { at, event })).toThrow(
      expect.objectContaining({ code: 'jobNotInState' }),
    );
  });
});
