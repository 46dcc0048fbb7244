import { expect, test } from 'vitest';
import { createProgress } from '../../../../main/upload/progress.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';

const told = (done: number, kept = 0) => ({ kind: 'progressed', doneBytes: done, keptBytes: kept, totalBytes: 40 });

test('at most every 100 ms, and the rest once', () => {
  const clock = createFakeClock();
  const progress = createProgress(40, clock);
  const seen = [0, 99, 1, 50].map((ms) => {
    clock.advance(ms);
    progress.add(10);
    return progress.due().map((event) => event.doneBytes);
  });
  expect(seen).toEqual([[10], [], [30], []]);
  expect(progress.rest()).toEqual([told(40)]);
  expect(progress.rest()).toEqual([]);
});

test('nothing new is no news', () => {
  const clock = createFakeClock();
  const progress = createProgress(40, clock);
  expect({ due: progress.due(), isDue: progress.isDue }).toEqual({ due: [], isDue: false });
  progress.add(10);
  expect(progress.isDue).toBe(true);
  expect(progress.due()).toEqual([told(10)]);
  clock.advance(1_000);
  expect(progress.due()).toEqual([]);
  expect(progress.now()).toEqual(told(10));
});

test('bytes on their way count, and what is told does not fall when they have to go again', () => {
  const clock = createFakeClock();
  const progress = createProgress(40, clock);
  progress.keep(10);
  const sending = progress.begin();
  sending.sent(4);
  sending.sent(8);
  expect(progress.rest()).toEqual([told(18, 10)]);
  sending.sent(0);
  expect(progress.rest()).toEqual([]);
  sending.sent(9);
  expect(progress.rest()).toEqual([told(19, 10)]);
  sending.end();
  progress.add(10);
  expect(progress.rest()).toEqual([told(20, 10)]);
});

test('what the store has lost is taken back', () => {
  const progress = createProgress(40, createFakeClock());
  progress.keep(30);
  progress.add(10);
  expect(progress.rest()).toEqual([told(40, 30)]);
  progress.lose(30);
  expect(progress.rest()).toEqual([told(10, 10)]);
});
