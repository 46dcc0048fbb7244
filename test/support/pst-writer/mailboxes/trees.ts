import type { SampleFolder, SampleMailbox } from '../sample-mailbox.ts';
import { letters, numberedLetter } from './letters.ts';

/** A chain of so many folders, one in the other, each with one letter. */
export function deepMailbox(levels: number): SampleMailbox {
  let folder: SampleFolder | null = null;
  for (let level = levels; level > 0; level -= 1) {
    const items = [numberedLetter(level, `At level ${level}`)];
    folder = { name: `Level ${level}`, items, folders: folder === null ? [] : [folder] };
  }
  return { displayName: 'Deep', folders: folder === null ? [] : [folder] };
}

/** So many folders beside each other in one, with a letter each. */
export function wideMailbox(folders: number): SampleMailbox {
  const children = Array.from({ length: folders }, (_, order): SampleFolder => {
    return { name: `Folder ${order + 1}`, items: [numberedLetter(order)] };
  });
  return { displayName: 'Wide', folders: [{ name: 'Many', folders: children }] };
}

/** One folder of so many letters, which are made while the file is written. */
export function crowdedMailbox(items: number): SampleMailbox {
  return { displayName: 'Crowded', folders: [{ name: 'Inbox', items: letters(items) }] };
}

/** Names that are hard to write down, to compare or to show. */
export const ODD_NAMES: readonly string[] = [
  'Slash / and \\ backslash',
  '#Notes#',
  '*',
  'Star * in it',
  '?:"<>|',
  ' spaced ',
  '..',
  'CON',
  'x'.repeat(255),
  'דואר נכנס',
  'البريد الوارد',
  '📁 Projects 🎉',
  '👩‍👩‍👧 family',
  'Cafe\u0301',
  'Café',
  'Line\nbreak',
  '%2F',
  'null',
  '',
];

/** A folder of each odd name, each with a letter and a subfolder of the same name. */
export function oddNamesMailbox(): SampleMailbox {
  const folders = ODD_NAMES.map((name, order): SampleFolder => {
    return { name, items: [numberedLetter(order)], folders: [{ name, items: [numberedLetter(order)] }] };
  });
  return { displayName: 'Odd names', folders };
}
