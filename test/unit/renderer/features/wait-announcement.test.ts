import { expect, it } from 'vitest';
import type { JobView } from '../../../../preload/contract/index.ts';
import type { WaitReason } from '../../../../preload/contract/states.ts';
import { NO_WAITS, WAIT_TOLD_AFTER_MS, waitNews } from '../../../../renderer/features/wait-announcement.ts';
import { en } from '../../../../renderer/format/locales/en.ts';
import { sampleJob, sampleProgress } from '../../../support/renderer/samples.ts';

const LONG = WAIT_TOLD_AFTER_MS;

function uploading(name: string, waitingFor: WaitReason | null): JobView {
  const job = sampleJob(name, name, { state: 'uploading' });
  const waitingSince = waitingFor === null ? null : '2026-05-04T13:05:00Z';
  return { ...job, progress: sampleProgress(job, 0.5, { waitingFor, waitingSince }) };
}

/** What is said at each of these moments, in turn. */
function told(...moments: readonly (readonly [atMs: number, ...jobs: JobView[]])[]): (string | null)[] {
  let seen = NO_WAITS;
  return moments.map(([atMs, ...jobs]) => {
    const news = waitNews(seen, jobs, atMs, en);
    seen = news.seen;
    return news.text;
  });
}

const away = uploading('a.pst', 'offline');
const flows = uploading('a.pst', null);
const AWAY = 'a.pst: upload waiting. The storage cannot be reached. Nothing is lost; it goes on by itself.';

it('tells a wait once, when it has lasted', () => {
  expect(told([0, away], [LONG - 1, away], [LONG, away], [LONG + 1, away], [9 * LONG, away])).toEqual([
    null,
    null,
    AWAY,
    null,
    null,
  ]);
});

it('does not tell that the reason changed from try to try', () => {
  expect(told([0, away], [LONG, away], [LONG + 1, uploading('a.pst', 'busy')], [9 * LONG, away])).toEqual([
    null,
    AWAY,
    null,
    null,
  ]);
});

it('is silent about a wait that is over before it was told', () => {
  expect(told([0, away], [LONG - 1, flows], [LONG, flows], [9 * LONG, flows])).toEqual([null, null, null, null]);
});

it('measures a second wait from its own beginning', () => {
  expect(told([0, away], [5, flows], [6, away], [LONG, away], [LONG + 6, away])).toEqual([
    null,
    null,
    null,
    null,
    AWAY,
  ]);
});

it('tells once that a told wait is over, when that has lasted', () => {
  const over = 2 * LONG;
  expect(told([0, away], [LONG, away], [over, flows], [over + LONG, flows], [9 * LONG, flows])).toEqual([
    null,
    AWAY,
    null,
    'a.pst: the upload goes on.',
    null,
  ]);
});

it('is silent about a connection that comes back for a moment', () => {
  const back = 2 * LONG;
  expect(told([0, away], [LONG, away], [back, flows], [back + 1, away], [9 * LONG, away])).toEqual([
    null,
    AWAY,
    null,
    null,
    null,
  ]);
});

it('tells of a new wait after one that was told to be over', () => {
  const over = 2 * LONG;
  const again = 4 * LONG;
  expect(
    told([0, away], [LONG, away], [over, flows], [over + LONG, flows], [again, away], [again + LONG, away]).at(-1),
  ).toBe(AWAY);
});

it('tells several at once as a number, by reason', () => {
  const jobs = [away, uploading('b.pst', 'offline'), uploading('c.pst', 'battery')];
  const on = jobs.map((job) => uploading(job.fileName, null));
  expect(told([0, ...jobs], [LONG, ...jobs], [LONG, ...on], [2 * LONG, ...on])).toEqual([
    null,
    '2 uploads waiting. The storage cannot be reached. Nothing is lost; they go on by themselves. ' +
      'c.pst: upload waiting. The PC runs on battery, and the settings say not to upload then. Nothing is lost; it goes on by itself.',
    null,
    '3 uploads go on.',
  ]);
});

it('says nothing of an upload that was halted or has ended while it waited: that is told as such', () => {
  expect(told([0, away], [LONG, away], [2 * LONG, { ...away, state: 'paused' }], [9 * LONG, flows])).toEqual([
    null,
    AWAY,
    null,
    null,
  ]);
});

it('asks to be looked at again when the next is due, and not when nothing is', () => {
  const first = waitNews(NO_WAITS, [away], 0, en);
  const both = waitNews(first.seen, [away, uploading('b.pst', 'busy')], 4000, en);
  const after = waitNews(both.seen, [away], LONG, en);
  expect([first.lookAgainMs, both.lookAgainMs, after.lookAgainMs]).toEqual([LONG, LONG - 4000, null]);
  expect(waitNews(NO_WAITS, [flows], 0, en)).toEqual({ text: null, seen: NO_WAITS, lookAgainMs: null });
});
