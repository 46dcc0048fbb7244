import fc from 'fast-check';
import { deEncapsulateSync } from 'rtf-stream-parser';
import { describe, expect, it, test } from 'vitest';
import { readRtfLetter } from '../../../../../main/pst/message-text/rtf-letter.ts';
import { decodeText } from '../../../../../main/pst/reader/text.ts';

function letterOf(rtf: string, maxChars?: number) {
  return readRtfLetter(Buffer.from(rtf, 'latin1'), maxChars);
}

/** What a widely used library takes out of the same bytes. */
function peerTextOf(rtf: string): string {
  const decode = (bytes: Buffer, name: string) => decodeText(bytes, Number(name.replace('cp', '')));
  const { text } = deEncapsulateSync(Buffer.from(rtf, 'latin1'), { decode, warn: () => undefined });
  return String(text).replaceAll('\r\n', '\n');
}

/** The second example of [MS-OXRTFEX] 4.1, shortened: HTML as Exchange keeps it. */
const HTML_LETTER = `{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 \\deff0
{\\fonttbl {\\f0\\fmodern Courier New;}{\\f1\\fswiss Arial;}{\\f2\\fswiss\\fcharset0 Arial;}}
{\\colortbl\\red0\\green0\\blue0;\\red0\\green0\\blue255;}
{\\*\\htmltag64}
\\uc1\\pard\\plain\\deftab360 \\f0\\fs24
{\\*\\htmltag <HTML><head>\\par
<style>\\par
<!--\\par
 /* Style Definitions */\\par
 p.MsoNormal, li.MsoNormal \\{font-family:Arial;\\}\\par
-->\\par
</style>\\par
\\tab <!-- This is a HTML comment.\\par
There is a horizontal tab (%x09) character before the comment, \\par
and some new line inside the comment. -->\\par
</head>\\par
<body>\\par
<p\\par
class="MsoNormal">}
{\\htmlrtf \\f1 \\htmlrtf0 Note the line break inside a P tag. {\\*\\htmltag <b>}{\\htmlrtf \\b \\htmlrtf0 This is a bold text{\\*\\htmltag </b>}} \\htmlrtf\\par\\htmlrtf0}
\\htmlrtf \\par \\htmlrtf0
{\\*\\htmltag </p>\\par
<p class="MsoNormal">\\par}
{\\htmlrtf \\f1 \\htmlrtf0 This is a normal text with a character references:
{\\*\\htmltag &nbsp;}\\htmlrtf  \\htmlrtf0 {\\*\\htmltag &lt;}\\htmlrtf <\\htmlrtf0 {\\*\\htmltag &uml;}\\htmlrtf {\\f2\\'a8}\\htmlrtf0{\\*\\htmltag <br>\\par}\\htmlrtf\\line\\htmlrtf0
characters which have special meaning in RTF: \\{\\}\\\\{\\*\\htmltag <br>\\par}\\htmlrtf\\line\\htmlrtf0\\htmlrtf\\par\\htmlrtf0}
{\\*\\htmltag </body>\\par
</HTML>\\par
}}`;

describe('HTML within RTF', () => {
  it('comes back as it was', () => {
    const { text = '', kind } = letterOf(HTML_LETTER) ?? {};
    expect(kind).toBe('html');
    expect(text).toBe(`<HTML><head>
<style>
<!--
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal {font-family:Arial;}
-->
</style>
\t<!-- This is a HTML comment.
There is a horizontal tab (%x09) character before the comment, 
and some new line inside the comment. -->
</head>
<body>
<p
class="MsoNormal">Note the line break inside a P tag. <b>This is a bold text</b> </p>
<p class="MsoNormal">
This is a normal text with a character references:&nbsp;&lt;&uml;<br>
characters which have special meaning in RTF: {}\\<br>
</body>
</HTML>
`);
  });

  it('is what another reader of it finds', () => {
    expect(letterOf(HTML_LETTER)?.text).toBe(peerTextOf(HTML_LETTER));
  });

  it('is what another reader finds, however its pieces follow each other', () => {
    const tag = fc.constantFrom(
      '<p>',
      '</p>',
      '<b>',
      '&nbsp;',
      '<br>\\par',
      "\\'e9",
      '<a href="x">',
      '\\{\\}',
      '\\tab',
    );
    const word = fc.constantFrom(
      'one',
      ' two ',
      '1 < 2',
      "caf\\'e9",
      '\\u8364?',
      "\\u-10179\\'3f\\u-8704\\'3f",
      '\\{\\\\',
      '\\~',
    );
    const mark = fc.constantFrom(
      '\\par ',
      '\\line ',
      '\\tab ',
      '\\bullet ',
      '\\emdash ',
      '\\ldblquote ',
      '\\f1 ',
      '\\f0 ',
    );
    const hidden = fc.constantFrom('\\par', '\\b x', '{\\f1 x}', '<');
    const piece: fc.Arbitrary<string> = fc.oneof(
      tag.map((text) => `{\\*\\htmltag64 ${text}}`),
      word,
      mark,
      hidden.map((text) => `\\htmlrtf ${text}\\htmlrtf0 `),
      hidden.map((text) => `{\\*\\mhtmltag ${text}}`),
      word.map((text) => `{\\htmlrtf \\f1 \\htmlrtf0 ${text}}`),
    );
    const head =
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}\\uc1 ';
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 20 }), (pieces) => {
        const rtf = `${head}${pieces.join('')}}`;
        expect(letterOf(rtf)?.text).toBe(peerTextOf(rtf));
      }),
      { numRuns: 500 },
    );
  });

  it('shows marks of HTML that are text as text', () => {
    expect(letterOf('{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag <p>}1 < 2{\\*\\htmltag </p>}}')?.text).toBe(
      '<p>1 &lt; 2</p>',
    );
  });

  it('leaves out what is for readers of RTF alone, and addresses rewritten by them', () => {
    const rtf =
      '{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag84 <a href="cid:1">}{\\*\\mhtmltag84 <a href="x">}\\htmlrtf {\\field{\\*\\fldinst{HYPERLINK "x"}}{\\fldrslt\\htmlrtf0 link\\htmlrtf }}\\htmlrtf0 {\\*\\htmltag92 </a>}}';
    expect(letterOf(rtf)?.text).toBe('<a href="cid:1">link</a>');
  });
});

describe('a letter written as RTF', () => {
  it('keeps its lines, tabs, signs and characters', () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fnil\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}{\\colortbl;\\red0;}{\\*\\generator X;}{\\info{\\author A}}\\pard\\f0 Dear \\b Ann\\b0 ,\\par\r\n\\tab caf\\'e9 \\ldblquote x\\rdblquote\\emdash\\u8364?\\par {\\f1\\'cf\\'f0} \\u-10179\\'3f\\u-8704\\'3f\\~end\\\r\nlast}";
    expect(letterOf(rtf)).toEqual({
      kind: 'text',
      text: 'Dear Ann,\n\tcafé “x”—€\nПр 😀\u00a0end\nlast',
      isCut: false,
      hasPictures: false,
    });
  });

  it('puts characters of two bytes together, however they are written', () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg932{\\fonttbl{\\f0\\fcharset128 MS Gothic;}}\\f0 \\'93\\'fa\\'96{\\b\\'7b} \\'83A}";
    expect(letterOf(rtf)?.text).toBe('日本 ア');
  });

  it('takes rows of a table as lines', () => {
    expect(letterOf('{\\rtf1 \\trowd one\\cell two\\cell\\row \\trowd 3\\cell 4\\cell\\row}')?.text).toBe(
      'one\ttwo\t\n3\t4\t\n',
    );
  });

  it('shows links and bullets, but no field codes, pictures, objects, comments or hidden text', () => {
    const rtf =
      '{\\rtf1 {\\pntext\\bullet\\tab}See {\\field{\\*\\fldinst HYPERLINK "http://x.example"}{\\fldrslt here}}{\\pict\\pngblip 89504e47}{\\object{\\*\\objdata 00}{\\result r}}{\\*\\annotation no}{\\v secret}\\v x\\v0 .}';
    expect(letterOf(rtf)?.text).toBe('\u2022\tSee here.');
  });

  it('goes over bytes that are no text', () => {
    expect(letterOf('{\\rtf1 a{\\pict\\bin5 }}{\\{}b}')?.text).toBe('ab');
  });

  it('reads plain text within RTF', () => {
    const rtf =
      '{\\rtf1\\ansi\\ansicpg1252\\fromtext \\deff0{\\fonttbl{\\f0 Arial;}}\\uc1\\pard\\plain 1 < 2\\par two}';
    expect(letterOf(rtf)).toEqual({ kind: 'text', text: '1 < 2\ntwo', isCut: false, hasPictures: false });
  });
});

it.each(['', '{', '{rtf}', '\\rtf1 x', '{\\html x}', 'Dear Ann'])('takes %j for no RTF', (rtf) => {
  expect(letterOf(rtf)).toBeNull();
});

it('tells an empty letter from one of pictures', () => {
  const empty = { kind: 'text', text: '', isCut: false, hasPictures: false };
  expect(letterOf('{\\rtf1{\\fonttbl{\\f0 Arial;}}}')).toEqual(empty);
  expect(letterOf('{\\rtf1{\\*\\shppict{\\pict 00}}}')).toEqual({ ...empty, hasPictures: true });
  expect(letterOf('{\\rtf1\\fromhtml1 {\\pict 00}}')).toEqual({ ...empty, kind: 'html' });
});

it('keeps what there is of a letter that was cut', () => {
  expect(letterOf('{\\rtf1 {\\b Dear')?.text).toBe('Dear');
  expect(letterOf("{\\rtf1 Dear\\'4")?.text).toBe('Dear4');
  expect(letterOf('{\\rtf1 Dear\\')?.text).toBe('Dear');
});

it('ends where it was told to', () => {
  expect(letterOf(`{\\rtf1 ${'word\\par '.repeat(1000)}}`, 12)).toEqual({
    kind: 'text',
    text: 'word\nword\nwo',
    isCut: true,
    hasPictures: false,
  });
});

/** More than enough for a few megabytes on a busy machine; what is not bounded takes minutes, milliseconds. */
const MAX_MS = 5000;

test.each([
  ['groups within groups', '{\\rtf1 a', '{', 3_000_000],
  ['open groups with settings', '{\\rtf1 a', '{\\f1 x', 400_000],
  ['lines', '{\\rtf1 ', 'a\n', 1_500_000],
  ['claims of bytes that are not there', '{\\rtf1 a', '\\bin2147483647 ', 100_000],
  ['fonts', '{\\rtf1{\\fonttbl', '\\f1\\fcharset0 x;', 200_000],
  ['words without end', '{\\rtf1 a\\', 'x', 3_000_000],
  ['half characters', '{\\rtf1\\ansicpg932 a', "\\'83\\b ", 300_000],
])('does not take long for %s', (_, start, repeated, times) => {
  const started = performance.now();
  letterOf(start + repeated.repeat(times));
  expect(performance.now() - started).toBeLessThan(MAX_MS);
});

test('never throws, whatever the bytes', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '\\',
      '\\*',
      '{\\*\\htmltag',
      '\\htmlrtf',
      '\\htmlrtf0',
      '\\fromhtml1',
      '\\u',
      '\\u-1',
      '\\uc0',
      "\\'",
    ),
    fc.constantFrom('\\bin3', '{\\fonttbl', '\\f1', '\\fcharset128', '\\par', '\\cell', '\\v', '\\plain', ' ', '\n'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const letter = letterOf(`{\\rtf1${pieces.join('')}`, 100);
      expect(letter === null || letter.text.length <= 100).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
