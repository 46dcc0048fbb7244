import { writePropertyContext } from '../ltp/property-context.ts';
import type { Target } from '../ltp/target.ts';
import type { Property } from '../ltp/value.ts';
import type { Subnode } from '../ndb/block-store.ts';
import { makeNid, NID, NID_TYPE } from '../ndb/nid.ts';
import type { SampleAddress, SampleItem, SampleRtf } from '../sample-mailbox.ts';
import { writeAttachments } from './attachments.ts';
import { rtfProperty } from './compressed-rtf.ts';
import { addressSearchKey, oneOffEntryId } from './entry-id.ts';
import { contentProperties, messageClassOf } from './item-contents.ts';
import { itemSizeBytes } from './item-size.ts';
import type { NameMap } from './named-properties.ts';
import { displayNames, writeRecipients } from './recipients.ts';
import { TAG } from './tag.ts';

const FLAG = { isRead: 0x01, hasAttachments: 0x10 } as const;
const UTF8 = 65_001;
const FIRST_INDEX = 0x1_0001;

/** An item in the file, its node not yet part of anything, and what a contents table states about it. */
export type WrittenItem = { readonly node: Subnode; readonly summary: readonly Property[] };

/** Writes items with their recipients and attachments. @see [MS-PST] 2.4.5 */
export class ItemWriter {
  readonly #target: Target;
  readonly #names: NameMap;
  readonly #codePage: number | null;
  #nextIndex = FIRST_INDEX;

  /** `codePage` is that of texts that are not Unicode. */
  constructor(target: Target, { names, codePage }: { names: NameMap; codePage: number | null }) {
    this.#target = target;
    this.#names = names;
    this.#codePage = codePage;
  }

  write(item: SampleItem): WrittenItem {
    // Attached items draw from the same numbers: readers look for an id in the whole store as well as in the attachment.
    const nid = makeNid(NID_TYPE.message, this.#nextIndex);
    this.#nextIndex += 1;
    const subnodes = [
      { nid: NID.recipientTable, ...writeRecipients(this.#target, item) },
      ...writeAttachments(this.#target, item.attachments ?? [], (attached) => this.write(attached).node),
    ];
    const summary = summaryProperties(item);
    const properties = [...summary, ...detailProperties(item), ...contentProperties(item, this.#names)];
    if (this.#codePage !== null) properties.push([TAG.messageCodepage, this.#codePage]);
    return { node: { nid, ...writePropertyContext(this.#target, properties, subnodes) }, summary };
  }
}

function summaryProperties(item: SampleItem): Property[] {
  const hasAttachments = (item.attachments ?? []).length > 0;
  const flags = ((item.isRead ?? true) ? FLAG.isRead : 0) | (hasAttachments ? FLAG.hasAttachments : 0);
  return [
    [TAG.importance, 1],
    [TAG.messageClass, messageClassOf(item)],
    [TAG.sensitivity, 0],
    ...text(TAG.subject, markPrefix(item.subject)),
    ...time(TAG.clientSubmitTime, item.sent),
    ...text(TAG.sentRepresentingName, item.from.name),
    [TAG.messageToMe, false],
    [TAG.messageCcMe, false],
    ...text(TAG.conversationTopic, item.subject.slice(prefixLength(item.subject))),
    ...text(TAG.displayCc, displayNames(item.cc)),
    ...text(TAG.displayTo, displayNames(item.to)),
    ...time(TAG.messageDeliveryTime, item.received),
    [TAG.messageFlags, flags],
    [TAG.messageSize, itemSizeBytes(item)],
    [TAG.messageStatus, 0],
    ...time(TAG.lastModificationTime, item.received ?? item.sent),
  ];
}

function detailProperties(item: SampleItem): Property[] {
  return [
    ...senderProperties(item.from),
    ...text(TAG.displayBcc, displayNames(item.bcc)),
    ...text(TAG.body, item.textBody),
    ...(item.htmlBody === undefined ? [] : [html(item.htmlBody)]),
    ...(item.rtfBody === undefined ? [] : [rtf(item.rtfBody)]),
    // Without a code page readers take text for Latin-1 when they turn it into mail.
    [TAG.internetCodepage, UTF8],
    ...text(TAG.internetMessageId, item.messageId),
    ...time(TAG.creationTime, item.received ?? item.sent),
  ];
}

function senderProperties({ name, address }: SampleAddress): Property[] {
  if (address === '') return [];
  return [
    [TAG.senderName, name],
    [TAG.senderAddressType, 'SMTP'],
    [TAG.senderEmailAddress, address],
    [TAG.senderSmtpAddress, address],
    [TAG.senderEntryId, oneOffEntryId(name, address)],
    [TAG.senderSearchKey, addressSearchKey(address)],
    [TAG.sentRepresentingAddressType, 'SMTP'],
    [TAG.sentRepresentingEmailAddress, address],
    [TAG.sentRepresentingSmtpAddress, address],
    [TAG.sentRepresentingEntryId, oneOffEntryId(name, address)],
  ];
}

/** A subject starts with a mark and the length of its "RE: ", counted from 1. @see [MS-PST] 2.5.3.1.1.1 */
function markPrefix(subject: string): string {
  return subject === '' ? '' : `\u0001${String.fromCharCode(prefixLength(subject) + 1)}${subject}`;
}

function prefixLength(subject: string): number {
  return /^\p{L}{1,3}: /u.exec(subject)?.[0].length ?? 0;
}

function html(body: string): Property {
  return [TAG.html, Buffer.from(body)];
}

function rtf(body: SampleRtf): Property {
  return [TAG.rtfCompressed, rtfProperty(body)];
}

function text(tag: number, value: string): Property[] {
  return value === '' ? [] : [[tag, value]];
}

function time(tag: number, value: Date | null): Property[] {
  return value === null ? [] : [[tag, value]];
}
