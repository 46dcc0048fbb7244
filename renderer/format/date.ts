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
