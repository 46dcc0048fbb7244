import { ITEM_KINDS, type ItemKind } from '../../preload/contract/index.ts';
import { itemKind } from './item-kind.ts';
import { type FaultWord, faultWord } from './reader/fault.ts';
import { type HeapPlace, isHeapId } from './reader/heap.ts';
import { TYPES } from './reader/properties.ts';
import { PROPERTY } from './reader/property-ids.ts';
import type { Column, PstTable, TableCursor } from './reader/table.ts';

const NO_CLASS = Buffer.alloc(0);
/** A cell of text holds the id of it. */
const ID_BYTES = 4;
/** Classes whose kind is remembered. A limit of ours: mailboxes have a handful. */
const MAX_REMEMBERED = 256;

/** Tells the kind of one row after the other. Rows mostly have the class of the one before, which is not decoded again. */
export class ClassColumn {
  /** Why the first class that could not be read was not; such rows count as having none. */
  fault: FaultWord | null = null;
  readonly #table: PstTable;
  readonly #column: Column | null;
  readonly #defaultKind: () => ItemKind;
  readonly #kinds = new Map<string, number>();
  /** A copy: blocks are good for one look-up. */
  #last = NO_CLASS;
  #lastKind = 0;

  constructor(table: PstTable, defaultKind: () => ItemKind) {
    this.#table = table;
    this.#column = table.column(PROPERTY.messageClass, ID_BYTES);
    this.#defaultKind = defaultKind;
  }

  /** The place in `ITEM_KINDS` of the kind of the row the cursor stands at. */
  kindAt(rows: TableCursor): number {
    const column = this.#column;
    const id = column !== null && rows.has(column) ? rows.number(column) : 0;
    if (column === null || id === 0) return this.#kindOf('');
    try {
      const place = this.#locate(id);
      if (isSame(place, this.#last)) return this.#lastKind;
      const encoding = column.type === TYPES.text ? 'utf16le' : 'latin1';
      this.#lastKind = this.#kindOf(place.bytes.toString(encoding, place.start, place.end));
      this.#last = Buffer.from(place.bytes.subarray(place.start, place.end));
      return this.#lastKind;
    } catch (error) {
      this.fault ??= faultWord(error);
      return this.#kindOf('');
    }
  }

  #locate(id: number): HeapPlace {
    const { heap } = this.#table;
    if (isHeapId(id)) return heap.locate(id);
    const bytes = heap.valueOrSubnode(id);
    return { bytes, start: 0, end: bytes.length };
  }

  #kindOf(messageClass: string): number {
    let kind = this.#kinds.get(messageClass);
    if (kind === undefined) {
      kind = ITEM_KINDS.indexOf(messageClass === '' ? this.#defaultKind() : itemKind(messageClass));
      if (this.#kinds.size < MAX_REMEMBERED) this.#kinds.set(messageClass, kind);
    }
    return kind;
  }
}

function isSame({ bytes, start, end }: HeapPlace, last: Buffer): boolean {
  const length = end - start;
  // The one before stands for no class until there was one.
  if (length !== last.length || length === 0) return false;
  for (let i = 0; i < length; i += 1) if (bytes[start + i] !== last[i]) return false;
  return true;
}
