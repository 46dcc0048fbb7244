import { expect, it } from 'vitest';
import { shortText } from '../../../../renderer/format/short-text.ts';

it('leaves a text of 200 characters alone and cuts a longer one', () => {
  const text = 'x'.repeat(200);
  expect([shortText(text), shortText(`${text}y`)]).toEqual([text, `${text}…`]);
});

it('does not cut within a character', () => {
  expect(shortText(`${'x'.repeat(199)}\u{1F600}y`)).toBe(`${'x'.repeat(199)}…`);
});
