import type { StoredText } from './text.ts';

const FILETIME_EPOCH_MS = 11_644_473_600_000;
const TICKS_PER_MS = 10_000n;

/** Types of property, the low half of a tag. @see [MS-OXCDATA] 2.11.1 */
export const TYPE = {
  integer32: 0x0003,
  double: 0x0005,
  boolean: 0x000b,
  object: 0x000d,
  integer64: 0x0014,
  string8: 0x001e,
  string: 0x001f,
  time: 0x0040,
  strings: 0x101f,
  binary: 0x0102,
  binaries: 0x1102,
} as const;

/** Data already in the file as a data tree: too long to pass around. */
export type WrittenData = { readonly dataBid: number };

/** A property's value; its type is the low half of its tag. A list is one of byte strings. */
export type PropertyValue = string | number | boolean | Date | Buffer | readonly Buffer[] | WrittenData;

/** A property: tag (id in the high half, type in the low) and value. */
export type Property = readonly [tag: number, value: PropertyValue];

/** The value as it is stored: in place as a number, as bytes, or as data already written. */
export type StoredValue =
  | { readonly kind: 'inline'; readonly value: number }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'written'; readonly dataBid: number };

/** The id of a property, the high half of its tag. */
export function propertyId(tag: number): number {
  return tag >>> 16;
}

/** The type of a property, the low half of its tag. */
export function propertyType(tag: number): number {
  return tag & 0xffff;
}

/** The tag a file uses for a property: texts have another type where they are not Unicode. */
export function storedTag(tag: number, text: StoredText): number {
  return propertyType(tag) === TYPE.string ? propertyId(tag) * 0x1_0000 + text.type : tag;
}

/** How a value is stored. @throws RangeError when the value does not fit the type in its tag */
export function storeValue([tag, value]: Property, text: StoredText): StoredValue {
  if (typeof value === 'string') return bytesOf(tag, TYPE.string, text.encode(value));
  if (typeof value === 'boolean') return inlineOf(tag, TYPE.boolean, value ? 1 : 0);
  if (typeof value === 'number') return numberOf(tag, value);
  if (value instanceof Date) return bytesOf(tag, TYPE.time, fileTime(value));
  if (Buffer.isBuffer(value)) return { kind: 'bytes', bytes: value };
  if ('dataBid' in value) return { kind: 'written', dataBid: value.dataBid };
  return bytesOf(tag, TYPE.binaries, joinBinaries(value));
}

function numberOf(tag: number, value: number): StoredValue {
  if (propertyType(tag) !== TYPE.double) return inlineOf(tag, TYPE.integer32, value >>> 0);
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return { kind: 'bytes', bytes };
}

/** How many there are, where each starts, and all of them. @see [MS-PST] 2.3.3.4.2 */
function joinBinaries(list: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(4 + 4 * list.length);
  head.writeUInt32LE(list.length);
  let at = head.length;
  list.forEach((bytes, order) => {
    head.writeUInt32LE(at, 4 + 4 * order);
    at += bytes.length;
  });
  return Buffer.concat([head, ...list]);
}

/** Time as PSTs keep it: 100 ns steps since 1601 UTC. */
export function fileTime(date: Date): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(date.getTime() + FILETIME_EPOCH_MS) * TICKS_PER_MS);
  return bytes;
}

function bytesOf(tag: number, type: number, bytes: Buffer): StoredValue {
  expectType(tag, type);
  return { kind: 'bytes', bytes };
}

function inlineOf(tag: number, type: number, value: number): StoredValue {
  expectType(tag, type);
  return { kind: 'inline', value };
}

function expectType(tag: number, type: number): void {
  if (propertyType(tag) !== type) throw new RangeError(`property ${tag.toString(16)} takes another type`);
}
