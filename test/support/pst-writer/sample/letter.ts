import type { SampleAddress, SampleItem } from '../sample-mailbox.ts';

/** Who writes in the sample: first names at reserved domains. */
export const PEOPLE = {
  ann: { name: 'Ann', address: 'ann@contoso.example' },
  bob: { name: 'Bob', address: 'bob@contoso.example' },
  carla: { name: 'Carla', address: 'carla@contoso.example' },
  juergen: { name: 'Jürgen', address: 'juergen@example.com' },
  yuki: { name: '由紀', address: 'yuki@example.com' },
  olga: { name: 'Ольга', address: 'olga@example.com' },
  travel: { name: 'Travel desk', address: 'travel@example.com' },
} as const satisfies Record<string, SampleAddress>;
/** One of the people of the sample. */
export type Person = keyof typeof PEOPLE;

type Letter = Partial<Omit<SampleItem, 'from' | 'to' | 'cc' | 'bcc'>> & {
  /** ISO date and time, UTC. */
  readonly at: string;
  readonly from: Person;
  readonly to: readonly Person[];
  readonly cc?: readonly Person[];
  readonly bcc?: readonly Person[];
  readonly subject: string;
  readonly textBody: string;
};

const TRAVEL_MS = 4_000;

/** A message that was on its way for a few seconds; its id comes from its time and sender. */
export function letter({ at, from, to, cc = [], bcc = [], ...rest }: Letter): SampleItem {
  const sent = new Date(at);
  const people = (list: readonly Person[]): SampleAddress[] => list.map((person) => PEOPLE[person]);
  return {
    from: PEOPLE[from],
    to: people(to),
    cc: people(cc),
    bcc: people(bcc),
    sent,
    received: new Date(sent.getTime() + TRAVEL_MS),
    messageId: `<${at.replace(/\D/g, '')}.${PEOPLE[from].address}>`,
    ...rest,
  };
}
