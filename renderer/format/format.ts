import { formatBytes } from './bytes.ts';
import { formatDate } from './date.ts';
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
  readonly timeLeft: (seconds: { readonly low: number; readonly high: number }) => string;
  readonly timeTaken: (seconds: number) => string;
};

/** Rounded down, except for what only binary fractions made smaller: 58 % of something is 57.999… */
function wholePercent(percentDone: number): number {
  return Math.floor(percentDone + 1e-6);
}

/** The formats of a locale, with the words of a catalogue. */
export function createFormat(locale: string, messages: Messages): Format {
  const counts = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    bytes: (bytes) => formatBytes(bytes, locale),
    rate: (bytesPerSecond) => messages.format.perSecond(formatBytes(bytesPerSecond, locale)),
    count: (count) => counts.format(count),
    percent: (percentDone) => percents.format(wholePercent(percentDone) / 100),
    date: (iso) => formatDate(iso, 'date', locale),
    dateTime: (iso) => formatDate(iso, 'dateTime', locale),
    time: (iso) => formatDate(iso, 'time', locale),
    timeLeft: (seconds) => messages.format.timeLeft(scaleDuration(seconds)),
    timeTaken: (seconds) => messages.format.timeTaken(splitDuration(seconds)),
  };
}
