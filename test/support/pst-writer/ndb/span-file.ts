import { closeSync, openSync, writeSync } from 'node:fs';
import { roundUp } from './binary.ts';
import type { FileFormat } from './file-format.ts';
import { PAGE_BYTES, PAGE_TYPE, type PageType, sealPage } from './pages.ts';

/** Where the first allocation map lies; everything before it belongs to the header. @see [MS-PST] 2.2.2.7.2 */
export const FIRST_SPAN_IB = 0x4400;

/** Bytes one allocation map speaks for, itself included: 496 bytes of bits, 64 bytes a bit. */
export const SPAN_BYTES = 253_952;

const SLOT_BYTES = 64;
/** One bit for each 64 bytes of a span. */
const MAP_BITS_BYTES = 496;

/** Room in the file: where it lies, and the zeroed bytes to fill before the next reservation. */
export type Reservation = { readonly ib: number; readonly bytes: Buffer };

/** What the header says about allocation. */
export type SpanTotals = { readonly eofBytes: number; readonly lastMapIb: number; readonly freeBytes: number };

/**
 * The file as spans of one allocation map each. Room is given out front to back, and a span is written the moment the
 * next one begins, so memory stays at one span however large the file grows.
 */
export class SpanFile {
  readonly #handle: number;
  readonly #format: FileFormat;
  readonly #span = Buffer.alloc(SPAN_BYTES);
  #index = 0;
  #usedBytes = 0;
  #freeBytes = 0;

  /** Creates or empties `path`. */
  constructor(path: string, format: FileFormat) {
    this.#format = format;
    this.#handle = openSync(path, 'w');
    this.#beginSpan();
  }

  /**
   * Room for `sizeBytes` (at most one span less its maps) at a multiple of `alignBytes`.
   * @throws RangeError when the file becomes larger than its format allows
   */
  reserve(sizeBytes: number, alignBytes: number): Reservation {
    let start = roundUp(this.#usedBytes, alignBytes);
    if (start + sizeBytes > SPAN_BYTES) {
      this.#endSpan();
      this.#index += 1;
      this.#beginSpan();
      start = roundUp(this.#usedBytes, alignBytes);
    }
    this.#markUsed(start, sizeBytes);
    this.#usedBytes = start + sizeBytes;
    return { ib: this.#ib() + start, bytes: this.#span.subarray(start, start + sizeBytes) };
  }

  /** Writes what is still in memory and says how the file is laid out; only `writeFront` may follow. */
  finish(): SpanTotals {
    this.#endSpan();
    const lastMapIb = this.#ib();
    return { eofBytes: lastMapIb + SPAN_BYTES, lastMapIb, freeBytes: this.#freeBytes };
  }

  /** Writes the bytes before the first span. */
  writeFront(front: Buffer): void {
    writeAll(this.#handle, front, 0);
  }

  close(): void {
    closeSync(this.#handle);
  }

  #ib(): number {
    return FIRST_SPAN_IB + this.#index * SPAN_BYTES;
  }

  #beginSpan(): void {
    if (this.#ib() + SPAN_BYTES > this.#format.maxFileBytes) throw new RangeError('too large for this format');
    this.#span.fill(0);
    this.#usedBytes = mapTypes(this.#index).length * PAGE_BYTES;
    this.#markUsed(0, this.#usedBytes);
  }

  /** The allocation map is the first page of the span; its most significant bit is the span's first 64 bytes. */
  #markUsed(start: number, sizeBytes: number): void {
    for (let slot = start / SLOT_BYTES; slot < (start + sizeBytes) / SLOT_BYTES; slot += 1) {
      const at = this.#format.mapBitsOffset + Math.floor(slot / 8);
      this.#span[at] = (this.#span[at] ?? 0) | (0x80 >> (slot % 8));
    }
  }

  #endSpan(): void {
    const { mapBitsOffset } = this.#format;
    const bitsEnd = mapBitsOffset + MAP_BITS_BYTES;
    this.#freeBytes += countZeroBits(this.#span.subarray(mapBitsOffset, bitsEnd)) * SLOT_BYTES;
    mapTypes(this.#index).forEach((type, order) => {
      const page = this.#span.subarray(order * PAGE_BYTES, (order + 1) * PAGE_BYTES);
      // The other maps are kept for old versions of Outlook only and read "all taken".
      if (type !== PAGE_TYPE.allocationMap) page.fill(0xff, mapBitsOffset, bitsEnd);
      const ib = this.#ib() + order * PAGE_BYTES;
      sealPage(this.#format, page, type, { bid: ib, ib });
    });
    writeAll(this.#handle, this.#span, this.#ib());
  }
}

/** Which map pages open the span with this index, in order. @see [MS-PST] 2.2.2.7.2 to 2.2.2.7.6 */
export function mapTypes(index: number): PageType[] {
  const types: PageType[] = [PAGE_TYPE.allocationMap];
  if (index % 8 === 0) types.push(PAGE_TYPE.pageMap);
  // The header itself holds the first 128 bytes of the free map and of the free page map (a bit a page map there).
  if (index >= 128 && (index - 128) % 496 === 0) types.push(PAGE_TYPE.freeMap);
  if (index >= 8_192 && (index - 8_192) % 31_744 === 0) types.push(PAGE_TYPE.freePageMap);
  return types;
}

function countZeroBits(bits: Uint8Array): number {
  let zeros = 0;
  for (const byte of bits) for (let rest = ~byte & 0xff; rest !== 0; rest &= rest - 1) zeros += 1;
  return zeros;
}

function writeAll(handle: number, bytes: Buffer, at: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(handle, bytes, done, bytes.length - done, at + done);
}
