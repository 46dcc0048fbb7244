import type { MessageView } from '../../../preload/contract/index.ts';
import type { Language } from '../../format/messages.ts';

/** One of the texts of a fact: shown apart from its neighbours, whichever way its letters run; `note` follows in ours. */
export type FactText = { readonly text: string; readonly note?: string };

/** One line above a message. */
export type MessageFact = { readonly label: string; readonly texts: readonly FactText[]; readonly separator: string };

/** What is known of a message besides its text, without what it does not have. */
export function messageFacts(message: MessageView, { messages, format }: Language): readonly MessageFact[] {
  const { choose } = messages;
  const { from, to, cc, otherRecipients, date, sizeBytes } = message;
  const more = otherRecipients === 0 ? [] : [choose.morePersons(otherRecipients)];
  const attachments = message.attachments.map(({ name, sizeBytes: bytes }) => ({
    text: name.trim() === '' ? choose.noName : name,
    note: choose.attachmentSize(format.bytes(bytes)),
  }));
  const facts: readonly MessageFact[] = [
    { label: choose.from, texts: from === '' ? [] : textsOf([from]), separator: '' },
    // The number of the rest follows the last who is named.
    { label: choose.to, texts: textsOf(cc.length === 0 ? [...to, ...more] : to), separator: '; ' },
    { label: choose.cc, texts: textsOf(cc.length === 0 ? [] : [...cc, ...more]), separator: '; ' },
    { label: choose.date, texts: textsOf(date === null ? [] : [format.dateTime(date)]), separator: '' },
    { label: choose.size, texts: textsOf([format.bytes(sizeBytes)]), separator: '' },
    { label: choose.attachments, texts: attachments, separator: ', ' },
  ];
  return facts.filter(({ texts }) => texts.length > 0);
}

function textsOf(texts: readonly string[]): readonly FactText[] {
  return texts.map((text) => ({ text }));
}
