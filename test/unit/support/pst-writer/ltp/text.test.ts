import { describe, expect, it } from 'vitest';
import { codePageText, UNICODE_TEXT } from '../../../../support/pst-writer/ltp/text.ts';

describe('texts of a code page', () => {
  it.each([
    [1252, 'Grüße – 5 €', '4772fcdf65209620352080'],
    [1251, 'Счёт', 'd1f7b8f2'],
    [1253, 'Αθήνα', 'c1e8deede1'],
    [932, '会議 ｱ', '89ef8b6320b1'],
    [936, '会议', 'bbe1d2e9'],
  ])('%i: %s', (codePage, text, hex) => {
    expect(codePageText(codePage).encode(text).toString('hex')).toBe(hex);
  });

  it('have a question mark for what the page lacks', () => {
    expect(codePageText(1252).encode('a会🎉b').toString('latin1')).toBe('a??b');
  });

  it('are of no page that does not exist', () => {
    expect(() => codePageText(1)).toThrow(RangeError);
  });
});

it('other texts are UTF-16', () => {
  expect(UNICODE_TEXT.encode('ä🎉').toString('hex')).toBe('e4003cd889df');
});
