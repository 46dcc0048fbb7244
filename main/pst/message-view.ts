import type { MessageView } from '../../preload/contract/index.ts';
import { readOrExplain } from './attempt.ts';
import { itemDate } from './iso-time.ts';
import { itemKind } from './item-kind.ts';
import { oneLine } from './message-text/clean-text.ts';
import { factLines } from './message-text/fact-lines.ts';
import { letterText } from './message-text/letter-text.ts';
import type { PstAddress, PstItem, PstRecipient, PstStore } from './store.ts';

/** Persons of each kind that are named. A limit of ours: a letter to a thousand is read for what it says. */
const MAX_SHOWN_RECIPIENTS = 50;

/**
 * One item as plain text, its attachments as names and sizes. Nothing in it is run or fetched, and no attachment is read.
 * A contact's addresses and an appointment's times stand first in the text. `date` is of delivery, else of sending.
 * @throws AppError contentsUnreadable
 */
export function readMessageView(store: PstStore, messageId: number): MessageView {
  const item = store.item(messageId);
  const [to, cc] = [recipientsOf(item, 'to'), recipientsOf(item, 'cc')];
  return {
    id: messageId,
    subject: oneLine(item.subject),
    from: personOf(item.sender),
    date: itemDate(item),
    sizeBytes: item.sizeBytes,
    kind: itemKind(item.messageClass),
    to: to.slice(0, MAX_SHOWN_RECIPIENTS),
    cc: cc.slice(0, MAX_SHOWN_RECIPIENTS),
    otherRecipients: [to, cc].reduce((sum, { length }) => sum + Math.max(0, length - MAX_SHOWN_RECIPIENTS), 0),
    ...textOf(item),
    attachments: readOrExplain(() =>
      item.attachmentList().map(({ name, sizeBytes }) => ({ name: oneLine(name), sizeBytes })),
    ),
  };
}

/** A contact or an appointment begins with what it is about: its letter is a note beside that, or none. */
function textOf(item: PstItem): Pick<MessageView, 'text' | 'isCut'> {
  const { text, isCut } = letterText(item);
  return { text: [factLines(item.facts()), text].filter((part) => part !== '').join('\n\n'), isCut };
}

/** `Name <address>`, or the one that is known; empty when neither is. */
function personOf({ name, address }: PstAddress): string {
  const [shownName, shownAddress] = [oneLine(name), oneLine(address)];
  if (shownName === '' || shownName.toLowerCase() === shownAddress.toLowerCase()) return shownAddress;
  return shownAddress === '' ? shownName : oneLine(`${shownName} <${shownAddress}>`);
}

function recipientsOf(item: PstItem, kind: PstRecipient['kind']): string[] {
  const people = item.recipients.filter((recipient) => recipient.kind === kind).map(personOf);
  return people.filter((person) => person !== '');
}
