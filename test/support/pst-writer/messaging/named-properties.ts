import { type Property, type PropertyValue, TYPE } from '../ltp/value.ts';
import { pstCrc } from '../ndb/binary.ts';

const BUCKETS = 251;
const FIRST_BUCKET = 0x1000;
const FIRST_ID = 0x8000;
/** Indexes 1 and 2 stand for the two sets every store knows; listed sets follow. @see [MS-PST] 2.4.7.1 */
const PUBLIC_STRINGS = 2;
const FIRST_LISTED_SET = 3;

/** Sets of named properties. @see [MS-OXPROPS] 1.3.2 */
const SETS = {
  appointment: Buffer.from('0220060000000000c000000000000046', 'hex'),
  address: Buffer.from('0420060000000000c000000000000046', 'hex'),
  common: Buffer.from('0820060000000000c000000000000046', 'hex'),
  task: Buffer.from('0320060000000000c000000000000046', 'hex'),
  note: Buffer.from('0e20060000000000c000000000000046', 'hex'),
  log: Buffer.from('0a20060000000000c000000000000046', 'hex'),
  meeting: Buffer.from('90dad86e0b451b1098da00aa003f1305', 'hex'),
} as const;
type SetName = keyof typeof SETS;

type Name = { readonly type: number } & ({ readonly set: SetName; readonly id: number } | { readonly name: string });

/** Named properties: a set and a number, or a name among the public strings. @see [MS-OXPROPS] 2 */
const NAMES = {
  start: { set: 'appointment', id: 0x820d, type: TYPE.time },
  end: { set: 'appointment', id: 0x820e, type: TYPE.time },
  location: { set: 'appointment', id: 0x8208, type: TYPE.string },
  busyStatus: { set: 'appointment', id: 0x8205, type: TYPE.integer32 },
  fileUnder: { set: 'address', id: 0x8005, type: TYPE.string },
  email1DisplayName: { set: 'address', id: 0x8080, type: TYPE.string },
  email1AddressType: { set: 'address', id: 0x8082, type: TYPE.string },
  email1Address: { set: 'address', id: 0x8083, type: TYPE.string },
  commonStart: { set: 'common', id: 0x8516, type: TYPE.time },
  commonEnd: { set: 'common', id: 0x8517, type: TYPE.time },
  keywords: { name: 'Keywords', type: TYPE.strings },
  listName: { set: 'address', id: 0x8053, type: TYPE.string },
  listOneOffMembers: { set: 'address', id: 0x8054, type: TYPE.binaries },
  listMembers: { set: 'address', id: 0x8055, type: TYPE.binaries },
  taskStatus: { set: 'task', id: 0x8101, type: TYPE.integer32 },
  percentComplete: { set: 'task', id: 0x8102, type: TYPE.double },
  taskDue: { set: 'task', id: 0x8105, type: TYPE.time },
  taskComplete: { set: 'task', id: 0x811c, type: TYPE.boolean },
  taskOwner: { set: 'task', id: 0x811f, type: TYPE.string },
  noteColor: { set: 'note', id: 0x8b00, type: TYPE.integer32 },
  logType: { set: 'log', id: 0x8700, type: TYPE.string },
  logStart: { set: 'log', id: 0x8706, type: TYPE.time },
  logDuration: { set: 'log', id: 0x8707, type: TYPE.integer32 },
  logEnd: { set: 'log', id: 0x8708, type: TYPE.time },
  meetingId: { set: 'meeting', id: 0x0003, type: TYPE.binary },
} as const satisfies Record<string, Name>;
/** What the writer calls a named property. */
export type NamedProperty = keyof typeof NAMES;

/** Names every store has, as in the files of Outlook; others come into a store with the first item that has them. */
const ALWAYS: readonly NamedProperty[] = [
  'start',
  'end',
  'location',
  'busyStatus',
  'fileUnder',
  'email1DisplayName',
  'email1AddressType',
  'email1Address',
  'commonStart',
  'commonEnd',
  'keywords',
];
const ALWAYS_SETS: readonly SetName[] = ['appointment', 'address', 'common'];

/** The names of one store, each with the id the store gives it. */
export class NameMap {
  readonly #keys: NamedProperty[] = [...ALWAYS];
  readonly #sets: SetName[] = [...ALWAYS_SETS];

  /** A named property with its id in this store, which it gets now if it has none. */
  property(key: NamedProperty, value: PropertyValue): Property {
    if (!this.#keys.includes(key)) this.#keys.push(key);
    return [(FIRST_ID + this.#keys.indexOf(key)) * 0x1_0000 + NAMES[key].type, value];
  }

  /** The properties of the name-to-id map: sets, entries, names, and the entries again by hash. @see [MS-PST] 2.4.7 */
  toProperties(): Property[] {
    const strings: Buffer[] = [];
    const entries: Buffer[] = [];
    const buckets = new Map<number, Buffer[]>();
    this.#keys.forEach((key, order) => {
      const name: Name = NAMES[key];
      const text = 'name' in name ? Buffer.from(name.name, 'utf16le') : null;
      const kind = this.#setNumber(name) * 2 + (text === null ? 0 : 1);
      const stringOffset = strings.reduce((sum, part) => sum + part.length, 0);
      if (text !== null) strings.push(nameString(text));
      entries.push(nameEntry('id' in name ? name.id : stringOffset, kind, order));
      const hash = 'id' in name ? name.id : pstCrc(text ?? Buffer.alloc(0));
      const bucket = ((hash ^ kind) >>> 0) % BUCKETS;
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), nameEntry(hash, kind, order)]);
    });
    return [
      [0x00010003, BUCKETS],
      [0x00020102, Buffer.concat(this.#sets.map((set) => SETS[set]))],
      [0x00030102, Buffer.concat(entries)],
      [0x00040102, Buffer.concat(strings)],
      ...[...buckets].map(
        ([bucket, list]): Property => [(FIRST_BUCKET + bucket) * 0x1_0000 + 0x0102, Buffer.concat(list)],
      ),
    ];
  }

  #setNumber(name: Name): number {
    if ('name' in name) return PUBLIC_STRINGS;
    if (!this.#sets.includes(name.set)) this.#sets.push(name.set);
    return FIRST_LISTED_SET + this.#sets.indexOf(name.set);
  }
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
