const DATE: Intl.DateTimeFormatOptions = { dateStyle: 'medium' };
const DATE_TIME: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };
const TIME: Intl.DateTimeFormatOptions = { timeStyle: 'short' };

/** How much of a moment is shown. */
export type DateStyle = 'date' | 'dateTime' | 'time';

/**
 * Writes moments (ISO 8601) in the reader's time zone; an empty string for what cannot be read. The formats are made
 * once, which takes far longer than using them.
 */
export function createDateFormat(locale: string): (iso: string, style: DateStyle) => string {
  const formats: Readonly<Record<DateStyle, Intl.DateTimeFormat>> = {
    date: new Intl.DateTimeFormat(locale, DATE),
    dateTime: new Intl.DateTimeFormat(locale, DATE_TIME),
    time: new Intl.DateTimeFormat(locale, TIME),
  };
  return (iso, style) => {
    const moment = new Date(iso);
    return Number.isNaN(moment.getTime()) ? '' : formats[style].format(moment);
  };
}

/** From here on a day is told by its date: nobody counts back further. */
const MOST_DAYS_AGO = 6;

/** The whole days between two moments (ISO 8601), by the calendar of this time zone; null when either cannot be read. */
export function daysBetween(earlier: string, later: string): number | null {
  const days = (startOfDay(later) - startOfDay(earlier)) / 86_400_000;
  // The clocks are put back or forward between two midnights now and then.
  return Number.isFinite(days) ? Math.round(days) : null;
}

function startOfDay(iso: string): number {
  const moment = new Date(iso);
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}

/** Writes a day as seen from `now`: "today", "yesterday", "3 days ago", and from a week on, or in the future, its date. */
export function createDayFormat(locale: string): (iso: string, now: string) => string {
  const days = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const formatDate = createDateFormat(locale);
  return (iso, now) => {
    const ago = daysBetween(iso, now);
    return ago !== null && ago >= 0 && ago <= MOST_DAYS_AGO ? days.format(-ago, 'day') : formatDate(iso, 'date');
  };
}
