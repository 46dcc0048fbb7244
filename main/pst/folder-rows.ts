import { attempt, readOrExplain } from './attempt.ts';
import { shownTime } from './date-columns.ts';
import { withoutPrefixMark } from './reader/item.ts';
import { MESSAGE_FLAGS, PROPERTY } from './reader/property-ids.ts';
import type { Column, PstTable, TableCursor } from './reader/table.ts';
import type { PstRow, PstRows } from './store.ts';

/** The rows of a contents table. */
export function rowsOf(table: PstTable): PstRows {
  return {
    count: table.rowCount,
    all: function* () {
      const cursor = readOrExplain(() => table.cursor());
      const row = new ContentsRow(table, cursor);
      while (cursor.next()) yield row;
    },
    at: function* (places) {
      const cursor = readOrExplain(() => table.cursor());
      const row = new ContentsRow(table, cursor);
      for (const place of places) if (cursor.moveTo(place)) yield row;
    },
  };
}

/** The row the cursor stands at: folders have very many, and to make something of each takes longer than to read it. */
class ContentsRow implements PstRow {
  readonly #rows: TableCursor;
  readonly #messageClass: Column | null;
  readonly #subject: Column | null;
  readonly #representingName: Column | null;
  readonly #senderName: Column | null;
  readonly #messageId: Column | null;
  readonly #sentTime: Column | null;
  readonly #receivedTime: Column | null;
  readonly #modifiedTime: Column | null;
  readonly #size: Column | null;
  readonly #flags: Column | null;

  constructor(table: PstTable, rows: TableCursor) {
    this.#rows = rows;
    this.#messageClass = table.column(PROPERTY.messageClass);
    this.#subject = table.column(PROPERTY.subject);
    this.#representingName = table.column(PROPERTY.representingName);
    this.#senderName = table.column(PROPERTY.senderName);
    this.#messageId = table.column(PROPERTY.messageId);
    this.#sentTime = table.column(PROPERTY.sentTime, 8);
    this.#receivedTime = table.column(PROPERTY.receivedTime, 8);
    this.#modifiedTime = table.column(PROPERTY.modifiedTime, 8);
    this.#size = table.column(PROPERTY.size, 4);
    this.#flags = table.column(PROPERTY.flags, 4);
  }

  get id(): number {
    return this.#rows.id;
  }

  get messageClass(): string {
    return this.#text(this.#messageClass);
  }

  get subject(): string {
    return withoutPrefixMark(this.#text(this.#subject));
  }

  get senderName(): string {
    return this.#text(this.#representingName) || this.#text(this.#senderName);
  }

  get sentMs(): number | null {
    return shownTime(this.#rows, this.#sentTime);
  }

  get receivedMs(): number | null {
    return shownTime(this.#rows, this.#receivedTime);
  }

  get modifiedMs(): number | null {
    return shownTime(this.#rows, this.#modifiedTime);
  }

  get sizeBytes(): number {
    return this.#number(this.#size) ?? 0;
  }

  get isRead(): boolean {
    return (this.#flagBits & MESSAGE_FLAGS.read) !== 0;
  }

  get hasAttachments(): boolean {
    return (this.#flagBits & MESSAGE_FLAGS.hasAttachments) !== 0;
  }

  get messageId(): string {
    return this.#text(this.#messageId);
  }

  /** An item that tells no flags is not shown as unread, nor counted so. */
  get #flagBits(): number {
    return this.#number(this.#flags) ?? MESSAGE_FLAGS.read;
  }

  #text(column: Column | null): string {
    const rows = this.#rows;
    return column !== null && rows.has(column) ? attempt(() => rows.text(column), '').value : '';
  }

  #number(column: Column | null): number | null {
    return column !== null && this.#rows.has(column) ? this.#rows.number(column) : null;
  }
}
