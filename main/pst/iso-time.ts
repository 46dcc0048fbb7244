/** First and last moment of the years that have four digits, milliseconds since 1970 UTC. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A time as ISO 8601 UTC; null for none, and for what damage made of one: a year of more than four digits. */
export function isoTime(timeMs: number | null): string | null {
  return timeMs !== null && timeMs >= FIRST_MS && timeMs <= LAST_MS ? new Date(timeMs).toISOString() : null;
}
