import type { Readable } from 'node:stream';
import MailComposer, {
  type MailComposerAttachment,
  type MailComposerOptions,
} from 'nodemailer/lib/mail-composer/index.js';
import { readRtfLetter } from '../pst/message-text/rtf-letter.ts';
import type { PstAttachment, PstItem, PstRecipient } from '../pst/store.ts';
import { type HeaderAddress, oneLine, toHeaderAddress } from './eml-address.ts';

/** Messages within messages we follow; a damaged PST can hold an endless chain. */
const MAX_DEPTH = 20;

/** Times a mail header can hold: 1 January 1601 (where Windows counts from) to the end of 9999, milliseconds UTC. */
const TIME_RANGE = { first: Date.UTC(1601, 0, 1), last: Date.UTC(9999, 11, 31) } as const;

const MESSAGE_CLASS_HEADER = 'X-MS-Exchange-MessageClass';
/** The composer writes header names its own way; people look for the usual one. */
const HEADER_CASE: Readonly<Record<string, string>> = { 'X-Ms-Exchange-Messageclass': MESSAGE_CLASS_HEADER };

/**
 * The item as an internet message (RFC 5322), to be read once.
 * @throws when an attachment cannot be read, before anything is streamed.
 */
export async function composeEml(item: PstItem): Promise<Readable> {
  return (await toNode(item, 0)).createReadStream();
}

async function toNode(item: PstItem, depth: number): Promise<ReturnType<MailComposer['compile']>> {
  if (depth > MAX_DEPTH) throw new Error('messages within messages without end');
  const attachments: MailComposerAttachment[] = [];
  for (const attachment of item.attachments()) attachments.push(await toAttachment(attachment, depth));
  const bodies = bodiesOf(item);
  // What cannot be taken out of its RTF at least comes as a file, so that nothing of the letter is lost.
  if (!bodies.isWhole) attachments.push(rtfAttachment(item.rtfBody));
  const node = new MailComposer({ ...toHeaders(item), ...toBody(bodies, attachments) }).compile();
  // The sender's own copy of a mail is where people look up whom they wrote to.
  node.keepBcc = true;
  return node;
}

function toHeaders(item: PstItem): MailComposerOptions {
  const from = toHeaderAddress(item.sender);
  const messageId = oneLine(item.messageId).replace(/[<>\s]/g, '') || `${item.entryId}@pst.invalid`;
  return {
    ...(from && { from }),
    to: recipientsOf(item, 'to'),
    cc: recipientsOf(item, 'cc'),
    bcc: recipientsOf(item, 'bcc'),
    subject: oneLine(item.subject),
    messageId: `<${messageId}>`,
    // A blank date leaves the header out; nothing at all would date the mail today.
    date: dateOf(item) ?? ' ',
    headers: {
      [MESSAGE_CLASS_HEADER]: oneLine(item.messageClass),
      ...(!item.isRead && { 'X-Unread': '1' }),
    },
  };
}

/** `isWhole`: they say all that the item's own bodies do. */
type Bodies = { readonly text: string; readonly html: string; readonly isWhole: boolean };

/** Mail programs show no RTF: the HTML or the text in it takes its place. */
function bodiesOf({ textBody, htmlBody, rtfBody }: PstItem): Bodies {
  const own = { text: textBody, html: htmlBody, isWhole: true };
  if (textBody !== '' || htmlBody !== '' || rtfBody.length === 0) return own;
  const letter = readRtfLetter(rtfBody);
  if (letter === null) return { ...own, isWhole: false };
  const text = letter.text.trim() === '' ? '' : letter.text;
  return { ...own, [letter.kind]: text, isWhole: !letter.hasPictures };
}

function toBody(bodies: Bodies, attachments: MailComposerAttachment[]): MailComposerOptions {
  // Without any body a single attachment would become the message itself.
  const text = bodies.text || (bodies.html === '' && attachments.length > 0 ? '\n' : '');
  return {
    ...(text !== '' && { text }),
    ...(bodies.html !== '' && { html: bodies.html }),
    attachments,
    newline: 'win',
    // Whatever a mail says, composing it must not open files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
    normalizeHeaderKey: (key) => HEADER_CASE[key] ?? key,
  };
}

async function toAttachment(attachment: PstAttachment, depth: number): Promise<MailComposerAttachment> {
  const { content } = attachment;
  const cid = oneLine(attachment.contentId).replace(/[<>\s]/g, '');
  if (content.kind === 'item') {
    const node = await toNode(content.item, depth + 1);
    const name = toFileName(attachment.fileName || content.item.subject) || 'message';
    const filename = /\.eml$/i.test(name) ? name : `${name}.eml`;
    return { filename, contentType: 'message/rfc822', contentDisposition: 'attachment', content: await node.build() };
  }
  const { buffer, byteOffset, byteLength } = content.bytes;
  return {
    filename: toFileName(attachment.fileName) || 'attachment',
    contentType: toMimeType(attachment.mimeType),
    content: Buffer.from(buffer, byteOffset, byteLength),
    ...(cid !== '' && { cid }),
  };
}

function rtfAttachment({ buffer, byteOffset, byteLength }: Uint8Array): MailComposerAttachment {
  const content = Buffer.from(buffer, byteOffset, byteLength);
  return { filename: 'message.rtf', contentType: 'application/rtf', content };
}

/** The stated type where it is one; types that would make the part a container of its own are not taken over. */
function toMimeType(mimeType: string): string {
  const isPlain = /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(mimeType) && !/^(?:multipart|message)\//i.test(mimeType);
  return isPlain ? mimeType : 'application/octet-stream';
}

function toFileName(name: string): string {
  return oneLine(name).replace(/[/\\]/g, '_');
}

function recipientsOf(item: PstItem, kind: PstRecipient['kind']): HeaderAddress[] {
  return item.recipients.flatMap((recipient) => {
    const address = recipient.kind === kind ? toHeaderAddress(recipient) : null;
    return address === null ? [] : [address];
  });
}

/** When the mail was sent, else received; null when the PST has no sensible time. */
function dateOf(item: PstItem): Date | null {
  const timeMs = [item.sentMs, item.receivedMs].find((time) => time !== null && isInRange(time));
  return timeMs === null || timeMs === undefined ? null : new Date(timeMs);
}

/** True for times that dates and file systems can hold. */
export function isInRange(timeMs: number): boolean {
  return timeMs >= TIME_RANGE.first && timeMs <= TIME_RANGE.last;
}
