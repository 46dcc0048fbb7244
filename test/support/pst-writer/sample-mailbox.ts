/** A mailbox to be written as a PST. Names may hold any text; they are written as given. */
export type SampleMailbox = { readonly displayName: string; readonly folders: readonly SampleFolder[] };

/** A folder. `containerClass` says what it is for (`IPF.Note` when left out). */
export type SampleFolder = {
  readonly name: string;
  readonly containerClass?: string;
  readonly items?: readonly SampleItem[];
  readonly folders?: readonly SampleFolder[];
};

export type SampleAddress = { readonly name: string; readonly address: string };

/** An item. An empty subject or body is left out of the file. */
export type SampleItem = {
  /** `IPM.Note` when left out. */
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
  /** True when left out. */
  readonly isRead?: boolean;
  readonly attachments?: readonly SampleAttachment[];
  readonly appointment?: SampleAppointment;
  readonly contact?: SampleContact;
};

export type SampleAppointment = { readonly start: Date; readonly end: Date; readonly location: string };

export type SampleContact = {
  readonly displayName: string;
  readonly address: string;
  readonly company: string;
  readonly businessPhone: string;
};

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
