import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { StoreWriter, type WrittenFolder } from './messaging/store-writer.ts';
import type { BlockEncoding } from './ndb/block-encoding.ts';
import { Database } from './ndb/database.ts';
import type { FileFormatName } from './ndb/file-format.ts';
import type { SampleFolder, SampleItem, SampleMailbox } from './sample-mailbox.ts';

/** How a PST is written; what is left out is as Outlook does it by default. */
export type WriteOptions = {
  /** `unicode` when left out. `ansi` is what Outlook wrote before 2003: files below 2 GiB, texts in a code page. */
  readonly format?: FileFormatName;
  /** How data blocks are encoded: `permuted` when left out. */
  readonly encoding?: BlockEncoding;
  /** What Outlook asks for when it opens the file; null when left out. It protects nothing. */
  readonly password?: string | null;
  /** The Windows code page of the texts in an ANSI file: 1252 when left out. */
  readonly codePage?: number;
  /** When the folders were made: the same moment in 2015 when left out. */
  readonly now?: Date;
};

const DEFAULT_NOW = new Date('2015-12-31T12:00:00Z');
const WESTERN = 1252;

/** What was written: the size of the file and every mail folder, its names from the top folder on. */
export type WrittenPst = {
  readonly sizeBytes: number;
  readonly folders: readonly WrittenFolder[];
  readonly items: number;
};

/**
 * Writes a mailbox as a PST, replacing a file at `path`. The same mailbox gives the same bytes. Attachments that are made
 * while writing, and items that come from a generator, never lie in memory as a whole.
 * @throws the file system's error; RangeError for what the format cannot hold; what was written so far is then removed
 * @see [MS-PST]
 */
export function writePst(path: string, mailbox: SampleMailbox, options: WriteOptions = {}): WrittenPst {
  const { format = 'unicode', encoding = 'permuted', password = null, codePage = WESTERN, now = DEFAULT_NOW } = options;
  const database = new Database(path, { format, encoding });
  let isComplete = false;
  try {
    const store = new StoreWriter(database, {
      recordKey: recordKey(mailbox),
      now,
      password,
      codePage: format === 'ansi' ? codePage : null,
    });
    store.write(mailbox);
    const sizeBytes = database.finish();
    isComplete = true;
    const items = store.folders.reduce((sum, folder) => sum + folder.items, 0);
    return { sizeBytes, folders: store.folders, items };
  } finally {
    database.close();
    if (!isComplete) rmSync(path, { force: true });
  }
}

/**
 * The store's identity, from what it holds, so that two different mailboxes never claim to be the same store. Items from
 * a generator do not count: they can be had only once.
 */
function recordKey(mailbox: SampleMailbox): Buffer {
  const hash = createHash('sha256').update(mailbox.displayName);
  for (const folder of mailbox.folders) hashFolder(hash, folder);
  return hash.digest().subarray(0, 16);
}

function hashFolder(hash: ReturnType<typeof createHash>, folder: SampleFolder): void {
  const items = Array.isArray(folder.items) ? folder.items : [];
  hash.update(JSON.stringify([folder.name, items.map(itemIdentity)]));
  for (const child of folder.folders ?? []) hashFolder(hash, child);
}

function itemIdentity({ subject, messageId, sent, textBody }: SampleItem): unknown[] {
  return [subject, messageId, sent, textBody];
}
