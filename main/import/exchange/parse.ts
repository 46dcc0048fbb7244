/**
 * Reads the values of Exchange as they come through PowerShell: numbers and booleans as they are, everything else as text in
 * the culture of whoever wrote it. Nothing here throws; null means "not said" or "not understood".
 */

/** What separates groups of digits somewhere in the world: the last ones are no-break, narrow no-break and thin spaces. */
const GROUP_MARKS = /[.,'’٬\s\u00A0\u202F\u2009]/g;

/** The exact size stands in brackets behind the rounded one, with the word for bytes of that language. */
const EXACT_BYTES = /[(（]\s*(\d[\d.,'’٬\s\u00A0\u202F\u2009]*)[\p{L}\s\u00A0\u202F]*[)）]\s*$/u;

/** A rounded size alone; three digits after the mark could be thousands, so they are not understood. */
const ROUNDED = /^(\d+)(?:[.,](\d{1,2}))?[\s\u00A0\u202F]*(B|KB|MB|GB|TB)$/i;
const UNITS: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };

/** Bytes of a size such as `3.45 GB (3,701,234,567 bytes)`, in any culture; `Unlimited` is null. */
export function parseSizeBytes(value: unknown): number | null {
  if (typeof value === 'number') return whole(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const exact = EXACT_BYTES.exec(text)?.[1];
  if (exact !== undefined) return whole(Number(exact.replace(GROUP_MARKS, '')));
  const [, integer, fraction = '0', unit = ''] = ROUNDED.exec(text) ?? [];
  if (integer === undefined) return parseCount(text);
  return whole(Math.round(Number(`${integer}.${fraction}`) * (UNITS[unit.toUpperCase()] ?? Number.NaN)));
}

/** A whole number, 0 or more, with or without groups of three digits; `Unlimited` is null. */
export function parseCount(value: unknown): number | null {
  if (typeof value === 'number') return whole(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const isNumber = /^\d+$/.test(text) || /^\d{1,3}(?:([.,'’٬\s\u00A0\u202F\u2009])\d{3})(?:\1\d{3})*$/.test(text);
  return isNumber ? whole(Number(text.replace(GROUP_MARKS, ''))) : null;
}

/** A share of a hundred, 0..100, with or without its sign. */
export function parsePercent(value: unknown): number | null {
  const text = typeof value === 'string' ? value.replace(/[\s\u00A0\u202F]*%$/, '').replace(',', '.') : value;
  const percent = typeof text === 'string' && /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : text;
  return typeof percent === 'number' && percent >= 0 && percent <= 100 ? percent : null;
}

function whole(value: number): number | null {
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

const SPAN = /^(?:(\d+)\.)?(\d{1,2}):([0-5]\d):([0-5]\d)(?:[.,](\d{1,7}))?$/;

/** Milliseconds of a span `[d.]hh:mm:ss[.fffffff]`; `Unlimited` is null. @see learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings (c) */
export function parseSpanMs(value: unknown): number | null {
  const [, days = '0', hours, minutes, seconds, fraction = '0'] =
    SPAN.exec(typeof value === 'string' ? value.trim() : '') ?? [];
  if (hours === undefined || Number(hours) > 23) return null;
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole(total * 1000 + Math.round(Number(`0.${fraction}`) * 1000));
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?(Z|[+-]\d\d:\d\d)?$/;

/** Dates as cultures write them: three numbers, a time of 24 or 12 hours, and a word for the half of the day on either side. */
const DATE_TEXT =
  /^(\d{1,4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,4})\.?,?\s+(午前|午後)?\s*(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?\s*([ap])?\.?\s?(?:m\.?)?$/i;

/** The few cultures that write the month before the day. */
const MONTH_FIRST = /^(en-(US|PH|PR|GU|UM|VI|MH|AS|FM|PW|MP)|es-(US|PR|PA)|fil-PH)$/i;

/** Outside of these a date means "never" (year 1 of an unset one) or was misread. */
const YEARS = { first: 1990, last: 2199 } as const;

/**
 * A moment as ISO 8601 UTC. Text without a zone counts as UTC, which Exchange Online writes. Where day and month could be
 * swapped, `culture` (such as `en-GB`) decides; without one it is null.
 */
export function parseTimestamp(value: unknown, culture?: string): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .replace(/[\u00A0\u202F\u2009]/g, ' ')
    .replace(/[\u200E\u200F]/g, '')
    .trim();
  const iso = ISO.exec(text);
  if (iso) return moment([iso[1], iso[2], iso[3], iso[4], iso[5], iso[6]], { fraction: iso[7], zone: iso[8] });
  const written = DATE_TEXT.exec(text);
  if (!written) return null;
  const date = dateOf([written[1] ?? '', written[2] ?? '', written[3] ?? ''], culture);
  const hour = hourOf(written[5] ?? '', halfOf(written[4], written[8]));
  return date && hour !== null ? moment([...date, hour, written[6], written[7]], {}) : null;
}

type Fields = readonly (string | number | undefined)[];

/** Year, month, day; null where that is a guess. */
function dateOf([first, second, third]: readonly [string, string, string], culture?: string): Fields | null {
  if (first.length === 4) return third.length <= 2 ? [first, second, third] : null;
  if (first.length > 2 || third.length !== 4) return null;
  const [a, b] = [Number(first), Number(second)];
  if (a === b || b > 12) return [third, a, b];
  if (a > 12) return [third, b, a];
  if (culture === undefined || culture === '') return null;
  return MONTH_FIRST.test(culture) ? [third, a, b] : [third, b, a];
}

function halfOf(before: string | undefined, behind: string | undefined): 'a' | 'p' | null {
  if (before === '午前' || behind?.toLowerCase() === 'a') return 'a';
  return before === '午後' || behind?.toLowerCase() === 'p' ? 'p' : null;
}

function hourOf(text: string, half: 'a' | 'p' | null): number | null {
  const hour = Number(text);
  if (half === null) return hour;
  // Japanese counts the hours of a half from 0, English from 12.
  return hour > 12 ? null : (hour % 12) + (half === 'p' ? 12 : 0);
}

type Rest = { readonly fraction?: string | undefined; readonly zone?: string | undefined };

function moment(fields: Fields, { fraction = '0', zone = 'Z' }: Rest): string | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map((field) => Number(field ?? 0));
  if (year < YEARS.first || year > YEARS.last || hour > 23 || minute > 59 || second > 59) return null;
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // A day that the month does not have would silently become one of the next month.
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return null;
  const ms = local.getTime() + Number(fraction.padEnd(3, '0').slice(0, 3)) - offsetMs(zone);
  return new Date(ms).toISOString();
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
