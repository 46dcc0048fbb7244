import { attempt } from './attempt.ts';
import { getShownTime } from './date-columns.ts';
import { withoutPrefixMark } from './reader/item.ts';
import { getNumber, getText } from './reader/properties.ts';
import { MESSAGE_FLAGS, PROPERTY } from './reader/property-ids.ts';
import type { PstTable, TableRow } from './reader/table.ts';
import type { PstRow, PstRows } from './store.ts';

/** The rows of a contents table. */
export function rowsOf(table: PstTable): PstRows {
  return {
    count: table.rowCount,
    all: function* () {
      for (const row of table.rows()) yield new ContentsRow(row);
    },
  };
}

class ContentsRow implements PstRow {
  readonly #row: TableRow;

  constructor(row: TableRow) {
    this.#row = row;
  }

  get id(): number {
    return this.#row.id;
  }

  get messageClass(): string {
    return this.#text(PROPERTY.messageClass);
  }

  get subject(): string {
    return withoutPrefixMark(this.#text(PROPERTY.subject));
  }

  get senderName(): string {
    return this.#text(PROPERTY.representingName) || this.#text(PROPERTY.senderName);
  }

  get sentMs(): number | null {
    return this.#time(PROPERTY.sentTime);
  }

  get receivedMs(): number | null {
    return this.#time(PROPERTY.receivedTime);
  }

  get sizeBytes(): number {
    return this.#number(PROPERTY.size) ?? 0;
  }

  get isRead(): boolean {
    return (this.#flags & MESSAGE_FLAGS.read) !== 0;
  }

  get hasAttachments(): boolean {
    return (this.#flags & MESSAGE_FLAGS.hasAttachments) !== 0;
  }

  get messageId(): string {
    return this.#text(PROPERTY.messageId);
  }

  /** An item that tells no flags is not shown as unread, nor counted so. */
  get #flags(): number {
    return this.#number(PROPERTY.flags) ?? MESSAGE_FLAGS.read;
  }

  #text(property: number): string {
    return attempt(() => getText(this.#row, property, null), '').value;
  }

  #number(property: number): number | null {
    return attempt(() => getNumber(this.#row, property), null).value;
  }

  #time(property: number): number | null {
    return attempt(() => getShownTime(this.#row, property), null).value;
  }
}
