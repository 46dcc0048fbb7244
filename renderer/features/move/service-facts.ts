import type { ImportStatistics } from '../../../preload/contract/index.ts';
import { redact } from '../../../preload/contract/redact.ts';
import type { Language } from '../../format/messages.ts';
import { shortText } from '../../format/short-text.ts';

/** One thing Exchange says of a request. `name` is ours, or the property's for what has no words of its own. */
export type ServiceFact = { readonly name: string; readonly term: string; readonly value: string };

/** What Exchange says of a request, in the order a person who helps would read it; empty for another service. */
export function serviceFactsOf(statistics: ImportStatistics, language: Language): readonly ServiceFact[] {
  const { service } = statistics;
  if (service === undefined) return [];
  const terms = language.messages.move.serviceFact;
  const known = knownFacts(statistics, language).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [{ name, term: terms[name], value: shown(value) }],
  );
  const rest = Object.entries(service.rest).map(([name, value]) => ({ name, term: name, value: shown(value) }));
  return [...known, ...rest];
}

type Term = keyof Language['messages']['move']['serviceFact'];

function knownFacts(
  statistics: ImportStatistics,
  { messages, format }: Language,
): readonly (readonly [Term, string | null])[] {
  const { service, status, statusDetail, queuedAt, startedAt, requestId } = statistics;
  const time = (iso: string | null | undefined) => (iso == null ? null : format.dateTime(iso));
  const position = service?.positionInQueue ?? null;
  const rate = service?.bytesPerMinute ?? null;
  return [
    ['status', statusDetail === '' || statusDetail === status ? status : `${status} (${statusDetail})`],
    ['queue', position === null ? null : format.count(position)],
    ['stage', service?.syncStage ?? null],
    ['message', service?.message ?? null],
    ['consistency', service?.dataConsistencyScore ?? null],
    ['rate', rate === null ? null : messages.move.perMinute(format.bytes(rate))],
    ['queued', time(queuedAt)],
    ['started', time(startedAt)],
    ['updated', time(service?.lastUpdateAt)],
    ['suspended', time(service?.suspendedAt)],
    ['batch', service?.batchName ?? null],
    ['alias', service?.targetAlias ?? null],
    ['identity', service?.identity ?? null],
    ['request', requestId],
  ];
}

/** Characters of a value that are shown; a report of Exchange can be as long as a book. */
const MAX_CHARACTERS = 500;

function shown(value: string): string {
  return shortText(redact(value), MAX_CHARACTERS);
}
