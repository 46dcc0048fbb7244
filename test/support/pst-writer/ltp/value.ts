const FILETIME_EPOCH_MS = 11_644_473_600_000;
const TICKS_PER_MS = 10_000n;

/** Types of property, the low half of a tag. @see [MS-OXCDATA] 2.11.1 */
export const TYPE = {
  integer32: 0x0003,
  boolean: 0x000b,
  object: 0x000d,
  integer64: 0x0014,
  string: 0x001f,
  time: 0x0040,
  strings: 0x101f,
  binary: 0x0102,
} as const;

/** Data already in the file as a data tree: too long to pass around. */
export type WrittenData = { readonly dataBid: number };

/** A property's value; its type is the low half of its tag. */
export type PropertyValue = string | number | boolean | Date | Buffer | WrittenData;

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

/** How a value is stored. @throws RangeError when the value does not fit the type in its tag */
export function storeValue([tag, value]: Property): StoredValue {
  if (typeof value === 'string') return bytesOf(tag, TYPE.string, Buffer.from(value, 'utf16le'));
  if (typeof value === 'boolean') return inlineOf(tag, TYPE.boolean, value ? 1 : 0);
  if (typeof value === 'number') return inlineOf(tag, TYPE.integer32, value >>> 0);
  if (value instanceof Date) return bytesOf(tag, TYPE.time, fileTime(value));
  if (!Buffer.isBuffer(value)) return { kind: 'written', dataBid: value.dataBid };
  return { kind: 'bytes', bytes: value };
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
