import type { Property } from '../ltp/value.ts';
import { pstCrc } from '../ndb/binary.ts';

const BUCKETS = 251;
const FIRST_BUCKET = 0x1000;
const FIRST_ID = 0x8000;
/** Indexes 1 and 2 stand for the two sets every store knows; listed sets follow. @see [MS-PST] 2.4.7.1 */
const PUBLIC_STRINGS = 2;
const FIRST_LISTED_SET = 3;

const SETS = {
  appointment: Buffer.from('0220060000000000c000000000000046', 'hex'),
  address: Buffer.from('0420060000000000c000000000000046', 'hex'),
  common: Buffer.from('0820060000000000c000000000000046', 'hex'),
} as const;
const SET_ORDER = ['appointment', 'address', 'common'] as const;

/** Named properties the store knows: a set and a number, or a name among the public strings. @see [MS-OXPROPS] 2 */
const NAMES = [
  { key: 'start', set: 'appointment', id: 0x820d },
  { key: 'end', set: 'appointment', id: 0x820e },
  { key: 'location', set: 'appointment', id: 0x8208 },
  { key: 'busyStatus', set: 'appointment', id: 0x8205 },
  { key: 'fileUnder', set: 'address', id: 0x8005 },
  { key: 'email1DisplayName', set: 'address', id: 0x8080 },
  { key: 'email1AddressType', set: 'address', id: 0x8082 },
  { key: 'email1Address', set: 'address', id: 0x8083 },
  { key: 'commonStart', set: 'common', id: 0x8516 },
  { key: 'commonEnd', set: 'common', id: 0x8517 },
  { key: 'keywords', name: 'Keywords' },
] as const;
/** What this store calls a named property. */
export type NamedProperty = (typeof NAMES)[number]['key'];

/** The tag of a named property in this store, for a value of the given type. */
export function namedTag(key: NamedProperty, type: number): number {
  return (FIRST_ID + NAMES.findIndex((name) => name.key === key)) * 0x1_0000 + type;
}

/** The properties of the name-to-id map: sets, entries, names, and the entries again by hash. @see [MS-PST] 2.4.7 */
export function nameMapProperties(): Property[] {
  const strings: Buffer[] = [];
  const entries: Buffer[] = [];
  const buckets = new Map<number, Buffer[]>();
  NAMES.forEach((name, order) => {
    const text = 'name' in name ? Buffer.from(name.name, 'utf16le') : null;
    const set = 'name' in name ? PUBLIC_STRINGS : FIRST_LISTED_SET + SET_ORDER.indexOf(name.set);
    const kind = set * 2 + (text === null ? 0 : 1);
    const stringOffset = strings.reduce((sum, part) => sum + part.length, 0);
    if (text !== null) strings.push(nameString(text));
    entries.push(nameEntry('id' in name ? name.id : stringOffset, kind, order));
    const hash = 'id' in name ? name.id : pstCrc(text ?? Buffer.alloc(0));
    const bucket = ((hash ^ kind) >>> 0) % BUCKETS;
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), nameEntry(hash, kind, order)]);
  });
  return [
    [0x00010003, BUCKETS],
    [0x00020102, Buffer.concat(SET_ORDER.map((set) => SETS[set]))],
    [0x00030102, Buffer.concat(entries)],
    [0x00040102, Buffer.concat(strings)],
    ...[...buckets].map(
      ([bucket, list]): Property => [(FIRST_BUCKET + bucket) * 0x1_0000 + 0x0102, Buffer.concat(list)],
    ),
  ];
}

/** A length and the text, padded so that the next one starts at a multiple of four. */
function nameString(text: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(text.length / 4) * 4);
  bytes.writeUInt32LE(text.length, 0);
  bytes.set(text, 4);
  return bytes;
}

function nameEntry(id: number, kind: number, order: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(id, 0);
  bytes.writeUInt16LE(kind, 4);
  bytes.writeUInt16LE(order, 6);
  return bytes;
}
