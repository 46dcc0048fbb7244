import { expect, test } from 'vitest';
import { createPacer } from '../../../../main/upload/pacer.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';

const signal = new AbortController().signal;

test('the average rate over a hundred blocks is the limit', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(1_000, clock);
  for (let block = 0; block < 101; block++) await pacer.take(500, signal);
  expect(clock.now()).toBe(50_000);
});

test('lanes that ask together get their turns one after another', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(1_000, clock);
  const turns: number[] = [];
  await Promise.all([1_000, 2_000, 1_000].map((size) => pacer.take(size, signal).then(() => turns.push(clock.now()))));
  expect(turns).toEqual([0, 1_000, 3_000]);
});

test('time in which nothing was sent is not made up for', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(1_000, clock);
  await pacer.take(1_000, signal);
  clock.advance(60_000);
  await pacer.take(1_000, signal);
  await pacer.take(1_000, signal);
  expect(clock.now()).toBe(61_000);
});

test('without a limit nothing waits', async () => {
  const clock = createFakeClock();
  await createPacer(null, clock).take(10 ** 12, signal);
  expect(clock.sleeps).toEqual([]);
});
