import { createHash } from 'node:crypto';

/** Longest name of ours in UTF-8 bytes: far below the 255 bytes of file systems, so that deep trees stay possible. */
const MAX_NAME_BYTES = 80;

/** Names Windows keeps for devices, with any extension. @see learn.microsoft.com/windows/win32/fileio/naming-a-file */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** Characters Windows or Linux refuse in names, and those that make a name look like another (bidi controls). */
const UNSAFE = /[<>:"/\\|?*\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu;

/**
 * A folder name any of our file systems accepts. A name that had to be changed gets `~` and six characters of its
 * hash, so that two different folders stay two folders.
 */
export function safeFolderName(name: string): string {
  const made = makeSafe(name, MAX_NAME_BYTES);
  // A folder that looks like one of our mails, or like our own files, would get in their way.
  const isTaken = /\.eml$/i.test(made) || made === '';
  if (made === name && !isTaken) return name;
  const mark = `~${createHash('sha256').update(name).digest('hex').slice(0, 6)}`;
  return `${makeSafe(name, MAX_NAME_BYTES - mark.length)}${mark}`;
}

/** A part of a file name any of our file systems accepts; may be empty. Uniqueness is the caller's business. */
export function safeFilePart(text: string): string {
  return makeSafe(text, MAX_NAME_BYTES);
}

function makeSafe(name: string, maxBytes: number): string {
  const cleaned = name.replace(UNSAFE, '_').replace(/^[\s.]+/, '');
  const cut = cutBytes(cleaned, maxBytes).replace(/[\s.]+$/, '');
  return RESERVED.test(cut) ? `_${cut}` : cut;
}

/** The longest start of the text that fits, cut between characters as people see them: half an emoji is none. */
function cutBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let bytes = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxBytes) break;
    kept += segment;
  }
  return kept;
}
