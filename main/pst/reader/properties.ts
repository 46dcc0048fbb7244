import { HEAP_KINDS, type Heap, type HeapRows, openHeap } from './heap.ts';
import type { PstNode } from './node.ts';
import { decodeText } from './text.ts';

/** A value with its type. @see [MS-OXCDATA] 2.11.1 */
export type PropertyValue = { readonly type: number; readonly bytes: Buffer };

/** Something that has properties: a message, a folder, a row of a table. */
export interface PropertySource {
  /** Null when it has no such property. @throws PstFault */
  get(id: number): PropertyValue | null;
  /** Code page of texts that name none of their own. */
  readonly codepage?: number | null;
}

/** Types of [MS-OXCDATA] 2.11.1 that are read here. */
export const TYPES = { object: 0x0d, text: 0x1f, text8: 0x1e, binary: 0x102 } as const;

/** Types whose value is at most four bytes and stands where others have an id. @see [MS-PST] 2.3.3.3 */
const INLINE_TYPES: ReadonlySet<number> = new Set([0x0001, 0x0002, 0x0003, 0x0004, 0x000a, 0x000b]);

/** Milliseconds from 1601, where Windows starts to count, to 1970. */
const EPOCH_OFFSET_MS = 11_644_473_600_000;
const MAX_DATE_MS = 8_640_000_000_000_000;

/** True when four bytes of this type are an id that leads to the value. */
export function takesOwnValue(type: number, width: number): boolean {
  return width === 4 && !INLINE_TYPES.has(type);
}

/** The properties of the object in a node. @throws PstFault @see [MS-PST] 2.3.3 */
export function readProperties(node: PstNode): PropertySource {
  const heap = openHeap(node, HEAP_KINDS.properties);
  const pieces = heap.list(heap.rootId);
  return { get: (id) => findProperty(heap, pieces, id), codepage: node.layout.codepage };
}

/**
 * Looks at one entry after the other: few properties are asked for of any object, and damaged lists may be out of order.
 * An entry is the id of the property, its type, then its value or the id of that.
 */
function findProperty(heap: Heap, pieces: readonly HeapRows[], id: number): PropertyValue | null {
  for (const { bytes, keyBytes, rowBytes } of pieces) {
    if (rowBytes - keyBytes < 6) continue;
    for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) {
      if (bytes.readUIntLE(at, keyBytes) === id) return readEntry(heap, bytes, at + keyBytes);
    }
  }
  return null;
}

function readEntry(heap: Heap, bytes: Buffer, at: number): PropertyValue {
  const type = bytes.readUInt16LE(at);
  if (INLINE_TYPES.has(type)) return { type, bytes: bytes.subarray(at + 2, at + 6) };
  return { type, bytes: heap.valueOrSubnode(bytes.readUInt32LE(at + 2)) };
}

/** A whole number, null when there is none. */
export function getNumber(source: PropertySource, id: number): number | null {
  const bytes = source.get(id)?.bytes;
  if (!bytes || bytes.length === 0) return null;
  return bytes.length >= 8 ? Number(bytes.readBigInt64LE(0)) : bytes.readUIntLE(0, Math.min(bytes.length, 4));
}

/** A size in bytes, null when there is none; 0 for what damage made less than nothing. */
export function getSize(source: PropertySource, id: number): number | null {
  const value = getNumber(source, id);
  return value === null ? null : Math.max(0, value);
}

/** A text, empty when there is none. `codepage` is for texts that are not Unicode; null for that of the file. */
export function getText(source: PropertySource, id: number, codepage: number | null): string {
  const value = source.get(id);
  return value === null ? '' : decodeValue(value, codepage ?? source.codepage ?? null);
}

/** The text of a value. */
export function decodeValue({ type, bytes }: PropertyValue, codepage: number | null): string {
  return withoutZeros(type === TYPES.text ? bytes.toString('utf16le') : decodeText(bytes, codepage));
}

/** A text without the zeros that some programs write behind it. */
export function withoutZeros(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

export function getBytes(source: PropertySource, id: number): Buffer | null {
  return source.get(id)?.bytes ?? null;
}

/** Milliseconds since 1970 UTC, null when there is none or nothing a calendar knows. */
export function getTime(source: PropertySource, id: number): number | null {
  const bytes = source.get(id)?.bytes;
  return bytes?.length === 8 ? timeOfTicks(bytes.readUInt32LE(4), bytes.readUInt32LE(0)) : null;
}

/** The same of the upper and lower half of a time as files hold it: ticks of 100 ns since 1601. @see [MS-DTYP] 2.3.3 */
export function timeOfTicks(high: number, low: number): number | null {
  const ticks = (BigInt(high) << 32n) | BigInt(low);
  const ms = Number(ticks / 10_000n) - EPOCH_OFFSET_MS;
  return ticks === 0n || Math.abs(ms) > MAX_DATE_MS ? null : ms;
}
