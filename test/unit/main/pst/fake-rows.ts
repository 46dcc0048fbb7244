import type { FolderOutline, PstItem, PstRow, PstStore } from '../../../../main/pst/store.ts';
import { AppError } from '../../../../preload/contract/index.ts';

/** A row with everything a test does not care about filled in. */
export function fakeRow(id: number, patch: Partial<PstRow> = {}): PstRow {
  return {
    id,
    messageClass: 'IPM.Note',
    subject: `Mail ${id}`,
    senderName: 'Ann',
    sentMs: Date.UTC(2020, 0, 2, 3, 4, 5),
    receivedMs: null,
    modifiedMs: null,
    sizeBytes: 1000,
    isRead: true,
    hasAttachments: false,
    messageId: '',
    ...patch,
  };
}

/** A store of folders by id, each a list of rows, or null for one that cannot be read; and of items by id. */
export function fakeStore(
  folders: Readonly<Record<number, Iterable<PstRow> | null>>,
  items: Readonly<Record<number, PstItem>> = {},
): PstStore {
  const outline = Object.keys(folders).map(
    (id): FolderOutline => ({
      id: Number(id),
      path: ['Top', id],
      isInMailTree: true,
      role: null,
      declaredItems: 0,
      declaredUnread: 0,
    }),
  );
  const unreadable = () => new AppError('contentsUnreadable', { reason: 'tableDamaged' });
  return {
    folders: () => [],
    explore: () => [],
    outline: () => outline,
    searchFolders: () => [],
    rows: (folderId) => {
      const rows = folders[folderId];
      if (!rows) throw unreadable();
      const list = [...rows];
      const at = (places: Iterable<number>) => Array.from(places, (place) => list.slice(place, place + 1)).flat();
      return { count: list.length, all: () => list, at };
    },
    item: (id) => {
      const item = items[id];
      if (!item) throw unreadable();
      return item;
    },
    close: () => undefined,
  };
}
