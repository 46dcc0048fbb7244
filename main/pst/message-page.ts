import type { MessagePage, MessageRow, PageRequest } from '../../preload/contract/index.ts';
import { itemDate } from './iso-time.ts';
import { itemKind } from './item-kind.ts';
import { oneLine } from './message-text/clean-text.ts';
import type { PstRow, PstRows, PstStore } from './store.ts';

/**
 * A part of a folder's list: the newest first, what has no date last, or the largest first; items that are equal in this
 * stand as in the folder's table. `date` is of delivery, else of sending; `from` the name alone, for tables have no address.
 * Whatever the size of the folder, only the rows of the page have more read than their date or size.
 * @throws AppError contentsUnreadable
 */
export function readMessagePage(store: PstStore, { folderId, offset, limit, order }: PageRequest): MessagePage {
  const rows = store.rows(folderId);
  const places = sortPlaces(rows, order === 'newest' ? timeOf : (row) => row.sizeBytes);
  const page = rows.at(places.subarray(offset, offset + limit));
  return { total: places.length, messages: Array.from(page, toMessageRow) };
}

function timeOf({ receivedMs, sentMs }: PstRow): number {
  const timeMs = receivedMs ?? sentMs;
  return timeMs === null || Number.isNaN(timeMs) ? Number.NEGATIVE_INFINITY : timeMs;
}

/** The places of all rows in the table, those with the greatest key first. */
function sortPlaces(rows: PstRows, keyOf: (row: PstRow) => number): Uint32Array {
  const keys = new Float64Array(rows.count);
  let count = 0;
  for (const row of rows.all()) {
    if (count === keys.length) break;
    keys[count] = keyOf(row);
    count += 1;
  }
  const places = new Uint32Array(count).map((_, place) => place);
  // Two that are equal keep their order by themselves; a difference would be NaN for two without a date.
  return places.sort((a, b) => compare(keys[b] ?? 0, keys[a] ?? 0) || a - b);
}

function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function toMessageRow(row: PstRow): MessageRow {
  return {
    id: row.id,
    subject: oneLine(row.subject),
    from: oneLine(row.senderName),
    date: itemDate(row),
    sizeBytes: row.sizeBytes,
    kind: itemKind(row.messageClass),
    isRead: row.isRead,
    hasAttachments: row.hasAttachments,
  };
}
