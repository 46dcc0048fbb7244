import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../../../main/pst/message-text/clean-text.ts';

describe('cleanText', () => {
  it('takes out control characters but tabs and the ends of lines, which become one newline each', () => {
    const source = '\r\n  \n\u0000\u0007a\tb\u001b[31m\r\nc\rd\u0085e\u2028f\u000c\u007f\u009b\n\n';
    expect(cleanText(source)).toEqual({ text: 'a\tb[31m\nc\nd\ne\nf', isCut: false });
  });

  it('keeps text of either direction, its marks, and signs of several characters', () => {
    const text = 'שלום \u202eעולם\u202c 👩‍👩‍👧 e\u0301';
    expect(cleanText(text)).toEqual({ text, isCut: false });
  });

  it('ends at the limit, with whole characters', () => {
    expect(cleanText('aaaa', 4)).toEqual({ text: 'aaaa', isCut: false });
    expect(cleanText('aaaab', 4)).toEqual({ text: 'aaaa', isCut: true });
    expect(cleanText('aaa😀', 4)).toEqual({ text: 'aaa\ufffd', isCut: true });
    expect(cleanText('\u0000'.repeat(100), 4)).toEqual({ text: '', isCut: true });
  });

  it.each([' ', '\n', ' \n', '\r', '\u0000', '\u2028'])('does not take long for very many of %j', (character) => {
    const started = performance.now();
    expect(cleanText(`${character.repeat(5_000_000)}x`)).toMatchObject({ isCut: true });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
