import { redact } from '../../../preload/contract/index.ts';

/** Longest text of the service that is passed on as one fact, characters. */
const MAX_DETAIL = 200;
/** Longest message that is kept whole, characters. */
const MAX_MESSAGE = 4000;

/** Exchange Online puts a code and the type of the exception before the text: `Ex6F9304|Microsoft.Exchange.…Exception|The …`. */
const TYPE_PREFIX = /^\s*(?:\w{0,12})\|([\w.`+]+)\|\s*/;

/** The type of an exception that stands before its text, or null. */
export function typeInFront(message: string): string | null {
  return TYPE_PREFIX.exec(message)?.[1] ?? null;
}

/** The text of a message without what stands in front of it, and without anything that opens something. */
export function cleanMessage(message: string): string {
  return cut(withoutQueries(redact(message.replace(TYPE_PREFIX, ''))).trim(), MAX_MESSAGE);
}

/** The first line of a message, short enough for a sentence. */
export function detailOf(message: string): string {
  const line = cleanMessage(message)
    .split(/[\r\n\u2028\u2029]+/)
    .find((text) => text.trim() !== '');
  return cut((line ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim(), MAX_DETAIL);
}

/** Addresses without what stands behind `?` and without a user: both may open something. */
export function withoutQueries(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@'"]*@)?([^\s?#'"<>]*)[?#][^\s'"<>]*/gi, '$1$2');
}

/** The first `length` UTF-16 units, never half a character. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
