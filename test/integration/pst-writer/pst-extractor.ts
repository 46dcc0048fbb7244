import { PSTAttachment, PSTFile, type PSTFolder, type PSTMessage } from 'pst-extractor';
import type { SampleMailbox } from '../../support/pst-writer/index.ts';
import { expectedOf, type SeenDetails, type SeenFile, type SeenItem, type SeenMailbox, sha1 } from './expected.ts';

/** Stands for an attached message whose content was not read. */
export const UNREAD_ITEM: SeenItem = { subject: '', files: [], embedded: [], details: null };

/** What of a mailbox the library shows: of attached messages that there is one. */
export function expectedOfPstExtractor(mailbox: SampleMailbox): SeenMailbox {
  const shown = (item: SeenItem): SeenItem => ({ ...item, embedded: item.embedded.map(() => UNREAD_ITEM) });
  return new Map([...expectedOf(mailbox)].map(([name, items]) => [name, items.map(shown)]));
}

/** What a library of another project finds below the top folder, and what each folder says it holds. */
export function readWithPstExtractor(path: string): { mailbox: SeenMailbox; counts: [string, number][] } {
  const file = new PSTFile(path);
  try {
    const seen = new Map<string, SeenItem[]>();
    const counts: [string, number][] = [];
    const top = file.getRootFolder().getSubFolders()[0];
    if (top === undefined) throw new Error('no top folder');
    const visit = (folder: PSTFolder, names: readonly string[]): void => {
      counts.push([names.join(' / '), folder.contentCount]);
      const items = readItems(folder);
      if (items.length > 0) seen.set(names.join(' / '), items);
      for (const child of folder.getSubFolders()) visit(child, [...names, child.displayName]);
    };
    visit(top, []);
    return { mailbox: seen, counts };
  } finally {
    file.close();
  }
}

function readItems(folder: PSTFolder): SeenItem[] {
  const items: SeenItem[] = [];
  for (let message = folder.getNextChild(); message; message = folder.getNextChild()) items.push(readItem(message));
  return items;
}

/** The library finds no attached message, not in files by Outlook either: each is counted as one without content. */
function readItem(message: PSTMessage): SeenItem {
  const all = Array.from({ length: message.numberOfAttachments }, (_, order) => message.getAttachment(order));
  const isEmbedded = (one: PSTAttachment): boolean => one.attachMethod === PSTAttachment.ATTACHMENT_METHOD_EMBEDDED;
  return {
    subject: message.subject,
    files: all.filter((one) => !isEmbedded(one)).map(readFile),
    embedded: all.filter(isEmbedded).map(() => UNREAD_ITEM),
    details: readDetails(message),
  };
}

function readDetails(message: PSTMessage): SeenDetails {
  const recipients = Array.from({ length: message.numberOfRecipients }, (_, order) => message.getRecipient(order));
  return {
    text: message.body,
    html: message.bodyHTML,
    isRead: message.isRead,
    sentMs: message.clientSubmitTime?.getTime() ?? null,
    messageId: message.internetMessageId,
    recipients: recipients.map(
      (one) => [one?.recipientType ?? 0, one?.displayName ?? '', one?.smtpAddress ?? ''] as const,
    ),
  };
}

function readFile(attachment: PSTAttachment): SeenFile {
  const stream = attachment.fileInputStream;
  const bytes = Buffer.alloc(Number(stream?.length ?? 0));
  stream?.readCompletely(bytes);
  return { name: attachment.longFilename, sha1: sha1([bytes]) };
}
