import { ITEM_KINDS, type ItemKind, MAX_ITEM_BYTES, MAX_LARGEST } from '../../preload/contract/index.ts';
import { attempt } from './attempt.ts';
import { ClassColumn } from './class-column.ts';
import { DateColumns } from './date-columns.ts';
import type { FaultWord } from './reader/fault.ts';
import { withoutPrefixMark } from './reader/item.ts';
import { getText } from './reader/properties.ts';
import { MESSAGE_FLAGS, PROPERTY } from './reader/property-ids.ts';
import type { PstTable } from './reader/table.ts';
import type { FolderTally } from './store.ts';

const NUMBER_BYTES = 4;

/** A tally, and why a part of the table it comes from could not be read. */
export type TallyResult = { readonly tally: FolderTally; readonly problem: FaultWord | null };

/** A tally of nothing. */
export const EMPTY_TALLY: FolderTally = {
  kinds: { mail: 0, calendar: 0, contact: 0, task: 0, note: 0, other: 0 },
  sizeBytes: 0,
  unread: 0,
  oldestMs: null,
  newestMs: null,
  tooLarge: 0,
  largest: [],
};

/**
 * Goes over the contents table of a folder once. Cells that cannot be read count as absent; `defaultKind` is the kind of
 * items that do not tell theirs.
 *
 * @throws PstFault when no row can be read
 */
export function tallyTable(table: PstTable, defaultKind: () => ItemKind): TallyResult {
  const rows = table.cursor();
  const classes = new ClassColumn(table, defaultKind);
  const dates = new DateColumns(table);
  const sizes = table.column(PROPERTY.size, NUMBER_BYTES);
  const flags = table.column(PROPERTY.flags, NUMBER_BYTES);
  const counts = new Uint32Array(ITEM_KINDS.length);
  const largest = new LargestRows();
  let [sizeBytes, unread, tooLarge] = [0, 0, 0];
  for (let order = 0; rows.next(); order += 1) {
    const kind = classes.kindAt(rows);
    counts[kind] = (counts[kind] ?? 0) + 1;
    dates.addFrom(rows);
    if (flags !== null && rows.has(flags) && (rows.number(flags) & MESSAGE_FLAGS.read) === 0) unread += 1;
    if (sizes === null || !rows.has(sizes)) continue;
    const size = rows.number(sizes);
    sizeBytes += size;
    if (size > MAX_ITEM_BYTES) tooLarge += 1;
    if (size > largest.threshold) largest.add({ order, id: rows.id, sizeBytes: size });
  }
  const tally = {
    kinds: countKinds(counts),
    ...{ sizeBytes, unread, tooLarge },
    oldestMs: dates.oldestMs,
    newestMs: dates.newestMs,
    largest: largest.rows.map((row) => new LargeRow(table, row)),
  };
  return { tally, problem: rows.fault ?? classes.fault };
}

function countKinds(counts: Uint32Array): Record<ItemKind, number> {
  const kinds = { ...EMPTY_TALLY.kinds };
  for (const [order, kind] of ITEM_KINDS.entries()) kinds[kind] = counts[order] ?? 0;
  return kinds;
}

type SizedRow = { readonly order: number; readonly id: number; readonly sizeBytes: number };

/** The subject is read when it is asked for: of all folders together, few are. */
class LargeRow {
  readonly id: number;
  readonly sizeBytes: number;
  readonly #table: PstTable;
  readonly #order: number;

  constructor(table: PstTable, { order, id, sizeBytes }: SizedRow) {
    this.id = id;
    this.sizeBytes = sizeBytes;
    this.#table = table;
    this.#order = order;
  }

  get subject(): string {
    const read = () => withoutPrefixMark(getText(this.#table.row(this.#order), PROPERTY.subject, null));
    return attempt(read, '').value;
  }
}

class LargestRows {
  readonly rows: SizedRow[] = [];
  /** Rows of this size and below have no place any more. */
  threshold = 0;

  add(row: SizedRow): void {
    const at = this.rows.findIndex(({ sizeBytes }) => sizeBytes < row.sizeBytes);
    this.rows.splice(at < 0 ? this.rows.length : at, 0, row);
    this.rows.length = Math.min(this.rows.length, MAX_LARGEST);
    if (this.rows.length === MAX_LARGEST) this.threshold = this.rows.at(-1)?.sizeBytes ?? 0;
  }
}
