/** Writes a PST of many small mails, as Outlook would: `make-archive.mjs FILE MIB`; prints `{ items }`. */
import { type SampleItem, type SampleMailbox, writePst } from '../../support/pst-writer/index.ts';

/** What is attached to a mail, and what the whole mail then takes in the file, bytes. */
const ATTACHMENT_BYTES = 24 * 1024;
const MAIL_BYTES = 28 * 1024;
const ITEMS_PER_FOLDER = 100;
const DAY_MS = 86_400_000;

const [, , path = '', mib = ''] = process.argv;
const { items } = writePst(path, archive(Number(mib) * 2 ** 20));
process.stdout.write(JSON.stringify({ items }));

function archive(sizeBytes: number): SampleMailbox {
  const count = Math.ceil(sizeBytes / MAIL_BYTES / ITEMS_PER_FOLDER);
  const folders = Array.from({ length: count }, (_, folder) => ({
    name: `Project ${folder + 1}`,
    items: Array.from({ length: ITEMS_PER_FOLDER }, (_, item) => mail(folder * ITEMS_PER_FOLDER + item)),
  }));
  return { displayName: 'Archive', folders };
}

function mail(number: number): SampleItem {
  const at = new Date(Date.UTC(2012, 0, 1) + (number % 2_000) * DAY_MS);
  return {
    subject: `Report ${number + 1}`,
    from: { name: 'Ann', address: 'ann@contoso.example' },
    to: [{ name: 'Bob', address: 'bob@contoso.example' }],
    sent: at,
    received: at,
    messageId: `<report-${number + 1}@contoso.example>`,
    textBody: `Report ${number + 1} is attached.\r\n`.repeat(10),
    attachments: [
      {
        fileName: `report-${number + 1}.bin`,
        mimeType: 'application/octet-stream',
        bytes: { sizeBytes: ATTACHMENT_BYTES, seed: number + 1 },
      },
    ],
  };
}
