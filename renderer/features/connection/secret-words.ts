import type { SasFinding, SecretView } from '../../../preload/contract/index.ts';
import { sasRightsText } from '../../../preload/contract/sas.ts';
import { sasFindingSentence } from '../../../preload/contract/sas-sentences.ts';
import type { NoteTone } from '../../components/note-line.tsx';
import type { Language } from '../../format/messages.ts';

/** What is said of a permission that is there: what it opens, what it allows, until when. `now` is ISO 8601. */
export function secretFacts(
  { isSet, sas }: SecretView,
  now: string,
  { messages, format }: Language,
): readonly string[] {
  const words = messages.connection;
  if (!isSet) return [words.notGiven];
  if (sas === null) return [words.given];
  const facts: string[] = [];
  if (sas.host !== null) facts.push(words.opens(sas.host, sas.container ?? ''));
  if (sas.rights !== null) facts.push(words.allows(sasRightsText(sas.rights)));
  else if (sas.policy !== null) facts.push(words.allowsByPolicy(sas.policy));
  if (sas.expiresAt !== null) {
    const time = format.dateTime(sas.expiresAt);
    facts.push(Date.parse(sas.expiresAt) <= Date.parse(now) ? words.ended(time) : words.until(time));
  }
  return facts.length === 0 ? [words.given] : facts;
}

/** How long a permission is kept; null for one that is not there. */
export function keptText({ isSet, isRemembered }: SecretView, { messages }: Language): string | null {
  if (!isSet) return null;
  return isRemembered ? messages.connection.remembered : messages.connection.forThisRun;
}

/** One thing found about a permission, and how much it wants to be seen. */
export function findingNote(finding: SasFinding): { readonly tone: NoteTone; readonly text: string } {
  return { tone: finding.level === 'note' ? 'quiet' : 'warning', text: sasFindingSentence(finding) };
}
