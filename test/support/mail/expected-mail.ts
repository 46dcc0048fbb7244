import {
  type SampleAttachment,
  type SampleFolder,
  type SampleItem,
  type SampleMailbox,
  sampleMailbox,
  samplePieces,
} from '../pst-writer/index.ts';

/** A mail as its generator meant it; attached messages by subject, files by name and bytes. */
export type ExpectedMail = {
  readonly folder: string;
  readonly subject: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array | null }[];
};

/** Every item of a generated mailbox with the folder it should arrive in below the target folder. */
export function expectedMail(mailbox: SampleMailbox = sampleMailbox()): ExpectedMail[] {
  return mailbox.folders.flatMap((folder) => mailIn(folder, ''));
}

function mailIn(folder: SampleFolder, parent: string): ExpectedMail[] {
  const path = parent === '' ? folder.name : `${parent}/${folder.name}`;
  const own = Array.from(folder.items ?? [], (item) => expectedOf(item, path));
  return [...own, ...(folder.folders ?? []).flatMap((child) => mailIn(child, path))];
}

function expectedOf(item: SampleItem, folder: string): ExpectedMail {
  return { folder, subject: item.subject, attachments: (item.attachments ?? []).map(attachmentOf) };
}

function attachmentOf(attachment: SampleAttachment): { name: string; bytes: Uint8Array | null } {
  if ('item' in attachment) return { name: attachment.item.subject, bytes: null };
  return { name: attachment.fileName, bytes: Buffer.concat([...samplePieces(attachment.bytes)]) };
}
