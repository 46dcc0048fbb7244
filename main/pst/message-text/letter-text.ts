import type { PstItem } from '../store.ts';
import { type CutText, cleanText, MAX_TEXT_CHARS } from './clean-text.ts';
import { htmlToPlainText } from './html-text.ts';
import { readRtfLetter } from './rtf-letter.ts';

/** RTF behind this is not read for a text to be shown, bytes: it is pictures. */
const MAX_RTF_BYTES = 8 * 1024 * 1024;

/** Characters of HTML within RTF that are kept for a text to be shown. */
const MAX_RTF_CHARS = 2 * 1024 * 1024;

/** What a letter says, to be shown: its plain text, else what its HTML says, else its RTF. Empty when it has none. */
export function letterText({
  textBody,
  htmlBody,
  rtfBody,
}: Pick<PstItem, 'textBody' | 'htmlBody' | 'rtfBody'>): CutText {
  if (!isBlank(textBody)) return cleanText(textBody);
  if (!isBlank(htmlBody)) return textOfHtml(htmlBody);
  const letter = readRtfLetter(rtfBody.subarray(0, MAX_RTF_BYTES), MAX_RTF_CHARS);
  const isCut = rtfBody.length > MAX_RTF_BYTES || letter?.isCut === true;
  if (letter === null) return { text: '', isCut };
  const shown = letter.kind === 'html' ? textOfHtml(letter.text) : cleanText(letter.text);
  return { text: shown.text, isCut: isCut || shown.isCut };
}

function textOfHtml(html: string): CutText {
  const plain = htmlToPlainText(html);
  const shown = cleanText(plain.text, MAX_TEXT_CHARS);
  return { text: shown.text, isCut: plain.isCut || shown.isCut };
}

/** Looks no further than the first character that shows: bodies may be long. */
function isBlank(text: string): boolean {
  return !/\S/.test(text);
}
