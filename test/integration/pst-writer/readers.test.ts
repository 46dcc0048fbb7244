import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type SampleMailbox,
  sampleMailbox,
  type WriteOptions,
  type WrittenPst,
  writePst,
} from '../../support/pst-writer/index.ts';
import { expectedOf, type SeenItem, type SeenMailbox, sortFiles, withoutDetails } from './expected.ts';
import { asPffexportShows, readWithPffexport } from './pffexport.ts';
import { readWithPstExtractor, UNREAD_ITEM } from './pst-extractor.ts';
import { readWithReadpst } from './readpst.ts';
import { crowdedMailbox, variedMailbox } from './varied-mailbox.ts';

const CASES: [string, SampleMailbox, WriteOptions][] = [
  ['the sample', sampleMailbox(), {}],
  ['a varied mailbox', variedMailbox(1), {}],
  ['a varied mailbox, not encoded', variedMailbox(2), { isPermuted: false }],
];

describe.each(CASES)('%s, read by other projects', (_name, mailbox, options) => {
  let folder = '';
  let path = '';
  let written: WrittenPst;
  const expected = expectedOf(mailbox);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'readers-'));
    path = join(folder, 'written.pst');
    written = writePst(path, mailbox, options);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds for readpst every item with its subject and attached files', async () => {
    const output = join(folder, 'readpst');
    mkdirSync(output);
    const seen = await readWithReadpst(path, output);
    expect(sorted(seen)).toEqual(sorted(asReadpst(expected)));
  });

  it('holds for pffexport every item with its subject, files and attached messages, and nothing lost', () => {
    const { mailbox: seen, lostItems } = readWithPffexport(path, join(folder, 'pff'));
    expect(sorted(seen)).toEqual(sorted(asPffexport(expected)));
    expect(lostItems).toBe(0);
  });

  it('holds for pst-extractor the same folders, counts and items with all they state', () => {
    const { mailbox: seen, counts } = readWithPstExtractor(path);
    expect(counts).toEqual(written.folders.map((one) => [one.path.slice(1).join(' / '), one.items]));
    expect(sorted(seen)).toEqual(sorted(asPstExtractor(expected)));
  });
});

// Apart, since readpst knows no second level of subnode blocks and pst-extractor takes half a minute for it.
it('holds for pffexport every attachment of messages with hundreds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crowded-'));
  try {
    const path = join(folder, 'crowded.pst');
    writePst(path, crowdedMailbox());
    const { mailbox: seen, lostItems } = readWithPffexport(path, join(folder, 'pff'));
    expect(sorted(seen)).toEqual(sorted(withoutDetails(expectedOf(crowdedMailbox()))));
    expect(lostItems).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function sorted(mailbox: SeenMailbox): [string, readonly SeenItem[]][] {
  return [...mailbox].sort(([a], [b]) => (a < b ? -1 : 1));
}

function asReadpst(mailbox: SeenMailbox): SeenMailbox {
  const shown = ({ subject, files }: SeenItem): SeenItem => ({
    subject,
    files: sortFiles(files),
    embedded: [],
    details: null,
  });
  return new Map([...mailbox].map(([name, items]) => [name, items.map(shown)]));
}

function asPstExtractor(mailbox: SeenMailbox): SeenMailbox {
  const shown = (item: SeenItem): SeenItem => ({ ...item, embedded: item.embedded.map(() => UNREAD_ITEM) });
  return new Map([...mailbox].map(([name, items]) => [name, items.map(shown)]));
}

function asPffexport(mailbox: SeenMailbox): SeenMailbox {
  return new Map([...mailbox].map(([name, items]) => [asPffexportShows(name), items.map(shownByPffexport)]));
}

function shownByPffexport({ subject, files, embedded }: SeenItem): SeenItem {
  return {
    subject: asPffexportShows(subject),
    files: files.map(({ name, sha1 }) => ({ name: asPffexportShows(name), sha1 })),
    embedded: embedded.map(shownByPffexport),
    details: null,
  };
}
