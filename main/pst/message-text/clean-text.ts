/** The longest text that is shown of one message, characters (UTF-16). A limit of ours: some hundred pages. */
export const MAX_TEXT_CHARS = 200_000;

/** The longest name, subject or address that is shown, characters (UTF-16). A limit of ours: more fits no line. */
const MAX_LINE_CHARS = 1_000;

/** A text to be shown, and whether it goes on behind its end. */
export type CutText = { readonly text: string; readonly isCut: boolean };

/** Control characters but tab and newline; a form feed is how some programs end a page. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/**
 * A text that can be shown as it is: lines end with a newline alone, no other control characters, nothing but whole
 * characters, no empty lines at its ends, at most `maxChars`.
 */
export function cleanText(source: string, maxChars = MAX_TEXT_CHARS): CutText {
  // What is taken out makes a text shorter: twice as much before is as good as all of it.
  const isLong = source.length > maxChars * 2;
  const lines = (isLong ? source.slice(0, maxChars * 2) : source).replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n');
  const text = lines
    .replace(CONTROLS, '')
    .replace(/^(?:[\t \u00a0]*\n)+/, '')
    .trimEnd();
  return { text: text.slice(0, maxChars).toWellFormed(), isCut: isLong || text.length > maxChars };
}

/** A name or a subject as one line that can be shown as it is, cut where it is longer than any line. */
export function oneLine(source: string): string {
  const { text } = cleanText(source, MAX_LINE_CHARS);
  return text.replace(/[\t\n ]*[\t\n][\t\n ]*/g, ' ').trim();
}
