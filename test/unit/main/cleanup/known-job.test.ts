import { expect, it } from 'vitest';
import { toKnownJob } from '../../../../main/cleanup/known-job.ts';
import { sampleJob, sampleReceipt, sampleStatistics } from '../../../support/renderer/samples.ts';

it('a job that has ended is known by its receipt', () => {
  const job = sampleJob('job-1', 'a.pst', { state: 'done' });
  const receipt = {
    ...sampleReceipt(job, 'done'),
    blob: 'pst/a.pst',
    requestId: 'r-1',
    finishedAt: '2026-01-02T00:00:00.000Z',
  };
  const statistics = sampleStatistics(job, 'completed', 1);
  expect(toKnownJob({ ...job, statistics, receipt })).toEqual({
    id: job.id,
    state: 'done',
    blob: 'pst/a.pst',
    requestId: 'r-1',
    statistics,
    endedAt: '2026-01-02T00:00:00.000Z',
  });
});

it('a job under way is known by what its import says, and before that by its name alone', () => {
  const job = sampleJob('job-1', 'a.pst', { state: 'importing' });
  const statistics = sampleStatistics(job, 'running', 0.5);
  const known = { id: job.id, state: 'importing', blob: null, endedAt: null };
  expect(toKnownJob({ ...job, statistics, receipt: null })).toEqual({
    ...known,
    requestId: statistics.requestId,
    statistics,
  });
  expect(toKnownJob({ ...job, statistics: null, receipt: null })).toEqual({
    ...known,
    requestId: null,
    statistics: null,
  });
});
