/** One field of a SAS as it stands in the text, and with its percent signs resolved once. */
export type SasField = { readonly raw: string; readonly value: string };

export type SasQuery = {
  /** By lower-case name; the first of each. */
  readonly fields: ReadonlyMap<string, SasField>;
  readonly duplicates: readonly string[];
  /** True when `&amp;` stood between fields. */
  readonly isHtmlEncoded: boolean;
};

/** The fields of a query without its question mark. A plus stays a plus: only forms read it as a space. */
export function parseQuery(query: string): SasQuery {
  const fields = new Map<string, SasField>();
  const duplicates = new Set<string>();
  const text = query.replace(/&amp;/gi, '&');
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    const raw = equals < 0 ? '' : part.slice(equals + 1);
    if (fields.has(name)) duplicates.add(name);
    else fields.set(name, { raw, value: decode(raw) });
  }
  return { fields, duplicates: [...duplicates], isHtmlEncoded: text !== query };
}

/** The text with its percent signs resolved once; as it was when they are wrong. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A time of a SAS; `atMs` since 1970 UTC, null when the text is none the service takes. */
export type SasTime = { readonly atMs: number | null };

/** The forms the service takes: a day, with or without hours and minutes, seconds, and up to 7 digits behind them. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?Z)?$/;

/** @see learn.microsoft.com/rest/api/storageservices/formatting-datetime-values */
export function parseSasTime(text: string): SasTime {
  if (!TIME.test(text)) return { atMs: null };
  const atMs = Date.parse(text);
  // Some engines read the 31st of February as a day in March.
  const isReal = !Number.isNaN(atMs) && new Date(atMs).toISOString().slice(0, 10) === text.slice(0, 10);
  return { atMs: isReal ? atMs : null };
}

/** A digest of 32 bytes in base64: what every signature of a SAS is. */
const DIGEST = /^[A-Za-z0-9+/]{43}=$/;

/** How the signature stands in the text. `unencoded`: with a plus or a space in place of `%2B`. */
export type SignatureState = 'present' | 'missing' | 'malformed' | 'doubleEncoded' | 'unencoded';

/** Looks at a signature without keeping it. */
export function signatureState(field: SasField | undefined): SignatureState {
  if (field === undefined || field.value === '') return 'missing';
  if (DIGEST.test(field.value)) return field.raw.includes('+') ? 'unencoded' : 'present';
  if (DIGEST.test(field.value.replaceAll(' ', '+'))) return 'unencoded';
  return DIGEST.test(decode(field.value)) ? 'doubleEncoded' : 'malformed';
}

/** What could be a signature or a key, wherever it stands: base64 of 32 bytes or more, its end perhaps encoded. */
const SECRET_RUN = /[A-Za-z0-9+/%]{43,}(=|%3D|%253D){1,2}/gi;

/** Longest text that is shown of one field, characters. */
const MAX_SHOWN = 1100;

/**
 * The text as it may be shown. Where an address is put together wrongly its signature can stand in any field: whatever
 * could be one is left out.
 */
export function shown(text: string): string {
  return text
    .slice(0, MAX_SHOWN)
    .replace(/(?<![a-z0-9])(sig|accountkey)(=|%3D).*/gis, '$1=…')
    .replace(SECRET_RUN, '…');
}

/** The name of a field as it may be shown. */
export function shownName(name: string): string {
  return /^[\w.-]{1,30}$/.test(name) ? name : '…';
}
