import type { Tally } from '../../../preload/contract/index.ts';
import { ITEM_KINDS } from '../../../preload/contract/states.ts';
import type { Language } from '../../format/messages.ts';
import type { FolderNode } from './folder-tree.ts';

/** How many items there are of each kind that there is: "1,204 messages, 3 contacts". Empty for none. */
export function kindsText({ kinds }: Pick<Tally, 'kinds'>, { messages }: Language): string {
  return ITEM_KINDS.filter((kind) => kinds[kind] > 0)
    .map((kind) => messages.choose.kinds[kind](kinds[kind]))
    .join(', ');
}

/** From the first to the last date, by days; empty without any. */
export function datesText(
  { oldest, newest }: Pick<Tally, 'oldest' | 'newest'>,
  { messages, format }: Language,
): string {
  return oldest === null || newest === null ? '' : messages.choose.between(format.date(oldest), format.date(newest));
}

/** From the first to the last year, for a narrow column. */
export function yearsText({ oldest, newest }: Pick<Tally, 'oldest' | 'newest'>): string {
  if (oldest === null || newest === null) return '';
  const [first, last] = [yearOf(oldest), yearOf(newest)];
  return first === last ? first : `${first}–${last}`;
}

/** What a folder itself holds, a fact a line; its name comes first. */
export function folderFacts({ name, own }: FolderNode, language: Language): readonly string[] {
  const { messages, format } = language;
  if (own === null) return [name];
  const facts = [
    name,
    kindsText(own, language),
    own.items === 0 ? messages.choose.items(0) : format.bytes(own.sizeBytes),
    own.unread === 0 ? '' : messages.choose.unread(format.count(own.unread)),
    datesText(own, language),
  ];
  return facts.filter((fact) => fact !== '');
}

/** What a screen reader says of a folder: its name, what it is for, and what it holds with all below it. */
export function folderLabel(node: FolderNode, language: Language, isOutline: boolean): string {
  const { messages, format } = language;
  const role = node.own?.role ?? null;
  const roleText = role === null ? '' : messages.choose.roles[role];
  const parts = [
    nameText(node, language),
    roleText === node.name.toLowerCase() ? '' : roleText,
    messages.choose.items(node.totalItems),
    isOutline || node.totalItems === 0 ? '' : format.bytes(node.totalBytes),
    node.totalUnread === 0 ? '' : messages.choose.unread(format.count(node.totalUnread)),
    yearsText(node),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** What is odd about choosing a folder; nothing for most. */
export function tickNote({ isTickable, hasTwin }: FolderNode, { messages }: Language): string | undefined {
  if (!isTickable) return messages.choose.notNameable;
  return hasTwin ? messages.choose.twin : undefined;
}

/** The name of a folder, or words for none. */
export function nameText({ name }: Pick<FolderNode, 'name'>, { messages }: Language): string {
  return name.trim() === '' ? messages.choose.noName : name;
}

function yearOf(iso: string): string {
  return String(new Date(iso).getFullYear());
}
