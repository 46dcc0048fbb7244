import { describe, expect, it } from 'vitest';
import { decompressRtf } from '../../../../../main/pst/reader/rtf.ts';
import { SAMPLE_RTF } from '../../../../support/pst-writer/index.ts';
import { rtfProperty } from '../../../../support/pst-writer/messaging/compressed-rtf.ts';

describe.each([true, false])('RTF, compressed: %s', (isCompressed) => {
  it.each([
    ['a letter', SAMPLE_RTF],
    ['nothing', ''],
    ['one byte', '{'],
    ['a run of one byte', 'a'.repeat(500)],
    ['more than the window holds', Array.from({ length: 900 }, (_, i) => `word${i * 7} `).join('')],
  ])('%s', (_name, rtf) => {
    expect(decompressRtf(rtfProperty({ rtf, isCompressed })).toString('latin1')).toBe(rtf);
  });
});

it('is shorter when compressed', () => {
  const length = (isCompressed: boolean) => rtfProperty({ rtf: SAMPLE_RTF, isCompressed }).length;
  expect(length(true)).toBeLessThan(length(false) / 2);
});

/** @see [MS-OXRTFCP] 3.1.1 and 3.2.1: the example of the specification, compressed by hand there */
it('is what the specification shows', () => {
  const rtf = '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n';
  expect(rtfProperty({ rtf, isCompressed: true }).toString('hex')).toBe(
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
  );
});
