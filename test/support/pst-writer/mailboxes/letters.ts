import type { SampleItem } from '../sample-mailbox.ts';

const FIRST_MS = Date.UTC(2015, 0, 1, 8);
const MINUTE_MS = 60_000;

/** A short letter; those with higher numbers are later, a minute each. */
export function numberedLetter(number: number, subject = `Message ${number}`): SampleItem {
  const at = new Date(FIRST_MS + number * MINUTE_MS);
  return {
    subject,
    from: { name: 'Ann', address: 'ann@contoso.example' },
    to: [{ name: 'Bob', address: 'bob@contoso.example' }],
    sent: at,
    received: at,
    messageId: `<letter-${number}@contoso.example>`,
    textBody: `This is message ${number}.\r\n`,
  };
}

/** So many letters, made one by one as they are asked for; each third is unread. */
export function* letters(count: number): Generator<SampleItem> {
  for (let number = 0; number < count; number += 1) yield { ...numberedLetter(number), isRead: number % 3 !== 0 };
}
