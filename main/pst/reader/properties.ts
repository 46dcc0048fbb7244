import { HEAP_KINDS, type Heap, openHeap } from './heap.ts';
import type { PstNode } from './node.ts';
import { decodeText } from './text.ts';

/** A value with its type. @see [MS-OXCDATA] 2.11.1 */
export type PropertyValue = { readonly type: number; readonly bytes: Buffer };

/** Something that has properties: a message, a folder, a row of a table. */
export interface PropertySource {
  /** Null when it has no such property. @throws PstFault */
  get(id: number): PropertyValue | null;
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
  const entries = readEntries(heap);
  return {
    get: (id) => {
      const entry = entries.get(id);
      if (!entry || entry.length < 6) return null;
      const type = entry.readUInt16LE(0);
      if (INLINE_TYPES.has(type)) return { type, bytes: entry.subarray(2, 6) };
      return { type, bytes: heap.valueOrSubnode(entry.readUInt32LE(2)) };
    },
  };
}

/** The entry of each property, without its id: type, then value or the id of one. */
function readEntries(heap: Heap): ReadonlyMap<number, Buffer> {
  const entries = new Map<number, Buffer>();
  for (const { bytes, keyBytes, rowBytes } of heap.list(heap.rootId)) {
    for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes)
      entries.set(bytes.readUIntLE(at, keyBytes), bytes.subarray(at + keyBytes, at + rowBytes));
  }
  return entries;
}

/** A whole number, null when there is none. */
export function getNumber(source: PropertySource, id: number): number | null {
  const bytes = source.get(id)?.bytes;
  if (!bytes || bytes.length === 0) return null;
  return bytes.length >= 8 ? Number(bytes.readBigInt64LE(0)) : bytes.readUIntLE(0, Math.min(bytes.length, 4));
}

/** A text, empty when there is none. `codepage` is for texts that are not Unicode. */
export function getText(source: PropertySource, id: number, codepage: number | null): string {
  const value = source.get(id);
  if (!value) return '';
  const text = value.type === TYPES.text ? value.bytes.toString('utf16le') : decodeText(value.bytes, codepage);
  return text.replaceAll('\0', '');
}

export function getBytes(source: PropertySource, id: number): Buffer | null {
  return source.get(id)?.bytes ?? null;
}

/** Milliseconds since 1970 UTC, null when there is none or nothing a calendar knows. */
export function getTime(source: PropertySource, id: number): number | null {
  const bytes = source.get(id)?.bytes;
  if (bytes?.length !== 8) return null;
  const ticks = bytes.readBigUInt64LE(0);
  const ms = Number(ticks / 10_000n) - EPOCH_OFFSET_MS;
  return ticks === 0n || Math.abs(ms) > MAX_DATE_MS ? null : ms;
}
