import type { Property } from '../ltp/value.ts';
import { TAG } from './tag.ts';

/** What a folder and the row of its parent's table say of it. An empty `containerClass` is left out. */
export type FolderFacts = {
  readonly name: string;
  readonly containerClass: string;
  readonly items: number;
  readonly unread: number;
  readonly hasSubfolders: boolean;
};

/** The properties that state them. @see [MS-PST] 2.4.4.1 */
export function folderSummary({ name, containerClass, items, unread, hasSubfolders }: FolderFacts): Property[] {
  const summary: Property[] = [
    [TAG.displayName, name],
    [TAG.contentCount, items],
    [TAG.contentUnreadCount, unread],
    [TAG.subfolders, hasSubfolders],
  ];
  return containerClass === '' ? summary : [...summary, [TAG.containerClass, containerClass]];
}

/** What a folder without anything in it says. */
export function emptySummary(name: string): Property[] {
  return folderSummary({ name, containerClass: '', items: 0, unread: 0, hasSubfolders: false });
}
