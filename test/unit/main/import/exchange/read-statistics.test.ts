import { expect, test } from 'vitest';
import { readStatistics } from '../../../../../main/import/exchange/read-statistics.ts';
import { ImportStatistics } from '../../../../../preload/contract/index.ts';
import samples from '../../../../fixtures/exchange/statistics.json' with { type: 'json' };

const EXPECTED = {
  requestId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  name: 'job-1',
  mailbox: 'annb',
  isArchive: false,
  targetRootFolder: 'Imported PST/archive',
  status: 'InProgress',
  statusDetail: 'CopyingMessages',
  phase: 'running',
  percentComplete: 52,
  itemsTransferred: 723,
  itemsTotal: 1456,
  bytesTransferred: 236_732_045,
  bytesTotal: 436_712_733,
  skipped: [{ reason: 'tooLarge', count: 2 }],
  sourceUri: 'https://contoso.blob.core.windows.net/pst/job-1.pst',
  queuedAt: '2018-01-25T00:50:00.000Z',
  startedAt: '2018-01-25T00:51:00.000Z',
  completedAt: null,
  failedAt: null,
  failure: null,
  mailboxPath: null,
  service: {
    identity: 'annb\\job-1',
    targetAlias: 'annb',
    batchName: 'job-1',
    syncStage: 'CopyingMessages',
    positionInQueue: null,
    bytesPerMinute: 12_687_769,
    dataConsistencyScore: 'Good',
    lastUpdateAt: '2018-01-25T00:56:01.000Z',
    suspendedAt: null,
    message: null,
    rest: {
      RequestQueue: 'NAMPR01DG001-db001',
      MRSServerName: 'SN1PR01MB0001',
      OverallDuration: '00:06:01',
      TotalQueuedDuration: '00:01:00',
      CompletedRequestAgeLimit: '30.00:00:00',
      IncludeFolders: '#Inbox#/*, Projects',
    },
  },
  secondsLeft: null,
};

test.each(Object.entries(samples))('%s: every field is read', (_, raw) => {
  expect(ImportStatistics.parse(readStatistics(raw))).toEqual(EXPECTED);
});

test('a failed one says why, and nothing of it opens anything', () => {
  const raw = {
    ...samples['en-US'],
    Status: 'Failed',
    StatusDetail: 'FailedOther',
    FailureType: 'RemoteTransientException',
    Message:
      'Error: GET https://contoso.blob.core.windows.net/pst/a.pst?sv=1&sig=c2VjcmV0 sig=c2VjcmV0: (403) Forbidden',
    FailureTimestamp: '2018-01-25T01:00:00Z',
    ValidationMessage: 'sig=c2VjcmV0',
    MRSContentFilterSasUri: 'https://contoso.example/filter',
    SkippedItems: 'Subject: private',
    Report: 'private',
  };
  const reading = readStatistics(raw);
  expect(reading.phase).toBe('failed');
  expect(reading.failure).toEqual({ code: 'importForbidden', params: {} });
  expect(reading.failedAt).toBe('2018-01-25T01:00:00.000Z');
  expect(JSON.stringify(reading)).not.toMatch(/c2VjcmV0|private|contoso\.example/);
});

test('nothing at all is a reading too', () => {
  const reading = ImportStatistics.parse(readStatistics({}));
  expect([reading.phase, reading.itemsTransferred, reading.itemsTotal, reading.bytesTotal]).toEqual([
    'running',
    0,
    null,
    null,
  ]);
});

test.each([
  ['Queued', '', 0, null],
  ['InProgress', 'CreatingFolderHierarchy', 0, null],
  ['Completed', '', 0, 0],
])('%s %s: a total of %s is %s', (Status, StatusDetail, EstimatedTransferItemCount, itemsTotal) => {
  expect(readStatistics({ Status, StatusDetail, EstimatedTransferItemCount }).itemsTotal).toBe(itemsTotal);
});

test('long values are cut', () => {
  const { service } = readStatistics({ Flags: 'x'.repeat(10_000), Message: 'y'.repeat(10_000) });
  expect(service?.rest.Flags).toHaveLength(500);
  expect(service?.message).toHaveLength(4000);
});

test('a file on a share is the source on-premises', () => {
  expect(readStatistics({ FilePath: '\\\\files\\pst\\a.pst' }).sourceUri).toBe('\\\\files\\pst\\a.pst');
});
