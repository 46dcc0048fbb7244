import { expect, test } from 'vitest';
import { createProgress } from '../../../../main/upload/progress.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';

test('at most every 100 ms, and the rest once', () => {
  const clock = createFakeClock();
  const progress = createProgress(40, clock);
  const told = [0, 99, 1, 50].map((ms) => {
    clock.advance(ms);
    progress.add(10);
    return progress.due().map((event) => event.doneBytes);
  });
  expect(told).toEqual([[10], [], [30], []]);
  expect(progress.rest()).toEqual([{ kind: 'progressed', doneBytes: 40, totalBytes: 40 }]);
  expect(progress.rest()).toEqual([]);
});
