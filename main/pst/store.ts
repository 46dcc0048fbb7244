/**
 * Our own small view of an opened PST. Whatever library reads the file stays behind this interface.
 * Everything is synchronous: it runs in a process or thread of its own, under a time limit of the caller.
 */
export interface PstStore {
  /** Depth first from the top, parents before children; search folders are left out. Never yields a folder twice. */
  folders(): Iterable<PstFolder>;
  close(): void;
}

export interface PstFolder {
  /** Names from the top, the store's unnamed root left out; the first is what Outlook shows as the data file. */
  readonly path: readonly string[];
  /** True for the folder Outlook shows as the data file ("Top of …") and everything below it. */
  readonly isInMailTree: boolean;
  /** Items the folder's own table lists. */
  readonly itemCount: number;
  /** Sum of the sizes the folder's table states, bytes. */
  readonly sizeBytes: number;
  /** Set when the folder's table could not be read; the folder then counts as empty. */
  readonly problem: string | null;
  /**
   * Each item of the folder in table order.
   * @yields `{ problem }` instead of an item that could not be read, so that the number of results is `itemCount`.
   */
  items(): Iterable<PstItemResult>;
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
  /** Read on each access: attachments may be large. @throws when one cannot be read. */
  attachments(): readonly PstAttachment[];
}
