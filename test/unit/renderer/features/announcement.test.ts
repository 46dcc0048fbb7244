import { expect, it } from 'vitest';
import type { JobView, Snapshot } from '../../../../preload/contract/index.ts';
import { announcementOf, PROGRESS_EVERY_MS, progressAnnouncement } from '../../../../renderer/features/announcement.ts';
import { en } from '../../../../renderer/format/locales/en.ts';
import { sampleJob, sampleSnapshot } from '../../../support/renderer/samples.ts';

const { scan } = sampleSnapshot();

function ofScan(before: Snapshot['scan']['state'], after: Partial<Snapshot['scan']>, foundCount = 0) {
  const [was, is] = [
    { ...scan, state: before },
    { ...scan, ...after },
  ];
  return announcementOf({ scan: was, foundCount, jobs: [] }, { scan: is, foundCount, jobs: [] }, en);
}

function ofJobs(before: readonly JobView[], after: readonly JobView[]) {
  return announcementOf({ scan, foundCount: 0, jobs: before }, { scan, foundCount: 0, jobs: after }, en);
}

const uploading = sampleJob('one', 'a.pst', { state: 'uploading' });
const other = sampleJob('two', 'b.pst', { state: 'uploading' });

it('tells the start and the end of a search, not what happens between', () => {
  expect([
    ofScan('idle', { state: 'running' }),
    ofScan('running', { state: 'running', folders: 500, files: 900 }, 1),
    // Every file that was passed is counted in `files`; only PSTs are told of.
    ofScan('running', { state: 'finished', files: 900 }, 1),
  ]).toEqual(['Searching for PST files.', null, 'Search ended. 1 PST file found.']);
});

it('is silent while a job goes on', () => {
  expect(ofJobs([uploading], [{ ...uploading, state: 'importing' }])).toBeNull();
});

it('tells when a job needs help', () => {
  expect(ofJobs([uploading, other], [{ ...uploading, state: 'blocked' }, other])).toBe('a.pst: Needs your help.');
});

it('tells an end once', () => {
  const ended: JobView = { ...uploading, state: 'done' };
  expect(ofJobs([uploading, other], [ended, other])).toBe('a.pst: Imported.');
  expect(ofJobs([ended, other], [{ ...ended }, other])).toBeNull();
});

it('tells when all have ended', () => {
  const before: JobView[] = [{ ...uploading, state: 'failed' }, other];
  expect(
    ofJobs(before, [
      { ...uploading, state: 'failed' },
      { ...other, state: 'done' },
    ]),
  ).toBe('b.pst: Imported. All files have ended. 1 of 2 done.');
});

it('tells how far a search is after a while of silence, and only then', () => {
  const running = { scan: { ...scan, state: 'running', files: 90_000, folders: 3400 }, foundCount: 12 } as const;
  const finished = { ...running, scan: { ...running.scan, state: 'finished' } } as const;
  expect([
    progressAnnouncement(running, PROGRESS_EVERY_MS - 1, en),
    progressAnnouncement(running, PROGRESS_EVERY_MS, en),
    progressAnnouncement(finished, PROGRESS_EVERY_MS, en),
  ]).toEqual([null, 'Still searching. 12 PST files found, 3,400 folders searched.', null]);
});
