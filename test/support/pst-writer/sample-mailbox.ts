import type { FolderRole } from '../../../preload/contract/index.ts';

/** A mailbox to be written as a PST. Names may hold any text; they are written as given. */
export type SampleMailbox = {
  readonly displayName: string;
  readonly folders: readonly SampleFolder[];
  /** Folders that show items of others. */
  readonly searchFolders?: readonly SampleSearchFolder[];
};

/** A folder. `containerClass` says what it is for (`IPF.Note` when left out). */
export type SampleFolder = {
  readonly name: string;
  readonly containerClass?: string;
  /** Gone through once for what is not an array, so a generator will do for items that need not all be in memory. */
  readonly items?: Iterable<SampleItem>;
  readonly folders?: readonly SampleFolder[];
  readonly searchFolders?: readonly SampleSearchFolder[];
  /** Makes the store name this folder as its folder for that; roles a PST has no place for change nothing. */
  readonly role?: FolderRole;
};

/** A folder that shows items of others; it only says how many. */
export type SampleSearchFolder = { readonly name: string; readonly itemCount: number };

export type SampleAddress = { readonly name: string; readonly address: string };

/** An item. An empty subject or body is left out of the file. */
export type SampleItem = SampleContents & {
  /** What the kind of content asks for when left out, `IPM.Note` at last. */
  readonly messageClass?: string;
  readonly subject: string;
  readonly from: SampleAddress;
  readonly to: readonly SampleAddress[];
  readonly cc?: readonly SampleAddress[];
  readonly bcc?: readonly SampleAddress[];
  readonly sent: Date | null;
  readonly received: Date | null;
  /** With its angle brackets; empty for none. */
  readonly messageId: string;
  readonly textBody: string;
  readonly htmlBody?: string;
  readonly rtfBody?: SampleRtf;
  /** True when left out. */
  readonly isRead?: boolean;
  readonly attachments?: readonly SampleAttachment[];
  /** The size the item claims, bytes, whatever it takes. */
  readonly statedSizeBytes?: number;
};

/** What makes an item more than a letter. */
export type SampleContents = {
  readonly appointment?: SampleAppointment;
  /** An invitation, which lies among the mail. */
  readonly meetingRequest?: SampleAppointment;
  readonly contact?: SampleContact;
  readonly distributionList?: SampleDistributionList;
  readonly task?: SampleTask;
  readonly stickyNote?: SampleStickyNote;
  readonly journalEntry?: SampleJournalEntry;
  readonly nonDelivery?: SampleNonDelivery;
};

export type SampleAppointment = { readonly start: Date; readonly end: Date; readonly location: string };

export type SampleContact = {
  readonly displayName: string;
  readonly address: string;
  readonly company: string;
  readonly businessPhone: string;
};

export type SampleDistributionList = { readonly name: string; readonly members: readonly SampleAddress[] };

export type SampleTask = { readonly owner: string; readonly due: Date; readonly isComplete: boolean };

/** Blue, green, pink, yellow or white, from 0 on. @see [MS-OXONOTE] 2.2.1.1 */
export type SampleStickyNote = { readonly color: 0 | 1 | 2 | 3 | 4 };

/** `type` as people see it: "Phone call". */
export type SampleJournalEntry = { readonly type: string; readonly start: Date; readonly end: Date };

/** The report that a message could not be delivered, and that message's subject. */
export type SampleNonDelivery = { readonly originalSubject: string; readonly reportText: string };

/** A letter as RTF, of ASCII characters; `isCompressed` says in which of the two forms it is kept. */
export type SampleRtf = { readonly rtf: string; readonly isCompressed: boolean };

export type SampleAttachment = SampleFile | SampleEmbeddedItem;

/** An attached file. `contentId` marks a picture the HTML body shows. */
export type SampleFile = {
  readonly fileName: string;
  readonly mimeType: string;
  readonly contentId?: string;
  readonly bytes: SampleBytes;
};

/** A message attached to a message. */
export type SampleEmbeddedItem = { readonly item: SampleItem };

/** Bytes, or so many incompressible ones made while writing: the same for the same seed. */
export type SampleBytes = Uint8Array | { readonly sizeBytes: number; readonly seed: number };
