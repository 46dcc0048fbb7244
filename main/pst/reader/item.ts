import { attempt } from '../attempt.ts';
import type { PstAddress, PstAttachment, PstAttachmentEntry, PstItem, PstRecipient } from '../store.ts';
import { PstFault } from './fault.ts';
import { readFacts } from './item-facts.ts';
import type { PstNode } from './node.ts';
import {
  getBytes,
  getNumber,
  getSize,
  getText,
  getTime,
  type PropertySource,
  readProperties,
  TYPES,
} from './properties.ts';
import { MESSAGE_FLAGS, PROPERTY as P } from './property-ids.ts';
import type { PropertyNames } from './property-names.ts';
import { decompressRtf } from './rtf.ts';
import { openTable } from './table.ts';
import { decodeText } from './text.ts';

/** Nodes below a message that hold its tables. @see [MS-PST] 2.4.5 */
const RECIPIENTS_NODE = 0x692;
const ATTACHMENTS_NODE = 0x671;

const METHOD_MESSAGE = 5;
/** Messages in messages in messages: deeper than this is a circle, not mail. */
const MAX_NESTING = 50;

/** `above` names the messages it is attached to by their data; `names` are the store's, null when they cannot be read. */
export type ItemContext = {
  readonly above?: readonly number[];
  readonly names?: () => PropertyNames | null;
};

/** The message in a node. @throws PstFault when any part of it, facts and attachments aside, cannot be read. */
export function readItem(node: PstNode, entryId: string, { above = [], names }: ItemContext = {}): PstItem {
  const source = readProperties(node);
  const codepage = getNumber(source, P.codepage) ?? node.layout.codepage ?? getNumber(source, P.internetCodepage);
  const text = (id: number) => getText(source, id, codepage);
  const textBody = text(P.body);
  const htmlBody = readHtml(source, codepage);
  const messageClass = text(P.messageClass);
  return {
    entryId,
    messageClass,
    subject: withoutPrefixMark(text(P.subject)),
    sender: readSender(source, codepage),
    recipients: readRecipients(node, codepage),
    messageId: text(P.messageId),
    sentMs: getTime(source, P.sentTime),
    receivedMs: getTime(source, P.receivedTime),
    sizeBytes: getSize(source, P.size) ?? 0,
    isRead: ((getNumber(source, P.flags) ?? 0) & MESSAGE_FLAGS.read) !== 0,
    textBody,
    htmlBody,
    rtfBody: textBody === '' && htmlBody === '' ? readRtf(source) : new Uint8Array(),
    facts: () => readFacts(source, { messageClass, codepage, names: names?.() ?? null }),
    attachmentList: () => listAttachments(node, codepage),
    attachments: () => readAttachments(node, { entryId, codepage, chain: [...above, node.dataId] }),
  };
}

/** A subject without the mark and the length of its "RE: " that it may begin with. @see [MS-PST] 2.5.3.1.1.1 */
export function withoutPrefixMark(subject: string): string {
  return subject.charCodeAt(0) === 1 ? subject.slice(2) : subject;
}

function readSender(source: PropertySource, codepage: number | null): PstAddress {
  const text = (id: number) => getText(source, id, codepage);
  const sender = {
    name: text(P.senderName),
    address: firstAddress(text(P.senderSmtp), text(P.senderAddress)),
  };
  if (sender.address !== '') return sender;
  return {
    name: sender.name || text(P.representingName),
    address: firstAddress(text(P.representingSmtp), text(P.representingAddress)),
  };
}

/** Addresses of an Exchange directory (`/O=…`) mean nothing in mail, so only those with an `@` count. */
function firstAddress(...candidates: readonly string[]): string {
  return candidates.find((candidate) => candidate.includes('@'))?.trim() ?? '';
}

function readRecipients(node: PstNode, codepage: number | null): readonly PstRecipient[] {
  if (!node.hasSubnode(RECIPIENTS_NODE)) return [];
  return Array.from(openTable(node.subnode(RECIPIENTS_NODE)).rows(), (row) => {
    const text = (id: number) => getText(row, id, codepage);
    const name = text(P.displayName);
    return { name, address: firstAddress(text(P.smtp), text(P.address), name), kind: recipientKind(row) };
  });
}

/** @see [MS-OXOMSG] 2.2.3.1 PidTagRecipientType; the high bits only tell how delivery went. */
function recipientKind(row: PropertySource): PstRecipient['kind'] {
  const kind = (getNumber(row, P.recipientKind) ?? 1) & 0x0f;
  if (kind === 2) return 'cc';
  return kind === 3 ? 'bcc' : 'to';
}

/** HTML is stored as bytes in the code page of the message as it was on the wire. */
function readHtml(source: PropertySource, codepage: number | null): string {
  const value = source.get(P.html);
  if (!value) return '';
  if (value.type === TYPES.text) return value.bytes.toString('utf16le').replaceAll('\0', '');
  return decodeText(value.bytes, getNumber(source, P.internetCodepage) ?? codepage).replaceAll('\0', '');
}

function readRtf(source: PropertySource): Uint8Array {
  const compressed = getBytes(source, P.rtf);
  return compressed === null ? new Uint8Array() : decompressRtf(compressed);
}

/** Names and sizes; where an attachment itself cannot be read, the name the table has, which is short or none. */
function listAttachments(node: PstNode, codepage: number | null): readonly PstAttachmentEntry[] {
  if (!node.hasSubnode(ATTACHMENTS_NODE)) return [];
  return Array.from(openTable(node.subnode(ATTACHMENTS_NODE)).rows(), (row) => {
    const own = attempt<PropertySource | null>(() => readProperties(node.subnode(row.id)), null).value ?? row;
    return {
      name: attempt(() => attachmentName(own, codepage), '').value,
      sizeBytes: attempt(() => getSize(row, P.attachSize) ?? getSize(own, P.attachSize) ?? 0, 0).value,
    };
  });
}

function attachmentName(source: PropertySource, codepage: number | null): string {
  const text = (property: number) => getText(source, property, codepage);
  return text(P.attachLongName) || text(P.attachShortName) || text(P.displayName);
}

/** `chain` holds the data ids of the message and of those it is attached to. */
type Parent = { readonly entryId: string; readonly codepage: number | null; readonly chain: readonly number[] };

function readAttachments(node: PstNode, parent: Parent): readonly PstAttachment[] {
  if (!node.hasSubnode(ATTACHMENTS_NODE)) return [];
  const rows = openTable(node.subnode(ATTACHMENTS_NODE)).rows();
  return Array.from(rows, ({ id }) => readAttachment(node.subnode(id), id, parent));
}

function readAttachment(node: PstNode, id: number, parent: Parent): PstAttachment {
  const source = readProperties(node);
  const text = (property: number) => getText(source, property, parent.codepage);
  return {
    fileName: attachmentName(source, parent.codepage),
    mimeType: text(P.attachMime),
    contentId: text(P.attachContentId),
    content:
      getNumber(source, P.attachMethod) === METHOD_MESSAGE
        ? {
            kind: 'item',
            item: readAttachedItem(node, source, { ...parent, entryId: `${parent.entryId}${hexOf(id)}` }),
          }
        : { kind: 'bytes', bytes: readAttachedBytes(node, source) },
  };
}

function readAttachedItem(node: PstNode, source: PropertySource, parent: Parent): PstItem {
  const attached = node.subnode(objectNode(source));
  // A message that holds itself several times over would take for ever long before it is too deep.
  if (parent.chain.length > MAX_NESTING || parent.chain.includes(attached.dataId)) throw new PstFault('tooDeep');
  return readItem(attached, parent.entryId, { above: parent.chain });
}

/** Empty for an attachment that is only a reference to a file elsewhere. */
function readAttachedBytes(node: PstNode, source: PropertySource): Uint8Array {
  if (source.get(P.attachData)?.type === TYPES.object) return node.subnode(objectNode(source)).bytes();
  return getBytes(source, P.attachData) ?? new Uint8Array();
}

/** An object is kept as the id of its node and its size. @see [MS-PST] 2.3.3.5 */
function objectNode(source: PropertySource): number {
  const bytes = getBytes(source, P.attachData);
  if (!bytes || bytes.length < 4) throw new PstFault('subnodeMissing');
  return bytes.readUInt32LE(0);
}

/** Four bytes as the file holds them, lower-case hex. */
export function hexOf(id: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(id);
  return bytes.toString('hex');
}
