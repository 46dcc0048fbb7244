import { createHash } from 'node:crypto';
import {
  type SampleAttachment,
  type SampleFolder,
  type SampleItem,
  type SampleMailbox,
  samplePieces,
} from '../../support/pst-writer/index.ts';

/** An item as any reader should report it. `embedded` holds attached messages, in order. */
export type SeenItem = {
  readonly subject: string;
  readonly files: readonly SeenFile[];
  readonly embedded: readonly SeenItem[];
  /** Null from readers that are only asked for the rest. */
  readonly details: SeenDetails | null;
};

export type SeenDetails = {
  readonly text: string;
  readonly html: string;
  readonly isRead: boolean;
  readonly sentMs: number | null;
  readonly messageId: string;
  /** Kind (1 to, 2 cc, 3 bcc), name and address of each. */
  readonly recipients: readonly (readonly [number, string, string])[];
};

/** A file's name and the SHA-1 of its bytes. */
export type SeenFile = { readonly name: string; readonly sha1: string };

/** The items of each folder that has any, in order; folder names below the top joined by " / ". */
export type SeenMailbox = ReadonlyMap<string, readonly SeenItem[]>;

/** What a reader leaves out, and what it takes for the subject of an item; attached items aside. */
export type ReaderManners = {
  readonly shows?: (item: SampleItem) => boolean;
  readonly subjectOf?: (item: SampleItem) => string;
  readonly showsAttachments?: (item: SampleItem) => boolean;
};

/** What readers should find in a mailbox. */
export function expectedOf(mailbox: SampleMailbox, manners: ReaderManners = {}): SeenMailbox {
  const { shows = () => true, subjectOf = ({ subject }) => subject, showsAttachments = () => true } = manners;
  const seenAs = (item: SampleItem): SeenItem => {
    const all = expectedItem(item);
    const attached = showsAttachments(item) ? {} : { files: [], embedded: [] };
    return { ...all, ...attached, subject: subjectOf(item) };
  };
  const seen = new Map<string, SeenItem[]>();
  const visit = (folder: SampleFolder, path: readonly string[]): void => {
    const here = [...path, folder.name];
    const items = [...(folder.items ?? [])].filter(shows).map(seenAs);
    if (items.length > 0) seen.set(here.join(' / '), items);
    for (const child of folder.folders ?? []) visit(child, here);
  };
  for (const folder of mailbox.folders) visit(folder, []);
  return seen;
}

/** Files by name and bytes, for readers that keep no order. */
export function sortFiles(files: readonly SeenFile[]): SeenFile[] {
  const key = ({ name, sha1: hash }: SeenFile): string => `${name}\n${hash}`;
  return [...files].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The SHA-1 of bytes, in hex. */
export function sha1(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha1');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** The mailbox without what only some readers are asked for. */
export function withoutDetails(mailbox: SeenMailbox): SeenMailbox {
  const plain = (item: SeenItem): SeenItem => ({ ...item, embedded: item.embedded.map(plain), details: null });
  return new Map([...mailbox].map(([name, items]) => [name, items.map(plain)]));
}

function expectedItem(item: SampleItem): SeenItem {
  const attachments = item.attachments ?? [];
  return {
    subject: item.subject,
    details: expectedDetails(item),
    files: attachments.flatMap((one: SampleAttachment): SeenFile[] =>
      'item' in one ? [] : [{ name: one.fileName, sha1: sha1(samplePieces(one.bytes)) }],
    ),
    embedded: attachments.flatMap((one) => ('item' in one ? [expectedItem(one.item)] : [])),
  };
}

function expectedDetails(item: SampleItem): SeenDetails {
  const kinds = [item.to, item.cc ?? [], item.bcc ?? []];
  return {
    text: item.textBody,
    html: item.htmlBody ?? '',
    isRead: item.isRead ?? true,
    sentMs: item.sent?.getTime() ?? null,
    messageId: item.messageId,
    recipients: kinds.flatMap((list, order) => list.map(({ name, address }) => [order + 1, name, address] as const)),
  };
}
