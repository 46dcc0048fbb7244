import { expect, test } from 'vitest';
import { JobEvent, type JobRecord, type Signature } from '../../main/migration/job.ts';
import { decodeRecords, encodeRecord, loadJob } from '../../main/migration/journal.ts';
import { receiptOf } from '../../main/migration/receipt.ts';
import { JobId, type Target } from '../../preload/contract/index.ts';
import { FakeJournals } from '../support/migration/fake-ports.ts';
import { CANCELLED_JOURNAL, FAILED_JOURNAL, FINISHED_JOURNAL } from '../support/migration/old-journals.ts';

const ID = JobId.parse('job-1');
const JOURNALS = [FINISHED_JOURNAL, FAILED_JOURNAL, CANCELLED_JOURNAL];

/** The record without what the versions that wrote these journals did not know: the choice of folders, times of change. */
function asWrittenThen(record: JobRecord): JobRecord {
  if (record.event.kind === 'uploadStarted') {
    const { changedMs, ...signature } = record.event.signature;
    expect(changedMs).toBeNull();
    return { ...record, event: { ...record.event, signature: signature as Signature } };
  }
  if (record.event.kind !== 'created') return record;
  const { includeFolders, excludeFolders, ...target } = record.event.target;
  expect([includeFolders, excludeFolders]).toEqual([[], []]);
  return { ...record, event: { ...record.event, target: target as Target } };
}

async function load(journal: string) {
  const journals = new FakeJournals();
  await journals.append(ID, Buffer.from(journal, 'base64'));
  const job = await loadJob(journals, ID);
  expect(journals.aside).toEqual([]);
  return job;
}

test('a journal of an earlier version tells the whole story of its job', async () => {
  const job = await load(FINISHED_JOURNAL);
  expect(job).toMatchObject({
    id: 'job-1',
    file: { path: 'E:\\Mail\\Jürgen 📧.pst', name: 'Jürgen 📧.pst', sizeBytes: 30 },
    target: { mailbox: 'ann@contoso.example', isArchive: true, rootFolder: 'Imported PST/old' },
    createdAt: '2026-03-01T08:00:00.000Z',
    phase: { kind: 'doneWithSkips', requestId: 'r-1' },
  });
  expect(receiptOf(job)).toMatchObject({
    state: 'doneWithSkips',
    sha256: 'f'.repeat(64),
    sizeBytes: 30,
    sentBytes: 40,
    blob: 'pst/job-1.pst',
    found: 7,
    moved: 5,
    skipped: [{ reason: 'tooLarge', count: 2 }],
    mailboxPath: '/mailboxes/ann',
  });
});

test('a journal that was cut anywhere tells the story up to there', async () => {
  const bytes = Buffer.from(FINISHED_JOURNAL, 'base64');
  const { records } = decodeRecords(bytes);
  let end = 0;
  const phases: string[] = [];
  for (const record of records) {
    end += encodeRecord(asWrittenThen(record)).byteLength;
    phases.push((await load(bytes.subarray(0, end).toString('base64'))).phase.kind);
  }
  expect(phases.join(' ')).toBe(
    'draft queued checking blocked queued checking uploading uploading uploading paused queued checking uploading' +
      ' uploading uploading uploading uploaded importing doneWithSkips',
  );
});

test('a job that failed or was cancelled in an earlier version still says why and how far it came', async () => {
  expect((await load(FAILED_JOURNAL)).phase).toEqual({
    kind: 'failed',
    reached: { sentBytes: 0, upload: null, requestId: null },
    error: { code: 'importFailed', params: { reason: 'x', n: 1, b: true, z: null } },
    statistics: null,
  });
  expect((await load(CANCELLED_JOURNAL)).phase).toMatchObject({
    kind: 'cancelled',
    statistics: { itemsTransferred: 5 },
  });
});

test('a move that was cut off in an earlier version goes on as one of which no commit was begun', async () => {
  const bytes = Buffer.from(FINISHED_JOURNAL, 'base64');
  const { records } = decodeRecords(bytes);
  const staged = records.findIndex(({ event }) => event.kind === 'uploadCommitted');
  const before = Buffer.concat(records.slice(0, staged).map(encodeRecord));
  expect((await load(before.toString('base64'))).phase).toMatchObject({
    kind: 'uploading',
    upload: { stagedIds: ['a', 'b', 'c'], startedCommits: [] },
  });
});

test('records are written today as they were then, byte for byte, but for what came later', () => {
  for (const journal of JOURNALS) {
    const bytes = Buffer.from(journal, 'base64');
    const { records, validBytes } = decodeRecords(bytes);
    expect(validBytes).toBe(bytes.byteLength);
    expect(Buffer.concat(records.map((record) => encodeRecord(asWrittenThen(record))))).toEqual(bytes);
  }
});

/** Events no version had to tell of when these journals were written. */
const LATER_KINDS = ['commitStarted', 'importRead'];

test('these journals hold every kind of event there was', () => {
  const records = JOURNALS.flatMap((journal) => decodeRecords(Buffer.from(journal, 'base64')).records);
  const kinds = JobEvent.options.map((option) => option.shape.kind.value).filter((kind) => !LATER_KINDS.includes(kind));
  expect([...new Set(records.map(({ event }) => event.kind))].sort()).toEqual([...kinds].sort());
});
