import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaleDuration, secondsBetween, splitDuration } from '../../../../renderer/format/duration.ts';

describe('scaleDuration', () => {
  it.each([
    [
      { low: 0, high: 59 },
      { unit: 'moment', low: 0, high: 1 },
    ],
    [
      { low: 20, high: 60 },
      { unit: 'minutes', low: 0, high: 1 },
    ],
    [
      { low: 130, high: 290 },
      { unit: 'minutes', low: 2, high: 5 },
    ],
    [
      { low: 22 * 60, high: 38 * 60 },
      { unit: 'minutes', low: 20, high: 40 },
    ],
    [
      { low: 100 * 60, high: 200 * 60 },
      { unit: 'hours', low: 1, high: 4 },
    ],
    [
      { low: 40 * 3600, high: 60 * 3600 },
      { unit: 'days', low: 1, high: 3 },
    ],
  ])('widens %j to %j', (seconds, expected) => {
    expect(scaleDuration(seconds)).toEqual(expected);
  });

  it('never promises less than it was given', () => {
    const SECONDS = { moment: 60, minutes: 60, hours: 3600, days: 86_400 };
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (a, b) => {
        const given = { low: Math.min(a, b), high: Math.max(a, b) };
        const { unit, low, high } = scaleDuration(given);
        return low * SECONDS[unit] <= given.low && high * SECONDS[unit] >= given.high;
      }),
    );
  });
});

describe('secondsBetween', () => {
  it.each([
    ['2026-05-04T13:00:00Z', '2026-05-04T13:41:12Z', 2472],
    ['2026-05-04T13:00:01Z', '2026-05-04T13:00:00Z', null],
    ['yesterday', '2026-05-04T13:00:00Z', null],
  ])('from %s to %s is %s', (start, end, expected) => {
    expect(secondsBetween(start, end)).toBe(expected);
  });
});

it('splits a duration without losing a second to rounding', () => {
  expect([splitDuration(59.6), splitDuration(3661)]).toEqual([
    { hours: 0, minutes: 1, seconds: 0 },
    { hours: 1, minutes: 1, seconds: 1 },
  ]);
});
