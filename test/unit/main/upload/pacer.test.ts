import { describe, expect, test } from 'vitest';
import { createPacer } from '../../../../main/upload/pacer.ts';
import { createFakeClock } from '../../../support/upload/fake-clock.ts';

const { signal } = new AbortController();
const turn = () => new Promise(setImmediate);

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

test('turns that come late are made up for', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(1_000, clock);
  await pacer.take(1_000, signal);
  for (let late = 0; late < 100; late++) {
    await pacer.take(1_000, signal);
    clock.advance(60);
  }
  await pacer.take(1_000, signal);
  expect(clock.now()).toBe(101_000);
});

test('of time in which nothing was sent no more than half a second is made up for', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(1_000, clock);
  await pacer.take(1_000, signal);
  clock.advance(60_000);
  await pacer.take(1_000, signal);
  await pacer.take(1_000, signal);
  expect(clock.now()).toBe(60_500);
});

test('without a limit nothing waits', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(null, clock);
  await pacer.take(10 ** 12, signal);
  expect({ sleeps: clock.sleeps, longestTurnMs: pacer.longestTurnMs(), slice: pacer.sliceBytes() }).toEqual({
    sleeps: [],
    longestTurnMs: 0,
    slice: Number.MAX_SAFE_INTEGER,
  });
});

test.each([null, 1_000])('who has left already gets no turn, with a limit of %s', async (limit) => {
  const clock = createFakeClock();
  const pacer = createPacer(limit, clock);
  await expect(pacer.take(1_000, AbortSignal.abort('pause'))).rejects.toBe('pause');
  expect(clock.sleeps).toEqual([]);
});

test('who leaves the queue takes nothing with him', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(1_000, clock);
  const abort = new AbortController();
  await pacer.take(1_000, signal);
  const leaving = expect(pacer.take(50_000, abort.signal)).rejects.toBe('stuck');
  const next = pacer.take(1_000, signal);
  abort.abort('stuck');
  await leaving;
  await next;
  expect(clock.now()).toBe(1_000);
});

describe('a limit that changes', () => {
  test('holds for those who wait already', async () => {
    const clock = createFakeClock(false);
    const pacer = createPacer(1, clock);
    await pacer.take(1_000, signal);
    const next = pacer.take(1_000, signal);
    await turn();
    clock.advance(500_000);
    // Half of what was sent is paid for; at ten times the rate the other half is 50 s.
    pacer.setLimit(10);
    await turn();
    clock.advance(49_999);
    let hasTurn = false;
    const taken = next.then(() => (hasTurn = true));
    pacer.setLimit(11);
    await turn();
    expect(hasTurn).toBe(false);
    pacer.setLimit(null);
    await taken;
    expect(clock.sleeperCount).toBe(0);
  });

  test('to none and back owes nothing', async () => {
    const clock = createFakeClock();
    const pacer = createPacer(1, clock);
    await pacer.take(1_000_000, signal);
    pacer.setLimit(null);
    pacer.setLimit(1_000);
    await pacer.take(1_000, signal);
    expect(clock.now()).toBe(0);
  });
});

test('the longest turn is that of all lanes with the largest piece seen', async () => {
  const pacer = createPacer(8_000, createFakeClock());
  await pacer.take(pacer.sliceBytes(), signal);
  expect(pacer.longestTurnMs()).toBe(16 * 128);
  await pacer.take(8_000, signal);
  expect(pacer.longestTurnMs()).toBe(16_000);
});

test.each([8_000, 125_000, 1_250_000, 125_000_000])(
  'sixteen lanes at %i bytes a second: within a tenth over any minute, fair, and nobody waits longer than 2 s',
  async (limit) => {
    const clock = createFakeClock();
    const pacer = createPacer(limit, clock);
    const abort = new AbortController();
    const sends: { readonly atMs: number; readonly bytes: number; readonly lane: number }[] = [];
    let longestMs = 0;
    const lane = async (number: number) => {
      while (clock.now() < 200_000) {
        const bytes = pacer.sliceBytes();
        const askedMs = clock.now();
        await pacer.take(bytes, abort.signal);
        longestMs = Math.max(longestMs, clock.now() - askedMs);
        sends.push({ atMs: clock.now(), bytes, lane: number });
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, number) => lane(number)));
    for (const fromMs of [0, 7_300, 61_000, 130_000]) {
      const sum = sends
        .filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + 60_000)
        .reduce((total, { bytes }) => total + bytes, 0);
      expect(Math.abs(sum / (limit * 60) - 1)).toBeLessThan(0.1);
    }
    const perLane = Array.from({ length: 16 }, (_, number) => sends.filter((send) => send.lane === number).length);
    expect(Math.max(...perLane) - Math.min(...perLane)).toBeLessThanOrEqual(2);
    expect(longestMs).toBeLessThanOrEqual(2_200);
  },
);
