import { expect, it } from 'vitest';
import type { JobView, TransferProgress } from '../../../../../preload/contract/index.ts';
import { jobDetail } from '../../../../../renderer/features/move/job-detail.ts';
import { createFormat } from '../../../../../renderer/format/format.ts';
import { en } from '../../../../../renderer/format/locales/en.ts';
import { sampleJob, sampleReceipt, sampleStatistics } from '../../../../support/renderer/samples.ts';

const format = createFormat('en-US', en);
const job = sampleJob('one', 'a.pst', { sizeBytes: 2_097_152 });
const progress: TransferProgress = {
  phase: 'uploading',
  doneBytes: 1_048_576,
  totalBytes: 2_097_152,
  bytesPerSecond: 524_288,
  secondsLeft: { low: 130, high: 290 },
  keptBytes: 0,
  waitingSince: null,
  waitingFor: null,
};

it.each<[string, Partial<JobView>, string]>([
  ['nothing yet', { state: 'queued' }, ''],
  ['bytes, rate and time left', { state: 'uploading', progress }, '1 MB of 2 MB · 512 KB/s · 2–5 minutes left'],
  [
    'no rate or time before there is one',
    { state: 'uploading', progress: { ...progress, bytesPerSecond: null, secondsLeft: null } },
    '1 MB of 2 MB',
  ],
  [
    'no rate or time while the store is away',
    { state: 'uploading', progress: { ...progress, waitingSince: '2026-05-04T13:05:00Z', waitingFor: 'offline' } },
    '1 MB of 2 MB',
  ],
  [
    'what was there already, and a rate, once more than that is there',
    { state: 'uploading', progress: { ...progress, keptBytes: 524_288 } },
    '1 MB of 2 MB · 512 KB of it was there already · 512 KB/s · 2–5 minutes left',
  ],
  [
    'that a file is compared, without a rate of sending, while nothing is sent',
    { state: 'uploading', progress: { ...progress, keptBytes: 1_048_576 } },
    '1 MB of 2 MB is there already and is not sent again',
  ],
  [
    'the bytes again when a compared file has to wait',
    {
      state: 'uploading',
      progress: { ...progress, keptBytes: 1_048_576, waitingSince: '2026-05-04T13:05:00Z', waitingFor: 'busy' },
    },
    '1 MB of 2 MB · 1 MB of it was there already',
  ],
  [
    'a file that is checked as such',
    { state: 'checking', progress: { ...progress, phase: 'checking', bytesPerSecond: null, secondsLeft: null } },
    '1 MB of 2 MB',
  ],
  ['bytes alone while paused', { state: 'paused', progress }, '1 MB of 2 MB'],
  ['nothing while the import is queued', { state: 'importing', statistics: sampleStatistics(job, 'queued', 0) }, ''],
  [
    'items, bytes, percent and skips of an import',
    { state: 'importing', statistics: sampleStatistics(job, 'running', 0.5) },
    '7,856 of 15,712 items · 1 MB of 2 MB · 50% · 2 items skipped',
  ],
  [
    'what is known when the totals are not',
    {
      state: 'importing',
      statistics: {
        ...sampleStatistics(job, 'running', 0.25),
        itemsTotal: null,
        bytesTotal: null,
        percentComplete: null,
      },
    },
    '3,928 items · 512 KB',
  ],
  [
    'no time left of an import that stalls',
    {
      state: 'importing',
      statistics: { ...sampleStatistics(job, 'stalled', 0.25), secondsLeft: { low: 600, high: 1200 } },
    },
    '3,928 of 15,712 items · 512 KB of 2 MB · 25%',
  ],
  [
    'the time left of an import that runs',
    {
      state: 'importing',
      statistics: { ...sampleStatistics(job, 'running', 0.25), secondsLeft: { low: 600, high: 1200 } },
    },
    '3,928 of 15,712 items · 512 KB of 2 MB · 25% · 10–20 minutes left',
  ],
  [
    'the size alone of a file that an administrator imports',
    { state: 'done', receipt: sampleReceipt(job, 'done', { isHandedOver: true, found: 0, moved: 0 }) },
    '2 MB',
  ],
  [
    'what stayed by choice at the end',
    { state: 'done', receipt: sampleReceipt(job, 'done', { excludeFolders: ['Old', 'Inbox/Older'] }) },
    '15,712 of 15,712 items · 2 folders were left out, as you chose',
  ],
  [
    'moved and skipped at the end',
    { state: 'doneWithSkips', receipt: sampleReceipt(job, 'doneWithSkips') },
    '15,698 of 15,712 items · 14 items skipped',
  ],
])('says %s', (_, change, expected) => {
  expect(jobDetail({ ...job, ...change }, en, format)).toBe(expected);
});
