import { AppError } from '../../preload/contract/index.ts';
import { SourceLost } from './reader/fault.ts';
import type { PstRow, PstStore } from './store.ts';

/**
 * What tells the items of a PST apart, two numbers an item: whole numbers of 53 bits, 0 for one that is not known.
 *
 * `messageIds` are of the internet message id, where the folder's table lists it, which most do not. `rows` are of the
 * subject (as it is, blanks around it aside), the sender's name, the size, and to the second the time of sending, else of
 * delivery, else, as contacts have neither, of the last change.
 *
 * Not caught: a copy whose size differs, as when another program exported it, or one that was edited, and whose table
 * lists no message id; a copy made by a program that names senders otherwise. Two items without a message id that are
 * the same in all four are taken for one.
 */
export type Fingerprints = {
  /** All items, those without a number included. */
  readonly items: number;
  readonly messageIds: Float64Array;
  readonly rows: Float64Array;
};

/** Bytes "FPR1", so that nothing else is taken for fingerprints. */
const MAGIC = 0x31525046;
/** Mark and number of items, then the numbers of eight bytes each, of message ids first. */
const HEADER_BYTES = 16;
const NUMBER_BYTES = 8;

/**
 * The fingerprints of all items in all folders but search folders; a folder that cannot be read counts as empty, as it
 * does in the contents. Takes at most 32 bytes an item.
 */
export function readFingerprints(store: PstStore): Fingerprints {
  const reading = new FingerprintReading(store);
  for (const _ of reading.folders());
  return reading.result();
}

/** Reads fingerprints a folder at a time. */
export class FingerprintReading {
  readonly #store: PstStore;
  readonly #messageIds: Float64Array[] = [];
  readonly #rows: Float64Array[] = [];

  constructor(store: PstStore) {
    this.#store = store;
  }

  /** Does the reading. @yields how many folders were found or read by then */
  *folders(): Generator<number> {
    yield* this.#store.explore();
    let count = 0;
    for (const { id } of this.#store.outline()) {
      const folder = readFolder(this.#store, id);
      count += 1;
      yield count;
      if (folder === null || folder.items === 0) continue;
      this.#messageIds.push(folder.messageIds);
      this.#rows.push(folder.rows);
    }
  }

  /** What was read; to be asked for once. */
  result(): Fingerprints {
    const items = this.#rows.reduce((sum, { length }) => sum + length, 0);
    return { items, messageIds: joined(this.#messageIds, items), rows: joined(this.#rows, items) };
  }
}

function readFolder(store: PstStore, folderId: number): Fingerprints | null {
  try {
    const table = store.rows(folderId);
    const messageIds = new Float64Array(table.count);
    const rows = new Float64Array(table.count);
    let items = 0;
    for (const row of table.all()) {
      if (items === table.count) break;
      messageIds[items] = hashMessageId(row.messageId);
      rows[items] = hashRow(row);
      items += 1;
    }
    return { items, messageIds: messageIds.subarray(0, items), rows: rows.subarray(0, items) };
  } catch (error) {
    if (error instanceof AppError && !(error instanceof SourceLost)) return null;
    throw error;
  }
}

function joined(parts: Float64Array[], length: number): Float64Array {
  const whole = new Float64Array(length);
  let at = 0;
  // Each part is let go as soon as it is copied.
  for (let part = parts.shift(); part; part = parts.shift()) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function hashMessageId(messageId: string): number {
  const bare = messageId.trim();
  return bare === '' ? 0 : hash(bare);
}

/** Size alone, or with a time, says nothing: two empty drafts are two. */
function hashRow(row: PstRow): number {
  const timeMs = row.sentMs ?? row.receivedMs ?? row.modifiedMs;
  if (timeMs === null) return 0;
  const subject = bareSubject(row.subject);
  const sender = row.senderName.trim();
  if (subject === '' && sender === '') return 0;
  return hash(`${row.sizeBytes} ${Math.floor(timeMs / 1000)} ${sender.length} ${sender}${subject}`);
}

/** A subject may begin with a mark and the length of its "RE: ". @see [MS-PST] 2.5.3.1.1.1 */
function bareSubject(subject: string): string {
  return (subject.charCodeAt(0) === 1 ? subject.slice(2) : subject).trim();
}

/** @see datatracker.ietf.org/doc/draft-eastlake-fnv (32 bits) */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** The 32-bit prime next to 2^32 divided by the golden ratio: as far from the other multiplier as can be. */
const GOLDEN_PRIME = 0x9e3779b1;
const HIGH_BITS = 2 ** 21 - 1;

/**
 * 53 bits of a text, never 0: FNV-1a twice, with two multipliers, as neither alone is long enough. Good against chance,
 * not against somebody who looks for two texts of one number.
 */
function hash(text: string): number {
  let low = FNV_OFFSET;
  let high = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, FNV_PRIME);
    high = Math.imul(high ^ unit, GOLDEN_PRIME);
  }
  return 2 ** 32 * (spread(high) & HIGH_BITS) + (spread(low) >>> 0) || 1;
}

/** Lets every bit reach every other. @see MurmurHash3, 32-bit finaliser */
function spread(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/** Fingerprints as bytes, for another process of the same machine. */
export function fingerprintBytes({ items, messageIds, rows }: Fingerprints): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + items * 2 * NUMBER_BYTES);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, MAGIC, true);
  header.setUint32(4, items, true);
  const numbers = new Float64Array(bytes.buffer, HEADER_BYTES);
  numbers.set(messageIds);
  numbers.set(rows, items);
  return bytes;
}

/** The fingerprints in bytes that `fingerprintBytes` gave. @throws RangeError for any others */
export function parseFingerprints(bytes: Uint8Array): Fingerprints {
  // A view of numbers has to start at a multiple of eight, which what came by a pipe need not do.
  const own = bytes.byteOffset % NUMBER_BYTES === 0 ? bytes : bytes.slice();
  const header = new DataView(own.buffer, own.byteOffset, own.byteLength);
  const items = own.byteLength < HEADER_BYTES || header.getUint32(0, true) !== MAGIC ? null : header.getUint32(4, true);
  if (items === null || own.byteLength !== HEADER_BYTES + items * 2 * NUMBER_BYTES)
    throw new RangeError('no fingerprints');
  const numbers = new Float64Array(own.buffer, own.byteOffset + HEADER_BYTES, items * 2);
  if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) throw new RangeError('no fingerprints');
  return { items, messageIds: numbers.subarray(0, items), rows: numbers.subarray(items) };
}
