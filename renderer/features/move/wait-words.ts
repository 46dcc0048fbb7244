import type { Sentence } from '../../../preload/contract/sentences.ts';
import type { Language } from '../../format/messages.ts';
import type { Wait } from './transfer-model.ts';

/** What a person reads of an upload that waits. A wait that began before the day of `now` (ISO 8601) is told with its date. */
export function waitSentence({ reason, since }: Wait, now: string, { messages, format }: Language): Sentence {
  const { title, advice } = messages.move.waits[reason];
  return { title: title(format.timeSeen(since, now)), advice };
}
