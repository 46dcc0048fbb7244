import { describe, expect, it } from 'vitest';
import type { JobView } from '../../../../../preload/contract/index.ts';
import {
  barOf,
  importedFraction,
  stateWord,
  summarizeRound,
} from '../../../../../renderer/features/move/move-model.ts';
import { sampleJob, sampleStatistics } from '../../../../support/renderer/samples.ts';

const job = sampleJob('one', 'a.pst');
const uploading: JobView = {
  ...job,
  state: 'uploading',
  progress: {
    phase: 'uploading',
    doneBytes: 25,
    totalBytes: 100,
    bytesPerSecond: null,
    secondsLeft: null,
    waitingSince: null,
  },
};

describe('stateWord', () => {
  it.each([
    ['queued', 'importQueued'],
    ['running', 'importing'],
    ['stalled', 'importStalled'],
    ['suspended', 'importSuspended'],
    ['completed', 'importing'],
  ] as const)('calls an import that is %s: %s', (phase, expected) => {
    expect(stateWord({ state: 'importing', statistics: sampleStatistics(job, phase, 0.5) })).toBe(expected);
  });

  it('calls an import queued before the service has said anything', () => {
    expect(stateWord({ state: 'importing', statistics: null })).toBe('importQueued');
  });

  it('never calls an uploaded file imported', () => {
    expect(stateWord({ state: 'uploaded', statistics: null })).toBe('uploaded');
  });
});

describe('barOf', () => {
  const statistics = sampleStatistics(job, 'running', 0.5);
  it.each<[string, JobView, ReturnType<typeof barOf>]>([
    ['shows bytes while uploading', uploading, { fractionDone: 0.25, tone: 'brand' }],
    ['stands where it was when paused', { ...uploading, state: 'paused' }, { fractionDone: 0.25, tone: 'brand' }],
    ['warns when blocked', { ...uploading, state: 'blocked' }, { fractionDone: 0.25, tone: 'warning' }],
    ['shows the import', { ...uploading, state: 'importing', statistics }, { fractionDone: 0.5, tone: 'brand' }],
    ['is in between after the upload', { ...uploading, state: 'uploaded' }, { fractionDone: null, tone: 'brand' }],
    ['is full when done', { ...job, state: 'done' }, { fractionDone: 1, tone: 'success' }],
    ['is empty when nothing was sent', { ...job, state: 'failed' }, { fractionDone: 0, tone: 'error' }],
  ])('%s', (_, view, expected) => {
    expect(barOf(view)).toEqual(expected);
  });

  it('does not divide by an empty file', () => {
    const progress = uploading.progress && { ...uploading.progress, doneBytes: 0, totalBytes: 0 };
    expect(barOf({ ...uploading, progress }).fractionDone).toBe(0);
  });
});

describe('importedFraction', () => {
  const statistics = sampleStatistics(job, 'running', 0.5);
  it.each([
    [{ percentComplete: 40 }, 0.4],
    [{ percentComplete: null, itemsTransferred: 1, itemsTotal: 4 }, 0.25],
    [{ percentComplete: null, itemsTransferred: 9, itemsTotal: 4 }, 1],
    [{ percentComplete: null, itemsTotal: null }, null],
    [{ percentComplete: null, itemsTotal: 0 }, null],
  ])('of %j is %s', (change, expected) => {
    expect(importedFraction({ ...statistics, ...change })).toBe(expected);
  });
});

describe('summarizeRound', () => {
  const states = (...all: JobView['state'][]) =>
    all.map((state, index) => sampleJob(`job-${index}`, 'a.pst', { state }));

  it('counts apart what is done, failed, cancelled and waiting for help', () => {
    expect(summarizeRound(states('done', 'doneWithSkips', 'failed', 'cancelled', 'blocked', 'uploading'))).toEqual({
      total: 6,
      done: 2,
      failed: 1,
      cancelled: 1,
      needHelp: 1,
      hasEnded: false,
    });
  });

  it('has ended when nothing will go on, and not before there is anything', () => {
    expect([summarizeRound(states('done', 'failed')).hasEnded, summarizeRound([]).hasEnded]).toEqual([true, false]);
  });
});
