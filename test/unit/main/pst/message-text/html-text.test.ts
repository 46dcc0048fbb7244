import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { htmlToPlainText } from '../../../../../main/pst/message-text/html-text.ts';

const textOf = (html: string) => htmlToPlainText(html).text;

describe('htmlToPlainText', () => {
  it('keeps what is to be read, and nothing else', () => {
    const html = `<html><head><title>T</title><style>p{color:red}</style><script>alert(1)</script></head>
      <body onload="x()"><h1>Dear Ann</h1><!-- no --><p>one &amp; <b>two</b><br>three</p>
      <noscript>ns</noscript><script>alert(2)</script><object>o</object><ul><li>a</li><li>b</li></ul></body></html>`;
    expect(textOf(html)).toBe('Dear Ann\n\none & two\nthree\n\n * a\n * b');
  });

  it('names the addresses of links once, and only those that lead somewhere', () => {
    const html = `<a href="https://contoso.example/a?b=c">here</a>, <a href="https://x.example">https://x.example</a>,
      <a href="mailto:ann@contoso.example?subject=x">Ann</a>, <a href="mailto:ben@x.example">ben@x.example</a>,
      <a href="javascript:alert(1)">no</a>, <a href="#top">up</a>, <a href="file:///etc/passwd">file</a>, <a href="cid:1">c</a>`;
    expect(textOf(html)).toBe(
      'here <https://contoso.example/a?b=c>, https://x.example, Ann <ann@contoso.example>, ben@x.example, no, up, file, c',
    );
  });

  it('shows the words for a picture, never its address', () => {
    expect(
      textOf(
        '<p>a <img src="https://spy.example/p.gif"> <img src="cid:1" alt="Our house"><img alt="http://x/p.gif"></p>',
      ),
    ).toBe('a [Our house]');
  });

  it('shows data in columns', () => {
    const row = (a: string, b: string) => `<tr><td><p class="MsoNormal">${a}</p></td><td><p>${b}</p></td></tr>`;
    expect(textOf(`<p>x</p><table><tbody>${row('Item', 'Price')}${row('Chair', '12')}</tbody></table>`)).toBe(
      'x\n\nItem   Price\nChair  12',
    );
  });

  it('shows the parts of a layout one after the other', () => {
    const html =
      '<table><tr><td><table><tr><td>Head</td><td>News</td></tr></table></td></tr><tr><td><p>Dear Ann</p></td></tr></table>';
    expect(
      textOf(html)
        .replace(/[ \n]+/g, ' ')
        .trim(),
    ).toBe('Head News Dear Ann');
  });

  it('gives paragraphs of Outlook the distance they have there', () => {
    expect(
      textOf('<p class="MsoNormal">a</p><p class=MsoNormal>b</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>c'),
    ).toBe('a\nb\n\u00a0\nc');
  });

  it('reads the beginning of what is very long', () => {
    const { text, isCut } = htmlToPlainText(`<p>${'word '.repeat(1_000_000)}</p>`);
    expect(isCut).toBe(true);
    expect(text.startsWith('word word')).toBe(true);
    expect(htmlToPlainText('<p>short</p>').isCut).toBe(false);
  });
});

/** The slowest takes about a second alone; what is not bounded takes minutes, milliseconds. */
const MAX_MS = 15_000;

test.each([
  ['elements within elements', '<div>', 400_000],
  ['elements closed that are not open', '<b></i>', 250_000],
  ['tables within tables', '<table><tr><td>x', 100_000],
  ['quotes within quotes', '<blockquote>x', 150_000],
  ['cells', '<td>x', 300_000],
  ['wide cells', '<table><tr><td colspan=999999999 rowspan=999999999>x', 30_000],
  ['attributes', '<a b="', 300_000],
  ['entities', '&amp', 500_000],
])(
  'does not take long for %s',
  (_, repeated, times) => {
    const started = performance.now();
    htmlToPlainText(`<table><tr><td>a</td></tr></table>${repeated.repeat(times)}`);
    expect(performance.now() - started).toBeLessThan(MAX_MS);
  },
  60_000,
);

test('never throws, whatever the text', () => {
  const names = [
    'div',
    'p',
    'table',
    'tr',
    'td',
    'th',
    'ul',
    'ol',
    'li',
    'a',
    'img',
    'pre',
    'blockquote',
    'h1',
    'hr',
    'br',
  ];
  const piece = fc.oneof(
    fc.constantFrom(...names).map((name) => `<${name}>`),
    fc.constantFrom(...names).map((name) => `</${name}>`),
    fc.constantFrom(
      '<a href="https://x">',
      '<img alt=x>',
      '<td colspan=0>',
      '<ol start=-5>',
      '<!--',
      '-->',
      '<script>',
      '&#x',
      '&#99999999;',
    ),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(textOf(pieces.join(''))).not.toContain('alert(');
    }),
    { numRuns: 500 },
  );
});
