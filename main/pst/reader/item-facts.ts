import { attempt } from '../attempt.ts';
import { itemKind } from '../item-kind.ts';
import type { ItemFactName, PstItemFact } from '../store.ts';
import { getText, getTime, type PropertySource } from './properties.ts';
import type { PropertyNames } from './property-names.ts';

/** Sets of named properties. @see [MS-OXPROPS] 1.3.2 */
const APPOINTMENT = '00062002-0000-0000-c000-000000000046';
const ADDRESS = '00062004-0000-0000-c000-000000000046';
const TASK = '00062003-0000-0000-c000-000000000046';

/** A property by its id, or by a set and its number in that. */
type Place = number | readonly [set: string, number: number];
type Fact = {
  readonly name: ItemFactName;
  readonly type: 'time' | 'text' | 'address';
  /** The first that the item has counts. */
  readonly places: readonly Place[];
};

/** @see [MS-OXOCAL] 2.2.1; the ids are how meeting requests say the same */
const MEETING_FACTS: readonly Fact[] = [
  { name: 'start', type: 'time', places: [[APPOINTMENT, 0x820d], 0x0060] },
  { name: 'end', type: 'time', places: [[APPOINTMENT, 0x820e], 0x0061] },
  { name: 'place', type: 'text', places: [[APPOINTMENT, 0x8208]] },
];

/** @see [MS-OXOCNTC] 2.2.1 */
const CONTACT_FACTS: readonly Fact[] = [
  { name: 'fullName', type: 'text', places: [0x3001] },
  { name: 'jobTitle', type: 'text', places: [0x3a17] },
  { name: 'company', type: 'text', places: [0x3a16] },
  { name: 'mailAddress', type: 'address', places: [[ADDRESS, 0x8083]] },
  { name: 'mailAddress', type: 'address', places: [[ADDRESS, 0x8093]] },
  { name: 'mailAddress', type: 'address', places: [[ADDRESS, 0x80a3]] },
  { name: 'businessPhone', type: 'text', places: [0x3a08] },
  { name: 'mobilePhone', type: 'text', places: [0x3a1c] },
  { name: 'homePhone', type: 'text', places: [0x3a09] },
  { name: 'businessAddress', type: 'text', places: [[ADDRESS, 0x801b]] },
  { name: 'homeAddress', type: 'text', places: [[ADDRESS, 0x801a]] },
];

/** @see [MS-OXOTASK] 2.2.2 */
const TASK_FACTS: readonly Fact[] = [
  { name: 'start', type: 'time', places: [[TASK, 0x8104]] },
  { name: 'due', type: 'time', places: [[TASK, 0x8105]] },
];

export type FactsOf = {
  readonly messageClass: string;
  readonly codepage: number | null;
  /** Null when the store's names cannot be read: facts that need them are then missing. */
  readonly names: PropertyNames | null;
};

/** What an appointment, a meeting request, a contact or a task is about; damaged properties count as absent. */
export function readFacts(source: PropertySource, { messageClass, codepage, names }: FactsOf): readonly PstItemFact[] {
  return factsOfClass(messageClass).flatMap(({ name, type, places }) => {
    for (const place of places) {
      const id = typeof place === 'number' ? place : (names?.find(...place) ?? null);
      const value = id === null ? null : attempt(() => readValue(source, { id, type, codepage }), null).value;
      if (value !== null) return [{ name, value }];
    }
    return [];
  });
}

function factsOfClass(messageClass: string): readonly Fact[] {
  if (/^ipm\.schedule\./i.test(messageClass)) return MEETING_FACTS;
  const kind = itemKind(messageClass);
  if (kind === 'calendar') return MEETING_FACTS;
  if (kind === 'contact') return CONTACT_FACTS;
  return kind === 'task' ? TASK_FACTS : [];
}

type Wanted = { readonly id: number; readonly type: Fact['type']; readonly codepage: number | null };

function readValue(source: PropertySource, { id, type, codepage }: Wanted): string | number | null {
  if (type === 'time') return getTime(source, id);
  const text = getText(source, id, codepage).trim();
  // Addresses of an Exchange directory (`/O=…`) mean nothing to a person.
  return text === '' || (type === 'address' && !text.includes('@')) ? null : text;
}
