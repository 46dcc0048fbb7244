import { expect, test } from 'vitest';
import { isoTime, itemDate } from '../../../../main/pst/iso-time.ts';

test('a time is written as ISO 8601, unless there is none', () => {
  expect(isoTime(Date.UTC(1950, 5, 1))).toBe('1950-06-01T00:00:00.000Z');
  const none = [null, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15, -8.64e15, Date.UTC(4501, 0, 1)];
  expect(none.map(isoTime)).toEqual(none.map(() => null));
});

test('an item has the first of its dates that mail can have', () => {
  expect(itemDate({ receivedMs: 2000, sentMs: 1000 })).toBe('1970-01-01T00:00:02.000Z');
  expect(itemDate({ receivedMs: null, sentMs: 1000 })).toBe('1970-01-01T00:00:01.000Z');
  expect(itemDate({ receivedMs: Date.UTC(4501, 0, 1), sentMs: 1000 })).toBe('1970-01-01T00:00:01.000Z');
  expect(itemDate({ receivedMs: -1, sentMs: Number.NaN })).toBeNull();
});
