import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILE_FORMATS } from '../../../../support/pst-writer/ndb/file-format.ts';
import { FIRST_SPAN_IB, mapTypes, SPAN_BYTES, SpanFile } from '../../../../support/pst-writer/ndb/span-file.ts';

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

describe('a file of a format with a limit', () => {
  it('takes as much as fits, and no more', () => {
    const folder = mkdtempSync(join(tmpdir(), 'span-'));
    const maxFileBytes = FIRST_SPAN_IB + 2 * SPAN_BYTES;
    const file = new SpanFile(join(folder, 'limited'), { ...FILE_FORMATS.ansi, maxFileBytes });
    try {
      file.reserve(200_000, 64);
      file.reserve(200_000, 64);
      expect(() => file.reserve(200_000, 64)).toThrow(RangeError);
    } finally {
      file.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('is one below 2 GiB for the old one', () => {
    expect(FILE_FORMATS.ansi.maxFileBytes).toBe(2 ** 31 - 1);
  });
});
