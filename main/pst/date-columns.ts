import { timeOfTicks } from './reader/properties.ts';
import { PROPERTY } from './reader/property-ids.ts';
import type { Column, PstTable, TableCursor } from './reader/table.ts';

/**
 * Ticks of 100 ns from 1601 on have two halves; upper halves of 1970 and of 4500. Earlier there was no mail, and Outlook
 * writes a day of 4501 for "none". @see [MS-OXOCAL] 2.2.1.5 (0x0CB34557)
 */
const FIRST_HIGH = 0x019d_b1df;
const LAST_HIGH = 0x0cb2_2686;

const TIME_BYTES = 8;

/** The time in a column of eight bytes, milliseconds since 1970 UTC; null when the row has none that a person would take for one. */
export function shownTime(rows: TableCursor, column: Column | null): number | null {
  if (column === null || !rows.has(column)) return null;
  const high = rows.number(column, 4);
  return isShown(high) ? timeOfTicks(high, rows.number(column)) : null;
}

function isShown(high: number): boolean {
  return high >= FIRST_HIGH && high <= LAST_HIGH;
}

/** Finds the oldest and the newest date of the rows it is given: of delivery, else of sending. */
export class DateColumns {
  readonly #columns: readonly Column[];
  #oldHigh = 0xffff_ffff;
  #oldLow = 0;
  #newHigh = 0;
  #newLow = 0;

  constructor(table: PstTable) {
    const properties = [PROPERTY.receivedTime, PROPERTY.sentTime];
    this.#columns = properties.map((id) => table.column(id, TIME_BYTES)).filter((column) => column !== null);
  }

  /** Takes the date of the row the cursor stands at, if it has one that a calendar shows. */
  addFrom(rows: TableCursor): void {
    for (const column of this.#columns) {
      if (!rows.has(column)) continue;
      const high = rows.number(column, 4);
      if (!isShown(high)) continue;
      this.#add(high, rows.number(column));
      return;
    }
  }

  /** Milliseconds since 1970 UTC; null when no row had a date. */
  get oldestMs(): number | null {
    return this.#newHigh === 0 ? null : timeOfTicks(this.#oldHigh, this.#oldLow);
  }

  get newestMs(): number | null {
    return this.#newHigh === 0 ? null : timeOfTicks(this.#newHigh, this.#newLow);
  }

  #add(high: number, low: number): void {
    if (high < this.#oldHigh || (high === this.#oldHigh && low < this.#oldLow)) {
      this.#oldHigh = high;
      this.#oldLow = low;
    }
    if (high > this.#newHigh || (high === this.#newHigh && low > this.#newLow)) {
      this.#newHigh = high;
      this.#newLow = low;
    }
  }
}
