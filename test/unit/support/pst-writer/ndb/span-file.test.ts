import { describe, expect, it } from 'vitest';
import { FIRST_SPAN_IB, mapTypes, SPAN_BYTES } from '../../../../support/pst-writer/ndb/span-file.ts';

const MAP = 0x84;
const PAGE_MAP = 0x83;
const FREE_MAP = 0x82;
const FREE_PAGE_MAP = 0x85;

describe('the map pages that open a span', () => {
  it.each([
    [0, [MAP, PAGE_MAP]],
    [1, [MAP]],
    [8, [MAP, PAGE_MAP]],
    [127, [MAP]],
    [128, [MAP, PAGE_MAP, FREE_MAP]],
    [624, [MAP, PAGE_MAP, FREE_MAP]],
    [8_192, [MAP, PAGE_MAP, FREE_PAGE_MAP]],
    [39_936, [MAP, PAGE_MAP, FREE_PAGE_MAP]],
  ])('span %i', (index, types) => {
    expect(mapTypes(index)).toEqual(types);
  });

  it('puts the first free page map just past 2 GB, where old versions of Outlook stop', () => {
    expect(FIRST_SPAN_IB + 8_192 * SPAN_BYTES).toBe(0x7c00_4400);
  });
});
