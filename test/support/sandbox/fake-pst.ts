import { EMPTY_TALLY } from '../../../main/pst/folder-tally.ts';
import type { PstAttachment, PstFolder, PstItem, PstItemResult, PstStore } from '../../../main/pst/store.ts';
import type { FolderRole } from '../../../preload/contract/index.ts';

/** A mail with everything a test does not care about filled in. */
export function fakeItem(entryId: string, patch: Partial<PstItem> = {}): PstItem {
  return {
    entryId,
    messageClass: 'IPM.Note',
    subject: `Mail ${entryId}`,
    sender: { name: 'Ann', address: 'ann@contoso.example' },
    recipients: [{ kind: 'to', name: 'Ben', address: 'ben@contoso.example' }],
    messageId: `<${entryId}@contoso.example>`,
    sentMs: Date.UTC(2020, 0, 2, 3, 4, 5),
    receivedMs: Date.UTC(2020, 0, 2, 3, 4, 6),
    sizeBytes: 1000,
    isRead: true,
    textBody: `Body ${entryId}`,
    htmlBody: '',
    rtfBody: new Uint8Array(),
    facts: () => [],
    attachmentList: () => [],
    attachments: () => [],
    ...patch,
  };
}

/** A file attached to a mail. */
export function fakeAttachment(fileName: string, text: string, patch: Partial<PstAttachment> = {}): PstAttachment {
  const content = { kind: 'bytes', bytes: new TextEncoder().encode(text) } as const;
  return { fileName, mimeType: 'text/plain', contentId: '', content, ...patch };
}

type FolderSpec = {
  readonly path: string;
  readonly items?: readonly (PstItem | string)[];
  readonly isInMailTree?: boolean;
  readonly problem?: string;
  readonly role?: FolderRole;
};

/** A folder; its path is written with slashes, an item that cannot be read as the text of its problem. */
export function fakeFolder({ path, items = [], isInMailTree = true, problem, role }: FolderSpec): PstFolder {
  const results = items.map(
    (item): PstItemResult => (typeof item === 'string' ? { item: null, problem: item } : { item, problem: null }),
  );
  const sizes = items.map((item) => (typeof item === 'string' ? 0 : item.sizeBytes));
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    id: 0x8022,
    path: path.split('/'),
    isInMailTree,
    role: role ?? null,
    declaredItems: items.length,
    declaredUnread: 0,
    itemCount: items.length,
    sizeBytes,
    problem: problem ?? null,
    tally: () => ({ ...EMPTY_TALLY, sizeBytes, kinds: { ...EMPTY_TALLY.kinds, mail: items.length } }),
    items: () => results,
  };
}

/** An opened PST with these folders. */
export function fakePst(folders: readonly PstFolder[]): PstStore {
  const refuse = () => {
    throw new Error('only whole folders are read');
  };
  return {
    folders: () => folders,
    explore: () => [],
    outline: () => folders,
    searchFolders: () => [],
    rows: refuse,
    item: refuse,
    close: () => undefined,
  };
}
