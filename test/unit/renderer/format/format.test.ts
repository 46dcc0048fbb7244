import { expect, it } from 'vitest';
import { createFormat } from '../../../../renderer/format/format.ts';
import { pickLocale } from '../../../../renderer/format/locale.ts';
import { en } from '../../../../renderer/format/locales/en.ts';

const format = createFormat('en-US', en);

it('tells the time left in words', () => {
  expect(
    [
      { low: 0, high: 30 },
      { low: 10, high: 60 },
      { low: 60, high: 60 },
      { low: 130, high: 290 },
      { low: 7200, high: 10_800 },
      { low: 200_000, high: 300_000 },
    ].map(format.timeLeft),
  ).toEqual([
    'less than a minute left',
    'up to 1 minute left',
    'about 1 minute left',
    '2–5 minutes left',
    '2–3 hours left',
    '2–4 days left',
  ]);
});

it('tells the time taken', () => {
  expect([0, 59, 61, 3720].map(format.timeTaken)).toEqual(['0 s', '59 s', '1 min 1 s', '1 h 2 min']);
});

it('says 100% only of what is complete, and 58% of 58', () => {
  expect([0, 0.58 * 100, 99.99, 100].map(format.percent)).toEqual(['0%', '58%', '99%', '100%']);
});

it('writes rates and counts', () => {
  expect([format.rate(4_300_000), format.count(15_712)]).toEqual(['4.1 MB/s', '15,712']);
});

it('writes nothing for a moment it cannot read', () => {
  expect(format.date('soon')).toBe('');
});

it('writes the time alone of a moment of today, and the date with it of any other', () => {
  const now = '2026-05-04T13:10:00';
  expect(['2026-05-04T00:05:00', '2026-05-03T23:55:00'].map((iso) => format.timeSeen(iso, now))).toEqual([
    format.time('2026-05-04T00:05:00'),
    format.dateTime('2026-05-03T23:55:00'),
  ]);
});

it('takes the regional form of the language that the person prefers', () => {
  expect([
    pickLocale(['de-DE', 'en-GB', 'en-US'], 'en'),
    pickLocale(['de-DE', 'eng'], 'en'),
    pickLocale([], 'en'),
  ]).toEqual(['en-GB', 'en', 'en']);
});

it('counts in singular and plural', () => {
  expect([0, 1, 2, 1204].map(en.review.start)).toEqual([
    'Move 0 files',
    'Move 1 file',
    'Move 2 files',
    'Move 1,204 files',
  ]);
});
