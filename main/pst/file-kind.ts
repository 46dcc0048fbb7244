import type { FileKind } from '../../preload/contract/index.ts';

/** A file in the archive, an empty archive, one part of a divided archive. @see APPNOTE.TXT 4.3.7, 4.3.16, 8.5.3 */
const ZIP_MARKS = ['504b0304', '504b0506', '504b0708'];

/** A control character, save those that stand in text: tab, line feed, form feed, return, and the end mark of old DOS. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u0019\u001b-\u001f\u007f]/;

/** Text in an old code page of Windows is mostly made of letters that are the same in all of them. */
const MIN_ASCII_SHARE = 0.75;

/** What a file that is no PST seems to be, from its first bytes; at least one byte. */
export function fileKind(head: Uint8Array): FileKind {
  if (ZIP_MARKS.includes(Buffer.from(head.subarray(0, 4)).toString('hex'))) return 'zip';
  if (head.every((byte) => byte === 0)) return 'zeros';
  return isText(head) ? 'text' : 'other';
}

function isText(head: Uint8Array): boolean {
  const mark = Buffer.from(head.subarray(0, 2)).toString('hex');
  if (mark === 'fffe') return isPlain(decode(head, 'utf-16le'));
  if (mark === 'feff') return isPlain(decode(head, 'utf-16be'));
  // Without a mark, bytes that alternate with zeros are letters of two bytes each.
  if (isMostlyZero(head, 1)) return isPlain(decode(head, 'utf-16le'));
  if (isMostlyZero(head, 0)) return isPlain(decode(head, 'utf-16be'));
  return isPlain(decode(head, 'utf-8')) || isOldText(head);
}

/** Null for bytes that are no such text. A letter that the end of the head cuts in two does not count. */
function decode(head: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
  } catch {
    return null;
  }
}

function isPlain(text: string | null): boolean {
  return text !== null && text !== '' && !CONTROL.test(text);
}

function isMostlyZero(head: Uint8Array, parity: 0 | 1): boolean {
  const every = head.filter((_, i) => i % 2 === parity);
  const others = head.filter((_, i) => i % 2 !== parity);
  const zeros = every.filter((byte) => byte === 0).length;
  return every.length > 1 && zeros > every.length / 2 && !others.includes(0);
}

function isOldText(head: Uint8Array): boolean {
  const ascii = head.filter((byte) => byte < 0x80).length;
  return ascii >= head.length * MIN_ASCII_SHARE && isPlain(Buffer.from(head).toString('latin1'));
}
