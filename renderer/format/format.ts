import { createBytesFormat } from './bytes.ts';
import { createDateFormat, createDayFormat, daysBetween } from './date.ts';
import { scaleDuration, splitDuration } from './duration.ts';
import type { Messages } from './locales/en.ts';

/** Values as this reader expects to see them. */
export type Format = {
  readonly bytes: (bytes: number) => string;
  readonly rate: (bytesPerSecond: number) => string;
  readonly count: (count: number) => string;
  /** `percentDone` is 0..100. Rounded down: 100% is said only of what is complete. */
  readonly percent: (percentDone: number) => string;
  readonly date: (iso: string) => string;
  readonly dateTime: (iso: string) => string;
  readonly time: (iso: string) => string;
  /** The time of a moment of the day of `now` (both ISO 8601), with its date when it was on another day. */
  readonly timeSeen: (iso: string, now: string) => string;
  /** A day as seen from `now` (both ISO 8601): "today", "yesterday", "3 days ago", a date from a week on. */
  readonly day: (iso: string, now: string) => string;
  readonly timeLeft: (seconds: { readonly low: number; readonly high: number }) => string;
  readonly timeTaken: (seconds: number) => string;
  /** Orders two texts as the reader's alphabet has them, whatever their case; numbers in them by their value. */
  readonly compareText: (a: string, b: string) => number;
};

/** Rounded down, except for what only binary fractions made smaller: 58 % of something is 57.999… */
function wholePercent(percentDone: number): number {
  return Math.floor(percentDone + 1e-6);
}

/** The formats of a locale, with the words of a catalogue. */
export function createFormat(locale: string, messages: Messages): Format {
  const bytes = createBytesFormat(locale);
  const formatDate = createDateFormat(locale);
  const counts = new Intl.NumberFormat(locale);
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    bytes,
    rate: (bytesPerSecond) => messages.format.perSecond(bytes(bytesPerSecond)),
    count: (count) => counts.format(count),
    percent: (percentDone) => percents.format(wholePercent(percentDone) / 100),
    date: (iso) => formatDate(iso, 'date'),
    dateTime: (iso) => formatDate(iso, 'dateTime'),
    time: (iso) => formatDate(iso, 'time'),
    timeSeen: (iso, now) => formatDate(iso, daysBetween(iso, now) === 0 ? 'time' : 'dateTime'),
    day: createDayFormat(locale),
    timeLeft: (seconds) => messages.format.timeLeft(scaleDuration(seconds)),
    timeTaken: (seconds) => messages.format.timeTaken(splitDuration(seconds)),
    compareText: collator.compare,
  };
}
