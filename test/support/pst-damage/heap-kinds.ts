import type { Verdict } from '../../../preload/contract/index.ts';
import { ANY_PST, type DamageKind, kindsOf, REPAIR, UNNOTICED } from './damage-kind.ts';
import {
  editHeaps,
  editRows,
  type HeapKind,
  heapRoot,
  type IsMeant,
  isDeep,
  isNode,
  isOfKind,
  listHeader,
  listRows,
} from './heap-edit.ts';
import type { Random } from './random.ts';

type Lie = (plain: Buffer, random: Random) => unknown;

const STORE: IsMeant = isNode(0x21);
const FIRST_FOLDERS: IsMeant = isNode(0x12d);
const FOLDERS = isOfKind(0x02);
const ITEMS = isOfKind(0x04);
const SUBFOLDER_TABLES = isOfKind(0x0d);
const CONTENTS_TABLES = isOfKind(0x0e);
const BELOW_ITEMS: IsMeant = (id) => id === null;

/** What any heap can say that is not true. @see [MS-PST] 2.3.1, 2.3.2 */
const HEAP_LIES: Readonly<Record<string, Lie>> = {
  zeroed: (plain) => plain.fill(0),
  random: (plain, random) => random.bytes(plain.length).copy(plain),
  'signature lost': (plain) => plain.writeUInt8(0, 2),
  'of another kind': (plain) => plain.writeUInt8(0xa5, 3),
  'map behind the end': (plain) => plain.writeUInt16LE(0xfff0, 0),
  'map at the start': (plain) => plain.writeUInt16LE(0, 0),
  'map of no values': (plain) => plain.writeUInt16LE(0, plain.readUInt16LE(0)),
  'map random': (plain, random) => random.bytes(plain.length).copy(plain, plain.readUInt16LE(0) + 4),
  'every value the whole heap': (plain) => wholeHeap(plain),
  'values backwards': (plain) => plain.fill(0, plain.readUInt16LE(0) + 4),
  'root 0': (plain) => plain.writeUInt32LE(0, 4),
  'root in another block': (plain) => plain.writeUInt32LE(0xffff_0020, 4),
  'root of a node': (plain) => plain.writeUInt32LE(0x1f, 4),
  'list signature lost': (plain) => listHeader(plain).fill(0, 0, 1),
  'list of keys of 0 bytes': (plain) => setByte(listHeader(plain), 1, 0),
  'list of keys of 255 bytes': (plain) => setByte(listHeader(plain), 1, 255),
  'list of entries of 0 bytes': (plain) => setByte(listHeader(plain), 2, 0),
  'list of entries of 255 bytes': (plain) => setByte(listHeader(plain), 2, 255),
  'list of 1 level': (plain) => setByte(listHeader(plain), 3, 1),
  'list of 8 levels': (plain) => setByte(listHeader(plain), 3, 8),
  'list of 255 levels': (plain) => setByte(listHeader(plain), 3, 255),
  'list that leads to its header': (plain) => leadToHeader(plain),
  'list that is not there': (plain) => setWord(listHeader(plain), 4, 0xffe0),
  'map of 65,535 values': (plain) => plain.writeUInt16LE(0xffff, plain.readUInt16LE(0)),
};

/** What a table can say that is not true. @see [MS-PST] 2.3.4 */
const TABLE_LIES: Readonly<Record<string, Lie>> = {
  'mark lost': (plain) => setByte(heapRoot(plain), 0, 0),
  '255 columns': (plain) => setByte(heapRoot(plain), 1, 255),
  'no columns': (plain) => setByte(heapRoot(plain), 1, 0),
  'rows of 0 bytes': (plain) => setHalf(heapRoot(plain), 8, 0),
  'rows of 1 byte': (plain) => setHalf(heapRoot(plain), 8, 1),
  'rows of 65,535 bytes': (plain) => setHalf(heapRoot(plain), 8, 65_535),
  'marks of cells behind the row': (plain) => setHalf(heapRoot(plain), 6, 65_535),
  'cells behind the row': (plain) => eachColumn(plain, (column) => column.writeUInt16LE(65_000, 4)),
  'cells of 255 bytes': (plain) => eachColumn(plain, (column) => column.writeUInt8(255, 6)),
  'cells of 0 bytes': (plain) => eachColumn(plain, (column) => column.writeUInt8(0, 6)),
  'every cell at the start': (plain) => eachColumn(plain, (column) => column.writeUInt16LE(0, 4)),
  'all texts': (plain) => eachColumn(plain, (column) => column.writeUInt16LE(0x1f, 0)),
  'all numbers': (plain) => eachColumn(plain, (column) => column.writeUInt16LE(0x03, 0)),
  'types random': (plain, random) => eachColumn(plain, (column) => column.writeUInt16LE(random.below(0x10000), 0)),
  'columns random': (plain, random) => random.bytes(heapRoot(plain).length).copy(heapRoot(plain), 22),
  'rows that are not there': (plain) => setWord(heapRoot(plain), 14, 0xffe0),
  'rows in a node that is not there': (plain) => setWord(heapRoot(plain), 14, 0x7fff),
  'rows are the columns': (plain) => setWord(heapRoot(plain), 14, plain.readUInt32LE(4)),
  'no rows behind the index': (plain) => setWord(heapRoot(plain), 14, 0),
  'rows at 4,294,967,295': (plain) => editRows(plain, (row, keyBytes) => writePlace(row, keyBytes, 0xffff_ffff)),
  'all rows the first': (plain) => editRows(plain, (row, keyBytes) => writePlace(row, keyBytes, 0)),
  'rows random': (plain, random) => editRows(plain, (row) => random.bytes(row.length).copy(row)),
  'all rows of one id': (plain) => editRows(plain, (row) => row.writeUInt32LE(0x20_0024, 0)),
  'all rows of the id 0': (plain) => editRows(plain, (row) => row.writeUInt32LE(0, 0)),
};

/** What properties can say that is not true. @see [MS-PST] 2.3.3 */
const PROPERTY_LIES: Readonly<Record<string, Lie>> = {
  'all ids the same': (plain) => editRows(plain, (row) => row.writeUInt16LE(0x3001, 0)),
  'all of type 0': (plain) => editRows(plain, (row) => row.writeUInt16LE(0, 2)),
  'all texts': (plain) => editRows(plain, (row) => row.writeUInt16LE(0x1f, 2)),
  'all bytes': (plain) => editRows(plain, (row) => row.writeUInt16LE(0x102, 2)),
  'all objects': (plain) => editRows(plain, (row) => row.writeUInt16LE(0x0d, 2)),
  'all times': (plain) => editRows(plain, (row) => row.writeUInt16LE(0x40, 2)),
  'all numbers': (plain) => editRows(plain, (row) => row.writeUInt16LE(0x03, 2)),
  'types random': (plain, random) => editRows(plain, (row) => row.writeUInt16LE(random.below(0x10000), 2)),
  'values in nodes that are not there': (plain) => editRows(plain, (row) => row.writeUInt32LE(0x7fff, 4)),
  'values that are not there': (plain) => editRows(plain, (row) => row.writeUInt32LE(0xffe0, 4)),
  'values of 4,294,967,295': (plain) => editRows(plain, (row) => row.writeUInt32LE(0xffff_ffff, 4)),
  'values of 0': (plain) => editRows(plain, (row) => row.writeUInt32LE(0, 4)),
  'all values the list itself': (plain) => editRows(plain, (row) => row.writeUInt32LE(listValueId(plain), 4)),
  'values random': (plain, random) => random.bytes(heapEnd(plain)).copy(plain, 64),
};

/** RTF, HTML and texts that are not what they say: values, not the structure that holds them. */
const VALUE_LIES: Readonly<Record<string, Lie>> = {
  random: (plain, random) => eachValue(plain, (value) => random.bytes(value.length).copy(value)),
  zeroed: (plain) => eachValue(plain, (value) => value.fill(0)),
  'halves of letters': (plain) => eachValue(plain, (value) => value.fill(0xd8)),
  'huge lengths': (plain) => eachValue(plain, (value) => setWord(value, 4, 0x7fff_ffff)),
  'packed text of huge length': (plain) => eachValue(plain, packedLie),
};

/** Folders, tables, items and attachments under right checksums. */
export const HEAP_KINDS: readonly DamageKind[] = [
  ...kinds(REPAIR, 'the store', { kind: 'properties', isMeant: STORE, lies: pick(HEAP_LIES, 12) }),
  ...kinds(REPAIR, 'the list of the first folders', {
    kind: 'table',
    isMeant: FIRST_FOLDERS,
    lies: pick(HEAP_LIES, 12),
  }),
  ...kinds(UNNOTICED, 'the lists of folders', { kind: 'table', isMeant: SUBFOLDER_TABLES, lies: TABLE_LIES }),
  ...kinds(UNNOTICED, 'the lists of items', { kind: 'table', isMeant: CONTENTS_TABLES, lies: TABLE_LIES }),
  ...kinds(ANY_PST, 'every heap but the first', { kind: null, isMeant: isDeep, lies: HEAP_LIES }),
  ...kinds(UNNOTICED, 'folders', { kind: 'properties', isMeant: FOLDERS, lies: pick(PROPERTY_LIES, 14) }),
  ...kinds(UNNOTICED, 'items', { kind: 'properties', isMeant: ITEMS, lies: PROPERTY_LIES }),
  ...kinds(ANY_PST, 'attachments', { kind: 'properties', isMeant: BELOW_ITEMS, lies: PROPERTY_LIES }),
  ...kinds(ANY_PST, 'recipients', { kind: 'table', isMeant: BELOW_ITEMS, lies: pick(TABLE_LIES, 24) }),
  ...kinds(UNNOTICED, 'values of items', { kind: 'properties', isMeant: ITEMS, lies: VALUE_LIES }),
  ...kinds(UNNOTICED, 'every folder', {
    kind: 'table',
    isMeant: SUBFOLDER_TABLES,
    lies: { 'lists the root': (plain) => editRows(plain, (row) => row.writeUInt32LE(0x122, 0)) },
  }),
  ...kinds(UNNOTICED, 'the first folder', {
    kind: 'table',
    isMeant: FIRST_FOLDERS,
    lies: { 'lists the root': (plain) => editRows(plain, (row) => row.writeUInt32LE(0x122, 0)) },
  }),
];

type Heaps = {
  readonly kind: HeapKind | null;
  readonly isMeant: IsMeant;
  readonly lies: Readonly<Record<string, Lie>>;
};

function kinds(verdicts: readonly Verdict[], where: string, { kind, isMeant, lies }: Heaps): readonly DamageKind[] {
  return Object.entries(lies).flatMap(([name, lie]) =>
    kindsOf(verdicts, {
      [`${where}: ${name}`]: (image, random) => editHeaps(image, kind, isMeant, (plain) => void lie(plain, random)),
    }),
  );
}

function pick(lies: Readonly<Record<string, Lie>>, count: number): Readonly<Record<string, Lie>> {
  return Object.fromEntries(Object.entries(lies).slice(0, count));
}

function setByte(target: Buffer, at: number, value: number): void {
  if (target.length > at) target.writeUInt8(value, at);
}

function setHalf(target: Buffer, at: number, value: number): void {
  if (target.length >= at + 2) target.writeUInt16LE(value, at);
}

function setWord(target: Buffer, at: number, value: number): void {
  if (target.length >= at + 4) target.writeUInt32LE(value, at);
}

function wholeHeap(plain: Buffer): void {
  const map = plain.readUInt16LE(0);
  for (let at = map + 6; at + 2 <= plain.length; at += 2) plain.writeUInt16LE(map, at);
  plain.writeUInt16LE(0, map + 4);
}

function leadToHeader(plain: Buffer): void {
  const root = heapRoot(plain);
  const id = plain[3] === 0x7c && root.length >= 14 ? root.readUInt32LE(10) : plain.readUInt32LE(4);
  setByte(listHeader(plain), 3, 1);
  setWord(listHeader(plain), 4, id);
}

function eachColumn(plain: Buffer, edit: (column: Buffer) => void): void {
  const root = heapRoot(plain);
  for (let at = 22; at + 8 <= root.length; at += 8) edit(root.subarray(at, at + 8));
}

function writePlace(row: Buffer, keyBytes: number, place: number): void {
  if (row.length - keyBytes >= 4) row.writeUInt32LE(place, keyBytes);
  else row.writeUInt16LE(place & 0xffff, keyBytes);
}

function listValueId(plain: Buffer): number {
  const header = listHeader(plain);
  return header.length >= 8 ? header.readUInt32LE(4) : 0;
}

/** How much may be written over from byte 64 on without the map of the heap. */
function heapEnd(plain: Buffer): number {
  return Math.max(plain.readUInt16LE(0) - 64, 0);
}

/** Every value of the first block of a heap but the list of properties and its header. */
function eachValue(plain: Buffer, edit: (value: Buffer) => void): void {
  const list = listRows(plain).bytes;
  const header = listHeader(plain);
  const map = plain.readUInt16LE(0);
  const count = plain.readUInt16LE(map);
  for (let i = 0; i < count; i += 1) {
    const value = plain.subarray(plain.readUInt16LE(map + 4 + i * 2), plain.readUInt16LE(map + 6 + i * 2));
    if (value.byteOffset !== list.byteOffset && value.byteOffset !== header.byteOffset) edit(value);
  }
}

/** "LZFu" with the longest length there is, under no right checksum. @see [MS-OXRTFCP] 2.1.3.1.1 */
function packedLie(value: Buffer): void {
  if (value.length < 20) return;
  value.writeUInt32LE(value.length - 4, 0);
  value.writeUInt32LE(0x7fff_ffff, 4);
  value.write('LZFu', 8, 'latin1');
  value.fill(0xff, 16);
}
