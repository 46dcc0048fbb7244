import type { ItemKind } from '../../preload/contract/index.ts';

/** What the first words of a message class say, in lower case. @see [MS-OXCMSG] 2.2.1.3, [MS-OXOMSG], [MS-OXOCAL], [MS-OXOCNTC] */
const KINDS_BY_CLASS: readonly (readonly [ItemKind, readonly string[]])[] = [
  ['mail', ['ipm.note', 'ipm.schedule', 'report', 'ipm.post', 'ipm.recall', 'ipm.outlook.recall', 'ipm.sharing']],
  ['calendar', ['ipm.appointment', 'ipm.ole.class']],
  ['contact', ['ipm.contact', 'ipm.distlist', 'ipm.abchperson']],
  ['task', ['ipm.task', 'ipm.taskrequest']],
  ['note', ['ipm.stickynote']],
];

/** What the class of a folder says of the items in it. @see [MS-OXOSFLD] 2.2.2 */
const KINDS_BY_FOLDER: readonly (readonly [ItemKind, readonly string[]])[] = [
  ['mail', ['ipf.note']],
  ['calendar', ['ipf.appointment']],
  ['contact', ['ipf.contact']],
  ['task', ['ipf.task']],
  ['note', ['ipf.stickynote']],
];

/** What kind of item a message class names; letter case does not count. */
export function itemKind(messageClass: string): ItemKind {
  return kindIn(KINDS_BY_CLASS, messageClass);
}

/** What kind of item a folder of that container class is for. */
export function itemKindOfFolder(containerClass: string): ItemKind {
  return kindIn(KINDS_BY_FOLDER, containerClass);
}

/** Classes are words joined by dots: `IPM.Notebook` is no `IPM.Note`. */
function kindIn(kinds: typeof KINDS_BY_CLASS, text: string): ItemKind {
  const wanted = text.toLowerCase();
  const isBelow = (start: string) =>
    wanted.startsWith(start) && (wanted.length === start.length || wanted[start.length] === '.');
  return kinds.find(([, starts]) => starts.some(isBelow))?.[0] ?? 'other';
}
