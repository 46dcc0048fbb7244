const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
/** Outlook writes a day of 4501 for "none". @see [MS-OXOCAL] 2.2.1.5 (0x0CB34557) */
const LAST_MS = Date.parse('4500-01-01T00:00:00.000Z');

/** A time as ISO 8601 UTC; null for none, for Outlook's way to write none, and for what damage made of one. */
export function isoTime(timeMs: number | null): string | null {
  return timeMs !== null && timeMs >= FIRST_MS && timeMs < LAST_MS ? new Date(timeMs).toISOString() : null;
}

/** The date an item is listed under, ISO 8601 UTC: of delivery, else of sending; null for times before there was mail. */
export function itemDate({ receivedMs, sentMs }: { receivedMs: number | null; sentMs: number | null }): string | null {
  const isMailTime = (timeMs: number | null): timeMs is number => timeMs !== null && timeMs >= 0 && timeMs < LAST_MS;
  return isoTime([receivedMs, sentMs].find(isMailTime) ?? null);
}
