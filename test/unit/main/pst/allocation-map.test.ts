import { describe, expect, it } from 'vitest';
import { mapOffsets } from '../../../../main/pst/allocation-map.ts';

const SPAN = 253_952;

describe('the maps that are looked at', () => {
  it('are all of a small file', () => {
    expect(mapOffsets(0x4400)).toEqual([0x4400]);
    expect(mapOffsets(0x4400 + 2 * SPAN)).toEqual([0x4400, 0x4400 + SPAN, 0x4400 + 2 * SPAN]);
  });

  it('are a few of a large one, each where a map stands, with the first and the last', () => {
    const last = 0x4400 + 211_000 * SPAN;
    const offsets = mapOffsets(last);
    expect(offsets).toHaveLength(8);
    expect([offsets[0], offsets.at(-1)]).toEqual([0x4400, last]);
    expect(offsets.filter((offset) => (offset - 0x4400) % SPAN !== 0)).toEqual([]);
    expect(new Set(offsets).size).toBe(8);
  });

  it.each([0, 0x4401, 0x4400 - SPAN])('are only what the header claims when no map can stand there: %d', (last) => {
    expect(mapOffsets(last)).toEqual([last]);
  });
});
