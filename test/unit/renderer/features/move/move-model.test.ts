import { describe, expect, it } from 'vitest';
import type { JobView, TransferProgress } from '../../../../../preload/contract/index.ts';
import {
  barOf,
  importedFraction,
  stateWord,
  summarizeRound,
} from '../../../../../renderer/features/move/move-model.ts';
import { sampleJob, sampleProgress, sampleReceipt, sampleStatistics } from '../../../../support/renderer/samples.ts';

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
    keptBytes: 0,
    waitingSince: null,
    waitingFor: null,
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
    expect(stateWord({ ...job, state: 'importing', statistics: sampleStatistics(job, phase, 0.5) })).toBe(expected);
  });

  it('calls an import queued before the service has said anything', () => {
    expect(stateWord({ ...job, state: 'importing' })).toBe('importQueued');
  });

  it('never calls an uploaded file imported', () => {
    expect(stateWord({ ...job, state: 'uploaded' })).toBe('uploaded');
  });
});

describe('stateWord of an upload', () => {
  const at = (change: Partial<TransferProgress>) =>
    stateWord({ ...uploading, progress: uploading.progress && { ...uploading.progress, ...change } });

  it('tells sending, comparing and waiting apart', () => {
    expect([
      at({}),
      at({ keptBytes: 10 }),
      at({ keptBytes: 25 }),
      at({ doneBytes: 0 }),
      at({ waitingSince: '2026-05-04T13:05:00Z', waitingFor: 'silent' }),
      at({ keptBytes: 25, waitingSince: '2026-05-04T13:05:00Z', waitingFor: 'silent' }),
    ]).toEqual(['uploading', 'uploading', 'comparing', 'uploading', 'uploadWaiting', 'uploadWaiting']);
  });

  it('calls a paused upload paused, whatever it waited for', () => {
    const progress = uploading.progress && {
      ...uploading.progress,
      waitingSince: '2026-05-04T13:05:00Z',
      waitingFor: 'offline' as const,
    };
    expect(stateWord({ ...uploading, state: 'paused', progress })).toBe('paused');
  });
});

describe('barOf', () => {
  const statistics = sampleStatistics(job, 'running', 0.5);
  it.each<[string, JobView, ReturnType<typeof barOf>]>([
    ['shows bytes while uploading', uploading, { fractionDone: 0.25, fractionKept: 0, tone: 'brand' }],
    [
      'stands where it was when paused',
      { ...uploading, state: 'paused' },
      { fractionDone: 0.25, fractionKept: 0, tone: 'brand' },
    ],
    [
      'warns when blocked',
      { ...uploading, state: 'blocked' },
      { fractionDone: 0.25, fractionKept: 0, tone: 'warning' },
    ],
    [
      'shows the import',
      { ...uploading, state: 'importing', statistics },
      { fractionDone: 0.5, fractionKept: 0, tone: 'brand' },
    ],
    [
      'is in between after the upload',
      { ...uploading, state: 'uploaded' },
      { fractionDone: null, fractionKept: 0, tone: 'brand' },
    ],
    ['is full when done', { ...job, state: 'done' }, { fractionDone: 1, fractionKept: 0, tone: 'success' }],
    [
      'is empty when nothing was sent',
      { ...job, state: 'failed' },
      { fractionDone: 0, fractionKept: 0, tone: 'error' },
    ],
  ])('%s', (_, view, expected) => {
    expect(barOf(view)).toEqual(expected);
  });

  it.each<[string, Partial<JobView>]>([
    ['paused', { state: 'paused' }],
    ['blocked', { state: 'blocked' }],
    ['uploaded', { state: 'uploaded' }],
    ['importing', { state: 'importing', statistics }],
    ['failed', { state: 'failed' }],
  ])('has the part that was there before in a quiet tone while uploading, not while %s', (_, change) => {
    const progress = uploading.progress && { ...uploading.progress, keptBytes: 20 };
    expect(barOf({ ...uploading, progress }).fractionKept).toBe(0.2);
    expect(barOf({ ...uploading, progress, ...change }).fractionKept).toBe(0);
  });

  it('never has more kept than done', () => {
    const progress = uploading.progress && { ...uploading.progress, keptBytes: 90 };
    expect(barOf({ ...uploading, progress }).fractionKept).toBe(0.25);
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
      waiting: 0,
      hasEnded: false,
    });
  });

  it('counts uploads that wait', () => {
    const progress = { ...sampleProgress(job, 0.5), waitingSince: '2026-05-04T13:05:00Z', waitingFor: 'busy' as const };
    const waiting = sampleJob('waits', 'a.pst', { state: 'uploading', progress });
    expect(summarizeRound([...states('uploading', 'queued'), waiting]).waiting).toBe(1);
  });

  it('has ended when nothing will go on, and not before there is anything', () => {
    expect([summarizeRound(states('done', 'failed')).hasEnded, summarizeRound([]).hasEnded]).toEqual([true, false]);
  });
});

it.each<[string, JobView, string, ReturnType<typeof barOf>['tone']]>([
  [
    'under way',
    { ...job, state: 'importing', statistics: sampleStatistics(job, 'handedOver', 0) },
    'handedOver',
    'brand',
  ],
  [
    'ended',
    { ...job, state: 'done', receipt: sampleReceipt(job, 'done', { isHandedOver: true }) },
    'handedOver',
    'brand',
  ],
  [
    'failed before',
    { ...job, state: 'failed', receipt: sampleReceipt(job, 'failed', { isHandedOver: true }) },
    'failed',
    'error',
  ],
])('does not call a file imported that an administrator imports: %s', (_, handed, word, tone) => {
  expect([stateWord(handed), barOf(handed).tone]).toEqual([word, tone]);
});
