import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { StoreWriter, type WrittenFolder } from './messaging/store-writer.ts';
import { Database } from './ndb/database.ts';
import type { SampleFolder, SampleItem, SampleMailbox } from './sample-mailbox.ts';

/**
 * `isPermuted` (true when left out) encodes the data blocks as Outlook does by default. `now` is when the folders were
 * made: the same moment in 2015 when left out.
 */
export type WriteOptions = { readonly isPermuted?: boolean; readonly now?: Date };

const DEFAULT_NOW = new Date('2015-12-31T12:00:00Z');

/** What was written: the size of the file and every mail folder, its names from the top folder on. */
export type WrittenPst = {
  readonly sizeBytes: number;
  readonly folders: readonly WrittenFolder[];
  readonly items: number;
};

/**
 * Writes a mailbox as a Unicode PST, replacing a file at `path`. The same mailbox gives the same bytes. Attachments that
 * are made while writing never lie in memory as a whole.
 * @throws the file system's error; what was written so far is then removed
 * @see [MS-PST]
 */
export function writePst(path: string, mailbox: SampleMailbox, options: WriteOptions = {}): WrittenPst {
  const database = new Database(path, options.isPermuted ?? true);
  let isComplete = false;
  try {
    const store = new StoreWriter(database, { recordKey: recordKey(mailbox), now: options.now ?? DEFAULT_NOW });
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

/** The store's identity, from what it holds, so that two different mailboxes never claim to be the same store. */
function recordKey(mailbox: SampleMailbox): Buffer {
  const hash = createHash('sha256').update(mailbox.displayName);
  for (const folder of mailbox.folders) hashFolder(hash, folder);
  return hash.digest().subarray(0, 16);
}

function hashFolder(hash: ReturnType<typeof createHash>, folder: SampleFolder): void {
  hash.update(JSON.stringify([folder.name, (folder.items ?? []).map(itemIdentity)]));
  for (const child of folder.folders ?? []) hashFolder(hash, child);
}

function itemIdentity({ subject, messageId, sent, textBody }: SampleItem): unknown[] {
  return [subject, messageId, sent, textBody];
}
