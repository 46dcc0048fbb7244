import { expect, test } from 'vitest';
import { decodeText } from '../../../../../main/pst/reader/text.ts';

test.each([
  ['what is UTF-8, of no known code page', Buffer.from('Zoë ✓'), null, 'Zoë ✓'],
  ['what is not, of no known code page', Uint8Array.of(0x5a, 0x6f, 0xeb, 0x92), null, 'Zoë’'],
  ['Windows-1252, where Latin-1 has no letters', Uint8Array.of(0x80, 0x92, 0x99), 1252, '€’™'],
  ['what calls itself Latin-1, as browsers read it', Uint8Array.of(0x93, 0x94), 28591, '“”'],
  ['what calls itself ASCII and is not', Uint8Array.of(0x41, 0xe9), 20127, 'Aé'],
  ['a code page nobody knows', Uint8Array.of(0xe4), 9999, 'ä'],
  ['Cyrillic', Uint8Array.of(0xcf, 0xf0, 0xe8), 1251, 'При'],
  ['Japanese', Uint8Array.of(0x93, 0xfa, 0x96, 0x7b), 932, '日本'],
  ['UTF-8 with damage in it', Uint8Array.of(0x41, 0xff, 0x42), 65001, 'A\ufffdB'],
  ['nothing', new Uint8Array(), 1252, ''],
])('reads %s', (_, bytes, codepage, expected) => {
  expect(decodeText(bytes, codepage)).toBe(expected);
});

test('a part of a larger piece is read alone', () => {
  expect(decodeText(Uint8Array.of(1, 0x92, 1).subarray(1, 2), 1252)).toBe('’');
});
