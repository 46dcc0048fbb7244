import { describe, expect, it } from 'vitest';
import type { ActivePhase, CommittedUpload, Job, JobPhase } from '../../../../main/migration/job.ts';
import { receiptOf } from '../../../../main/migration/receipt.ts';
import { type ImportStatistics, isFinal, JOB_STATES, JobId, Receipt } from '../../../../preload/contract/index.ts';
import { FILE, SIGNATURE, statisticsOf, TARGET } from '../../../support/migration/fake-ports.ts';

const ID = JobId.parse('job-1');
const UPLOAD: CommittedUpload = {
  blob: 'pst/job-1.pst',
  sha256: 'f'.repeat(64),
  sizeBytes: 31,
  signature: null,
  sentBytes: 41,
};
const HALF_SENT = {
  signature: SIGNATURE,
  blobName: 'job-1.pst',
  replacesJobId: null,
  stagedIds: ['a'],
  stagedBytes: 10,
  startedCommits: [],
  sentBytes: 10,
};
const ERROR = { code: 'sourceMissing', params: { isDriveGone: true } } as const;
const IMPORTING: ActivePhase = { kind: 'importing', upload: UPLOAD, requestId: 'r-1' };

function statistics(change: Partial<ImportStatistics> = {}): ImportStatistics {
  const source = { blobUri: 'http://127.0.0.1/b', sasToken: 'sig=secret' };
  return statisticsOf({ name: ID, ...TARGET, targetRootFolder: TARGET.rootFolder, source }, 'r-1', change);
}

function job(phase: JobPhase): Job {
  return {
    id: ID,
    file: FILE,
    target: TARGET,
    engine: 'sandbox',
    readings: [],
    createdAt: '2026-01-01T00:00:00Z',
    changedAt: '2026-01-02T00:00:00Z',
    phase,
  };
}

/** What every receipt of this job says, whatever became of it. */
const ALWAYS = {
  job: ID,
  file: FILE.path,
  mailbox: TARGET.mailbox,
  isArchive: TARGET.isArchive,
  rootFolder: TARGET.rootFolder,
  isHandedOver: false,
  readings: [],
  includeFolders: [],
  excludeFolders: [],
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-02T00:00:00Z',
};

const NOTHING_ARRIVED = { found: 0, moved: 0, skipped: [], mailboxPath: null };

describe('the receipt', () => {
  it('of a job that is done is the proof of it', () => {
    const receipt = receiptOf(job({ kind: 'done', upload: UPLOAD, requestId: 'r-1', statistics: statistics() }));
    expect(receipt).toEqual({
      ...ALWAYS,
      state: 'done',
      sha256: UPLOAD.sha256,
      sizeBytes: 31,
      sentBytes: 41,
      blob: UPLOAD.blob,
      requestId: 'r-1',
      found: 7,
      moved: 7,
      skipped: [],
      mailboxPath: '/mailboxes/ann',
      problem: null,
    });
    expect(Receipt.parse(receipt)).toEqual(receipt);
  });

  it('has found what was moved and what was left out, whatever the service says of the total', () => {
    const skipped = [
      { reason: 'tooLarge', count: 2 },
      { reason: 'unreadable', count: 0 },
      { reason: 'alreadyImported', count: 3 },
    ] as const;
    const reading = statistics({ skipped: [...skipped], itemsTotal: 99 });
    expect(
      receiptOf(job({ kind: 'doneWithSkips', upload: UPLOAD, requestId: 'r-1', statistics: reading })),
    ).toMatchObject({
      state: 'doneWithSkips',
      found: 12,
      moved: 7,
      skipped: [skipped[0], skipped[2]],
    });
  });

  it('of a job that failed while it was sent says how far it came', () => {
    const reached = { sentBytes: 10, upload: null, requestId: null };
    expect(receiptOf(job({ kind: 'failed', reached, error: ERROR, statistics: null }))).toEqual({
      ...ALWAYS,
      ...NOTHING_ARRIVED,
      state: 'failed',
      sha256: null,
      sizeBytes: FILE.sizeBytes,
      sentBytes: 10,
      blob: null,
      requestId: null,
      problem: ERROR,
    });
  });

  it('of a job that was cancelled in the import says what had arrived', () => {
    const reached = { sentBytes: 41, upload: UPLOAD, requestId: 'r-1' };
    const reading = statistics({ itemsTransferred: 3, phase: 'removed' });
    expect(receiptOf(job({ kind: 'cancelled', reached, statistics: reading }))).toMatchObject({
      state: 'cancelled',
      sha256: UPLOAD.sha256,
      requestId: 'r-1',
      found: 3,
      moved: 3,
      mailboxPath: '/mailboxes/ann',
      problem: null,
    });
  });

  it.each([
    ['in the upload', { kind: 'uploading', upload: HALF_SENT }, { sentBytes: 10, blob: null, requestId: null }],
    ['in the import', IMPORTING, { sentBytes: 41, blob: UPLOAD.blob, requestId: 'r-1' }],
  ] as const)('of a job that is blocked %s names the obstacle and how far it came', (_where, before, expected) => {
    expect(receiptOf(job({ kind: 'blocked', before, error: ERROR }))).toMatchObject({
      ...NOTHING_ARRIVED,
      ...expected,
      state: 'blocked',
      problem: ERROR,
    });
  });

  it('is not there for a job on its way, and is for every other', () => {
    const phases: JobPhase[] = [
      { kind: 'draft' },
      { kind: 'queued', upload: HALF_SENT },
      { kind: 'checking', upload: HALF_SENT },
      { kind: 'uploading', upload: HALF_SENT },
      { kind: 'paused', before: IMPORTING },
      { kind: 'uploaded', upload: UPLOAD },
      IMPORTING,
      { kind: 'done', upload: UPLOAD, requestId: 'r-1', statistics: statistics() },
      { kind: 'doneWithSkips', upload: UPLOAD, requestId: 'r-1', statistics: statistics() },
      { kind: 'blocked', before: IMPORTING, error: ERROR },
      { kind: 'failed', reached: { sentBytes: 0, upload: null, requestId: null }, error: ERROR, statistics: null },
      { kind: 'cancelled', reached: { sentBytes: 0, upload: null, requestId: null }, statistics: null },
    ];
    expect(phases.map(({ kind }) => kind)).toEqual([...JOB_STATES]);
    for (const phase of phases) {
      expect([phase.kind, receiptOf(job(phase)) !== null]).toEqual([
        phase.kind,
        isFinal(phase.kind) || phase.kind === 'blocked',
      ]);
    }
  });
});
