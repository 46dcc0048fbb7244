import { expect, test } from 'vitest';
import { isOver, toPhase } from '../../../../main/import/statistics.ts';
import { IMPORT_PHASES } from '../../../../preload/contract/index.ts';

test.each([
  ['Queued', 'Queued', 'queued'],
  ['InProgress', 'CopyingMessages', 'running'],
  ['InProgress', 'StalledDueToTarget_DiskLatency', 'stalled'],
  ['StalledDueToCI', '', 'stalled'],
  ['InProgress', 'RelinquishedWlmStall', 'stalled'],
  ['Completed', 'StalledDueToCI', 'completed'],
  ['Suspended', 'StalledDueToHA', 'suspended'],
  ['AutoSuspended', '', 'suspended'],
  ['CompletionInProgress', '', 'running'],
  ['Completed', 'Completed', 'completed'],
  ['CompletedWithWarning', '', 'completedWithWarning'],
  ['CompletedWithWarnings', '', 'completedWithWarning'],
  ['Failed', 'FailedMAPI', 'failed'],
  ['FailedOther', '', 'failed'],
  ['Removed', '', 'removed'],
  ['Canceled', '', 'removed'],
  ['Retrying', 'TransientFailure', 'running'],
  ['SomethingNew', 'FailedToBeKnown', 'running'],
  ['', '', 'running'],
] as const)('%s with %s means %s', (status, detail, phase) => {
  expect(toPhase(status, detail)).toBe(phase);
});

test('only what the service is done with is over', () => {
  expect(IMPORT_PHASES.filter(isOver)).toEqual([
    'completed',
    'completedWithWarning',
    'failed',
    'removed',
    'handedOver',
  ]);
});
