import { findNode } from './node.ts';
import { getBytes, readProperties } from './properties.ts';
import type { PstFile } from './pst-file.ts';

/** Where a store keeps the names of its own properties, and the ids it has given them. */
export interface PropertyNames {
  /**
   * Id of the property with that name or number in a set, which is a GUID in lower case with its hyphens; null when the
   * store has no such property.
   */
  find(set: string, name: string | number): number | null;
}

const NAMES_NODE = 0x61;
/** Property ids of the three lists in that node. @see [MS-PST] 2.4.7 */
const SETS = 0x0002;
const ENTRIES = 0x0003;
const TEXTS = 0x0004;

const ENTRY_BYTES = 8;
const SET_BYTES = 16;
const FIRST_ID = 0x8000;
/** Two sets have numbers of their own; those of the list follow them. @see [MS-PST] 2.4.7.1 wGuid */
const KNOWN_SETS: Readonly<Record<number, string>> = {
  1: '00020328-0000-0000-c000-000000000046',
  2: '00020329-0000-0000-c000-000000000046',
};
const FIRST_LISTED_SET = 3;

/** The names of a store. @throws PstFault when they cannot be read, which no other part of a file depends on */
export function readPropertyNames(file: PstFile): PropertyNames {
  const source = readProperties(findNode(file, NAMES_NODE));
  const list = (id: number) => getBytes(source, id) ?? Buffer.alloc(0);
  const [sets, entries, texts] = [list(SETS), list(ENTRIES), list(TEXTS)];
  const ids = new Map<string, number>();
  for (let at = 0; at + ENTRY_BYTES <= entries.length; at += ENTRY_BYTES) {
    const number = entries.readUInt32LE(at);
    const marks = entries.readUInt16LE(at + 4);
    const set = setOf(sets, marks >>> 1);
    const name = (marks & 1) === 0 ? number : textAt(texts, number);
    if (set !== null && name !== null) ids.set(keyOf(set, name), FIRST_ID + entries.readUInt16LE(at + 6));
  }
  return { find: (set, name) => ids.get(keyOf(set, name)) ?? null };
}

function keyOf(set: string, name: string | number): string {
  return `${set} ${typeof name} ${name}`;
}

function setOf(sets: Buffer, number: number): string | null {
  const start = (number - FIRST_LISTED_SET) * SET_BYTES;
  if (number < FIRST_LISTED_SET || start + SET_BYTES > sets.length) return KNOWN_SETS[number] ?? null;
  // The first three fields of a GUID are numbers, least byte first. @see [MS-DTYP] 2.3.4.2
  const field = (at: number, length: number) => sets.subarray(start + at, start + at + length);
  const numbers = [field(0, 4), field(4, 2), field(6, 2)].map((bytes) => Buffer.from(bytes).reverse());
  return [...numbers, field(8, 2), field(10, 6)].map((bytes) => bytes.toString('hex')).join('-');
}

function textAt(texts: Buffer, at: number): string | null {
  if (at + 4 > texts.length) return null;
  const end = at + 4 + texts.readUInt32LE(at);
  return end <= texts.length ? texts.toString('utf16le', at + 4, end) : null;
}
