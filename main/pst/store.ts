import type { FolderRole, ItemKind } from '../../preload/contract/index.ts';

/**
 * Our own small view of an opened PST. Whatever library reads the file stays behind this interface.
 * Everything is synchronous: it runs in a process or thread of its own, under a time limit of the caller.
 * Anything may throw SourceLost, once the file or its drive can be read no further.
 */
export interface PstStore {
  /** Depth first from the top, parents before children; search folders are left out. Never yields a folder twice. */
  folders(): Iterable<PstFolder>;
  /**
   * Reads the tables that list folders, one at a time; whoever asks for folders before the end waits for the rest.
   * @yields how many folders are known by then
   */
  explore(): Iterable<number>;
  /** The same folders as their parents' tables tell, without a look at what they hold. */
  outline(): Iterable<FolderOutline>;
  /** Folders that only show items of others, and how many they say they show. */
  searchFolders(): readonly { readonly name: string; readonly itemCount: number }[];
  /** The list of one folder, whatever folder it is in. @throws AppError contentsUnreadable */
  rows(folderId: number): PstRows;
  /** One item. @throws AppError contentsUnreadable */
  item(id: number): PstItem;
  close(): void;
}

/** What is known of a folder before its items are looked at. */
export interface FolderOutline {
  /** Id of its node, 32 bits. */
  readonly id: number;
  /** Names from the top, the store's unnamed root left out; the first is what Outlook shows as the data file. */
  readonly path: readonly string[];
  /** True for the folder Outlook shows as the data file ("Top of …") and everything below it. */
  readonly isInMailTree: boolean;
  /** What the store says the folder is for; null for a folder like any other. */
  readonly role: FolderRole | null;
  /** Items it says it has, which damage and unfinished work can make wrong. */
  readonly declaredItems: number;
  readonly declaredUnread: number;
}

export interface PstFolder extends FolderOutline {
  /** Items the folder's own table lists. */
  readonly itemCount: number;
  /** Sum of the sizes the folder's table states, bytes. */
  readonly sizeBytes: number;
  /** Set when the folder's table could not be read; the folder then counts as empty. */
  readonly problem: string | null;
  /** Kinds, dates, sizes and what is unread, from the folder's table alone. Empty for a folder that cannot be read. */
  tally(): FolderTally;
  /**
   * Each item of the folder in table order.
   * @yields `{ problem }` instead of an item that could not be read, so that the number of results is `itemCount`.
   */
  items(): Iterable<PstItemResult>;
}

/** What the table of a folder says about its items together. Times are milliseconds since 1970 UTC. */
export type FolderTally = {
  readonly kinds: Readonly<Record<ItemKind, number>>;
  readonly sizeBytes: number;
  readonly unread: number;
  readonly oldestMs: number | null;
  readonly newestMs: number | null;
  /** Items larger than a mailbox takes. */
  readonly tooLarge: number;
  /** The largest items, the largest first, at most as many as are listed of a PST. */
  readonly largest: readonly { readonly id: number; readonly subject: string; readonly sizeBytes: number }[];
};

/** The rows of a folder's table. To go over them throws AppError contentsUnreadable when not one of them can be read. */
export interface PstRows {
  readonly count: number;
  /** In table order, each good until the next is asked for. A cell that cannot be read counts as absent. */
  all(): Iterable<PstRow>;
  /** Those at these places in that order, counted from 0; the others are not read. */
  at(places: Iterable<number>): Iterable<PstRow>;
}

/** One row; each cell is read when it is asked for. */
export interface PstRow {
  readonly id: number;
  readonly messageClass: string;
  readonly subject: string;
  /** The name mail was sent in; addresses are not in these tables. */
  readonly senderName: string;
  readonly sentMs: number | null;
  readonly receivedMs: number | null;
  /** When it was last changed: contacts and the like have no other time. */
  readonly modifiedMs: number | null;
  readonly sizeBytes: number;
  readonly isRead: boolean;
  readonly hasAttachments: boolean;
  /** Empty in most tables: few list it. */
  readonly messageId: string;
}

export type PstItemResult =
  | { readonly item: PstItem; readonly problem: null }
  | { readonly item: null; readonly problem: string };

export type PstAddress = { readonly name: string; readonly address: string };

export type PstRecipient = PstAddress & { readonly kind: 'to' | 'cc' | 'bcc' };

export type PstAttachment = {
  readonly fileName: string;
  readonly mimeType: string;
  readonly contentId: string;
  /** An attached file's bytes, or the attached message itself. */
  readonly content:
    | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
    | { readonly kind: 'item'; readonly item: PstItem };
};

/** What an appointment, a contact or a task is about. Phone numbers and addresses are as they were typed. */
export const ITEM_FACTS = [
  'start',
  'end',
  'place',
  'due',
  'fullName',
  'jobTitle',
  'company',
  'mailAddress',
  'businessPhone',
  'mobilePhone',
  'homePhone',
  'businessAddress',
  'homeAddress',
] as const;
export type ItemFactName = (typeof ITEM_FACTS)[number];

/** A fact of an item: a text, or a time in milliseconds since 1970 UTC. */
export type PstItemFact = { readonly name: ItemFactName; readonly value: string | number };

/** What is known of an attachment without reading it. `sizeBytes` is what it takes in the file, a little more than it holds. */
export type PstAttachmentEntry = { readonly name: string; readonly sizeBytes: number };

export interface PstItem {
  /** Identifies the item within every copy of this PST: hex of its entry id. */
  readonly entryId: string;
  readonly messageClass: string;
  readonly subject: string;
  readonly sender: PstAddress;
  readonly recipients: readonly PstRecipient[];
  readonly messageId: string;
  /** Milliseconds since 1970 UTC; null when the item has no such time. */
  readonly sentMs: number | null;
  readonly receivedMs: number | null;
  readonly sizeBytes: number;
  readonly isRead: boolean;
  readonly textBody: string;
  /** Empty when the item has no HTML body. */
  readonly htmlBody: string;
  /** The letter as RTF, bytes; empty when it has one of the bodies above, or none at all. */
  readonly rtfBody: Uint8Array;
  /** What an item that is no mail is about; empty for mail. Read on each access. */
  facts(): readonly PstItemFact[];
  /** Names and sizes, of which no content is read. @throws when the list itself cannot be read. */
  attachmentList(): readonly PstAttachmentEntry[];
  /** Read on each access: attachments may be large. @throws when one cannot be read. */
  attachments(): readonly PstAttachment[];
}
