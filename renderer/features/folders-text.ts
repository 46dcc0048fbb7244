import type { FolderPatterns } from '../../preload/contract/folder-filter.ts';
import type { Messages } from '../format/locales/en.ts';

/** What of a file was not moved by choice, on one line; empty when everything was taken. The names are in the patterns. */
export function foldersText({ includeFolders, excludeFolders }: FolderPatterns, { receipt }: Messages): string {
  const texts: string[] = [];
  if (includeFolders.length > 0) texts.push(receipt.onlyMoved(includeFolders.length, hasBelow(includeFolders)));
  if (excludeFolders.length > 0) texts.push(receipt.leftOut(excludeFolders.length, hasBelow(excludeFolders)));
  return texts.join('. ');
}

/** A pattern stands for one folder, or for all below it, too: how many those are it does not say. */
function hasBelow(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => pattern.endsWith('/*'));
}
