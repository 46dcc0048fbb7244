import { describe, expect, it } from 'vitest';
import { PstFault } from '../../../../../main/pst/reader/fault.ts';
import { readFacts } from '../../../../../main/pst/reader/item-facts.ts';
import { type PropertySource, type PropertyValue, TYPES } from '../../../../../main/pst/reader/properties.ts';
import type { PropertyNames } from '../../../../../main/pst/reader/property-names.ts';

const TIME = 0x40;
const START_2020 = 132_223_104_000_000_000n;

function time(ticks: bigint): PropertyValue {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(ticks);
  return { type: TIME, bytes };
}

const text = (value: string): PropertyValue => ({ type: TYPES.text, bytes: Buffer.from(value, 'utf16le') });

function source(properties: Readonly<Record<number, PropertyValue | 'damaged'>>): PropertySource {
  return {
    get: (id) => {
      const value = properties[id];
      if (value === 'damaged') throw new PstFault('heapDamaged');
      return value ?? null;
    },
  };
}

/** A store that has given each name the id of its number. */
const NAMES: PropertyNames = { find: (_, name) => (typeof name === 'number' ? name : null) };

const factsOf = (messageClass: string, properties: Parameters<typeof source>[0], names: PropertyNames | null = NAMES) =>
  readFacts(source(properties), { messageClass, codepage: null, names });

describe('readFacts', () => {
  it('tells when and where an appointment is', () => {
    const properties = { 33293: time(START_2020), 33294: time(START_2020 + 36_000_000_000n), 33288: text(' Room 1 ') };
    const facts = [
      { name: 'start', value: Date.UTC(2020, 0, 1) },
      { name: 'end', value: Date.UTC(2020, 0, 1, 1) },
      { name: 'place', value: 'Room 1' },
    ];
    expect(factsOf('IPM.Appointment', properties)).toEqual(facts);
    expect(factsOf('IPM.Schedule.Meeting.Request', properties)).toEqual(facts);
  });

  it('takes what has an id of its own where the names are lost', () => {
    expect(factsOf('IPM.Appointment', { 96: time(START_2020), 33288: text('x') }, null)).toEqual([
      { name: 'start', value: Date.UTC(2020, 0, 1) },
    ]);
  });

  it('tells who a contact is, by addresses that mean something', () => {
    const properties = {
      12289: text('Ann Miller'),
      14870: text('Contoso'),
      32899: text('ann@contoso.example'),
      32915: text('/O=CONTOSO/CN=ANN'),
      14856: text('+1 555 0100'),
      14879: text(' '),
    };
    expect(factsOf('IPM.Contact', properties)).toEqual([
      { name: 'fullName', value: 'Ann Miller' },
      { name: 'company', value: 'Contoso' },
      { name: 'mailAddress', value: 'ann@contoso.example' },
      { name: 'businessPhone', value: '+1 555 0100' },
    ]);
  });

  it('leaves out what is damaged, and says nothing of mail', () => {
    const properties = { 33028: 'damaged', 33029: time(START_2020), 33293: time(START_2020) } as const;
    expect(factsOf('IPM.Task', properties)).toEqual([{ name: 'due', value: Date.UTC(2020, 0, 1) }]);
    expect(factsOf('IPM.Note', properties)).toEqual([]);
  });
});
