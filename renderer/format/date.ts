const DATE: Intl.DateTimeFormatOptions = { dateStyle: 'medium' };
const DATE_TIME: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };
const TIME: Intl.DateTimeFormatOptions = { timeStyle: 'short' };
const STYLES = { date: DATE, dateTime: DATE_TIME, time: TIME } as const;

/** How much of a moment is shown. */
export type DateStyle = keyof typeof STYLES;

/** A moment (ISO 8601) in the reader's time zone; an empty string when it cannot be read. */
export function formatDate(iso: string, style: DateStyle, locale: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return '';
  return new Intl.DateTimeFormat(locale, STYLES[style]).format(moment);
}
