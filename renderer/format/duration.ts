/** A time left or taken, in the unit a person would use. `low` 0 means "up to `high`". */
export type DurationRange = {
  readonly unit: 'moment' | 'minutes' | 'hours' | 'days';
  readonly low: number;
  readonly high: number;
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Up to these many seconds a range is told in minutes or hours, because small numbers are easier to believe. */
const LONGEST_IN_MINUTES = 100 * MINUTE;
const LONGEST_IN_HOURS = 48 * HOUR;

/** A range of seconds widened to whole minutes, hours or days; never narrower than it was given. */
export function scaleDuration(seconds: { readonly low: number; readonly high: number }): DurationRange {
  const { low, high } = seconds;
  if (high < MINUTE) return { unit: 'moment', low: 0, high: 1 };
  if (high <= LONGEST_IN_MINUTES) return widen('minutes', low / MINUTE, high / MINUTE);
  if (high <= LONGEST_IN_HOURS) return widen('hours', low / HOUR, high / HOUR);
  return widen('days', low / DAY, high / DAY);
}

function widen(unit: DurationRange['unit'], low: number, high: number): DurationRange {
  const step = unit === 'minutes' && high > 20 ? 5 : 1;
  return { unit, low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step };
}

/** Seconds between two times of day, ISO 8601; null when either cannot be read or the clock went backwards. */
export function secondsBetween(start: string, end: string): number | null {
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** A time that was taken, split into hours, minutes and seconds. */
export function splitDuration(seconds: number): { readonly hours: number; minutes: number; seconds: number } {
  const whole = Math.round(seconds);
  return {
    hours: Math.floor(whole / HOUR),
    minutes: Math.floor((whole % HOUR) / MINUTE),
    seconds: whole % MINUTE,
  };
}
