import { expect, it } from 'vitest';
import { createDayFormat, daysBetween } from '../../../../renderer/format/date.ts';

/** A moment of this time zone, so that the tests say the same everywhere. */
function at(month: number, day: number, hour: number): string {
  return new Date(2026, month - 1, day, hour).toISOString();
}

const day = createDayFormat('en-US');

it.each([
  [at(5, 10, 0), 'today'],
  [at(5, 9, 23), 'yesterday'],
  [at(5, 8, 23), '2 days ago'],
  [at(5, 4, 1), '6 days ago'],
  [at(5, 3, 23), 'May 3, 2026'],
  [at(5, 11, 0), 'May 11, 2026'],
  ['never', ''],
])('a day as seen from May 10, one in the morning: %s is %s', (moment, expected) => {
  expect(day(moment, at(5, 10, 1))).toBe(expected);
});

it('counts days by the calendar, also where the clocks are changed', () => {
  expect([daysBetween(at(3, 28, 23), at(3, 30, 1)), daysBetween(at(10, 24, 1), at(10, 26, 23))]).toEqual([2, 2]);
});
