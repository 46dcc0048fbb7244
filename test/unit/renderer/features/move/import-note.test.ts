import { expect, it } from 'vitest';
import { importNoteOf } from '../../../../../renderer/features/move/import-note.ts';
import { sampleJob, sampleStatistics } from '../../../../support/renderer/samples.ts';

const job = sampleJob('job-1', 'a.pst');
const stalled = sampleStatistics(job, 'stalled', 0.5);

it('gives the own words of the service, the finer ones first', () => {
  const details = [stalled, { ...stalled, statusDetail: 'StalledDueToTarget_Processor' }].map(
    (statistics) => importNoteOf({ state: 'importing', statistics })?.detail,
  );
  expect(details).toEqual(['StalledDueToTarget_DiskLatency', 'StalledDueToTarget_Processor']);
});

it('tells of an import that somebody suspended elsewhere, not of one that was paused here', () => {
  const statistics = sampleStatistics(job, 'suspended', 0.5);
  expect([
    importNoteOf({ state: 'importing', statistics })?.phase,
    importNoteOf({ state: 'paused', statistics }),
  ]).toEqual(['suspended', null]);
});

it.each(['queued', 'running', 'handedOver'] as const)('says nothing of an import that is %s', (phase) => {
  expect(importNoteOf({ state: 'importing', statistics: sampleStatistics(job, phase, 0.5) })).toBeNull();
});
