import { describe, expect, test } from 'vitest';
import { type Concurrency, createConcurrency } from '../../../../main/upload/concurrency.ts';

const BLOCK = 8 * 1024 * 1024;

/** What a store makes of a number of requests at once: bytes a second of all of them together. */
type Rate = (lanes: number) => number;

/** Lets blocks arrive at that rate; how many were under way after each, and how long it took. */
function send(concurrency: Concurrency, blocks: number, rate: Rate, fromMs = 0) {
  const limits: number[] = [];
  let nowMs = fromMs;
  for (let block = 0; block < blocks; block++) {
    nowMs += (BLOCK / rate(concurrency.limit)) * 1_000;
    concurrency.finished(BLOCK, nowMs);
    limits.push(concurrency.limit);
  }
  return { limits, nowMs };
}

/** A line of so many bytes a second on which each request takes `latencyMs` more. */
const farLine =
  (bytesPerSecond: number, latencyMs: number): Rate =>
  (lanes) =>
    Math.min(bytesPerSecond, (lanes * BLOCK) / (BLOCK / bytesPerSecond + latencyMs / 1_000));

test('it begins with what it was told', () => {
  expect(createConcurrency({ first: 4, most: 16 }).limit).toBe(4);
  expect(createConcurrency({ first: 4, most: 2 }).limit).toBe(2);
});

test('with 50 ms a request the most is reached in the first third of a gigabyte', () => {
  const concurrency = createConcurrency({ first: 4, most: 16 });
  const { limits, nowMs } = send(concurrency, 128, farLine(4e9, 50));
  expect(limits.indexOf(16)).toBeLessThan(43);
  const atMostMs = send(createConcurrency({ first: 16, most: 16 }), 128, farLine(4e9, 50)).nowMs;
  expect(nowMs).toBeLessThan(1.45 * atMostMs);
});

test('where more lanes bring nothing there are no more than at the start', () => {
  const concurrency = createConcurrency({ first: 4, most: 16 });
  const { limits } = send(concurrency, 2_000, () => 1e9);
  expect(limits.at(-1)).toBeLessThanOrEqual(5);
  // One doubling is tried, then one more now and then.
  expect(Math.max(...limits)).toBe(8);
  expect(limits.filter((limit) => limit <= 5).length).toBeGreaterThan(1_800);
});

test('what more lanes bring later is found one by one', () => {
  const concurrency = createConcurrency({ first: 4, most: 16 });
  let far: Rate = () => 1e9;
  const { nowMs } = send(concurrency, 200, (lanes) => far(lanes));
  far = (lanes) => lanes * 2e7;
  const { limits } = send(concurrency, 3_000, (lanes) => far(lanes), nowMs);
  expect(limits.at(-1)).toBe(16);
});

test('it never leaves its bounds', () => {
  const concurrency = createConcurrency({ first: 4, most: 16 });
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let nowMs = 0; nowMs < 1_000_000; nowMs += random() * 500) {
    if (random() < 0.02) concurrency.refused();
    else if (random() < 0.1) concurrency.observe(random() * 2e7, BLOCK);
    else concurrency.finished(BLOCK, nowMs);
    expect(concurrency.limit).toBeGreaterThanOrEqual(1);
    expect(concurrency.limit).toBeLessThanOrEqual(16);
    expect(Number.isInteger(concurrency.limit)).toBe(true);
  }
});

describe('a store that cannot keep up', () => {
  test('gets half, and never none', () => {
    const concurrency = createConcurrency({ first: 16, most: 16 });
    const limits = [1, 2, 3, 4, 5, 6].map(() => {
      concurrency.refused();
      return concurrency.limit;
    });
    expect(limits).toEqual([8, 4, 2, 1, 1, 1]);
  });

  test('gets more again when it can', () => {
    const concurrency = createConcurrency({ first: 8, most: 16 });
    concurrency.refused();
    concurrency.refused();
    expect(concurrency.limit).toBe(2);
    expect(send(concurrency, 4_000, (lanes) => lanes * 5e7).limits.at(-1)).toBe(16);
  });
});

describe('a slow line', () => {
  test('carries one block after the other', () => {
    const concurrency = createConcurrency({ first: 4, most: 16 });
    concurrency.observe(8 * 1024, BLOCK);
    expect(concurrency.limit).toBe(1);
  });

  test('that has become quick carries as many as before', () => {
    const concurrency = createConcurrency({ first: 4, most: 16 });
    concurrency.observe(8 * 1024, BLOCK);
    concurrency.observe(10e6, BLOCK);
    expect(concurrency.limit).toBe(4);
  });

  test('of 4 Mbit/s carries three', () => {
    const concurrency = createConcurrency({ first: 4, most: 16 });
    concurrency.observe(500_000, BLOCK);
    expect(concurrency.limit).toBe(3);
  });
});
