import type { ExpectedMail } from './expected-mail.ts';
import type { ReadMail } from './read-eml-tree.ts';

type Comparable = { readonly folder: string; readonly subject: string; readonly attachments: readonly string[] };

/** Mails in a form in which two lists can be compared whole: sorted, attachments as `name: bytes in base64`. */
export function comparable(mails: readonly (ExpectedMail | ReadMail)[]): Comparable[] {
  return mails.map(toComparable).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

function toComparable({ folder, subject, attachments }: ExpectedMail | ReadMail): Comparable {
  return { folder, subject, attachments: attachments.map(describe).sort() };
}

/** An attached message is made anew on the way, so it is compared by its name alone. */
function describe({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array | null }): string {
  if (bytes === null || name.endsWith('.eml')) return `message ${name.replace(/\.eml$/, '')}`;
  return `${name}: ${Buffer.from(bytes).toString('base64')}`;
}
