import { expect, test } from 'vitest';
import { letterText } from '../../../../../main/pst/message-text/letter-text.ts';

const rtf = (text: string) => Buffer.from(`{\\rtf1\\ansi ${text}}`, 'latin1');
const NOTHING = new Uint8Array();

test.each([
  ['the plain text', { textBody: 'plain\r\n', htmlBody: '<p>rich', rtfBody: rtf('rtf') }, 'plain'],
  ['the HTML where there is no plain text', { textBody: ' \r\n', htmlBody: '<p>ri<b>ch', rtfBody: rtf('rtf') }, 'rich'],
  ['the RTF where there is neither', { textBody: '', htmlBody: '', rtfBody: rtf('one\\par two') }, 'one\ntwo'],
  [
    'the text of the HTML in RTF',
    { textBody: '', htmlBody: '', rtfBody: rtf('\\fromhtml1 {\\*\\htmltag <p>}a{\\*\\htmltag <br>}b') },
    'a\nb',
  ],
  ['nothing where there is nothing', { textBody: '', htmlBody: '', rtfBody: NOTHING }, ''],
  ['nothing where the RTF is none', { textBody: '', htmlBody: '', rtfBody: Buffer.from('garbage') }, ''],
])('shows %s', (_, bodies, text) => {
  expect(letterText(bodies)).toEqual({ text, isCut: false });
});

test.each([
  ['plain text', { textBody: 'word '.repeat(100_000), htmlBody: '', rtfBody: NOTHING }],
  ['HTML', { textBody: '', htmlBody: 'word '.repeat(1_000_000), rtfBody: NOTHING }],
  ['RTF', { textBody: '', htmlBody: '', rtfBody: rtf('word '.repeat(2_000_000)) }],
])('shows the beginning of long %s', (_, bodies) => {
  const { text, isCut } = letterText(bodies);
  expect({ length: text.length, isCut }).toEqual({ length: 200_000, isCut: true });
});
