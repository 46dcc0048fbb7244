import { readFingerprints } from '../../../main/pst/fingerprints.ts';
import { readMessagePage } from '../../../main/pst/message-page.ts';
import { readMessageView } from '../../../main/pst/message-view.ts';
import { faultWord, PstFault } from '../../../main/pst/reader/fault.ts';
import type { PstFolder, PstItem, PstStore } from '../../../main/pst/store.ts';
import { AppError } from '../../../preload/contract/index.ts';

/** What came of reading a file: how much there was, and how often each technical word stood for what could not be read. */
export type ReadOutcome = {
  folders: number;
  items: number;
  attachments: number;
  readonly problems: Record<string, number>;
};

/**
 * Reads all that a store can give. Damage of any kind is counted; anything else that is thrown goes on.
 * @throws what a store may not throw
 */
export function readEverything(open: () => PstStore): ReadOutcome {
  const outcome: ReadOutcome = { folders: 0, items: 0, attachments: 0, problems: {} };
  attempt(outcome, () => {
    const store = open();
    try {
      readStore(store, outcome);
    } finally {
      store.close();
    }
  });
  return outcome;
}

function readStore(store: PstStore, outcome: ReadOutcome): void {
  attempt(outcome, () => {
    for (const folder of store.outline()) touch(folder.path.length, folder.declaredItems, folder.role);
  });
  attempt(outcome, () => touch(store.searchFolders().length));
  attempt(outcome, () => touch(readFingerprints(store).items));
  for (const folder of store.folders()) {
    outcome.folders += 1;
    if (folder.problem !== null) note(outcome, folder.problem);
    readFolder(store, folder, outcome);
  }
}

const FIRST_PAGE = { offset: 0, limit: 50, order: 'newest' } as const;
const MAX_VIEWS = 3;

function readFolder(store: PstStore, folder: PstFolder, outcome: ReadOutcome): void {
  const { kinds, largest } = folder.tally();
  touch(largest.length, kinds.mail, folder.sizeBytes);
  attempt(outcome, () => touch(readMessagePage(store, { folderId: folder.id, ...FIRST_PAGE }).total));
  let views = 0;
  attempt(outcome, () => {
    for (const row of store.rows(folder.id).all()) {
      touch(row.subject, row.senderName, row.messageClass, row.sentMs, row.receivedMs, row.sizeBytes);
      touch(row.isRead, row.hasAttachments, row.messageId);
      // A few alone are shown: the loop below opens each.
      if (views < MAX_VIEWS) attempt(outcome, () => touch(readMessageView(store, row.id).text));
      views += 1;
    }
  });
  let given = 0;
  for (const { item, problem } of folder.items()) {
    given += 1;
    if (item === null) note(outcome, problem);
    else attempt(outcome, () => readItem(item, outcome, 0), wordOfItem);
  }
  if (given !== folder.itemCount) throw new Error(`${given} results for ${folder.itemCount} items`);
}

/** A limit of ours: what is attached to attachments goes no deeper in any mail. */
const MAX_DEPTH = 100;

function readItem(item: PstItem, outcome: ReadOutcome, depth: number): void {
  if (depth > MAX_DEPTH) throw new Error('attachments without end');
  outcome.items += 1;
  touch(item.subject, item.textBody, item.htmlBody, item.rtfBody.length, item.recipients.length, item.sender.address);
  for (const { content, fileName } of item.attachments()) {
    outcome.attachments += 1;
    touch(fileName);
    if (content.kind === 'item') attempt(outcome, () => readItem(content.item, outcome, depth + 1), wordOfItem);
    else touch(content.bytes.length);
  }
}

/** Damage costs what was tried and is counted by its word. */
function attempt(outcome: ReadOutcome, read: () => void, nameOf = wordOf): void {
  try {
    read();
  } catch (error) {
    const word = nameOf(error);
    if (word === null) throw error;
    note(outcome, word);
  }
}

/** The technical word for damage; null for what a store may not throw. */
function wordOf(error: unknown): string | null {
  if (!(error instanceof AppError && error.code === 'contentsUnreadable')) return null;
  return String(error.params.reason);
}

/** The attachments of an item are read on access and may throw what the reader does. */
function wordOfItem(error: unknown): string | null {
  return error instanceof PstFault ? faultWord(error) : wordOf(error);
}

function note({ problems }: ReadOutcome, word: string): void {
  problems[word] = (problems[word] ?? 0) + 1;
}

/** Values made when they are asked for have then been asked for. */
function touch(...values: readonly unknown[]): void {
  if (values.length === 0) throw new RangeError('nothing was asked for');
}
