import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  everyKindMailbox,
  type SampleMailbox,
  sampleMailbox,
  type WriteOptions,
  type WrittenPst,
  writePst,
} from '../../support/pst-writer/index.ts';
import { expectedOf, type SeenItem, type SeenMailbox, withoutDetails } from './expected.ts';
import { expectedOfPffexport, readWithPffexport } from './pffexport.ts';
import { expectedOfPstExtractor, readWithPstExtractor } from './pst-extractor.ts';
import { expectedOfReadpst, readWithReadpst } from './readpst.ts';
import { runTool } from './tool.ts';
import { crowdedMailbox, variedMailbox } from './varied-mailbox.ts';

/** Those written as ANSI are Western, since another script would not survive. */
const CASES: [string, SampleMailbox, WriteOptions][] = [
  ['the sample', sampleMailbox(), {}],
  ['a varied mailbox', variedMailbox(1), {}],
  ['a varied mailbox, not encoded', variedMailbox(2), { encoding: 'none' }],
  ['every kind', everyKindMailbox(), { encoding: 'permuted' }],
  ['every kind, cyclic', everyKindMailbox(), { encoding: 'cyclic' }],
  ['every kind, ANSI', everyKindMailbox(), { format: 'ansi', encoding: 'none' }],
  ['every kind, ANSI, permuted', everyKindMailbox(), { format: 'ansi' }],
  ['every kind, ANSI, cyclic', everyKindMailbox(), { format: 'ansi', encoding: 'cyclic' }],
];

describe.each(CASES)('%s, read by other projects', (_name, mailbox, options) => {
  let folder = '';
  let path = '';
  let written: WrittenPst;

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
    expect(sorted(seen)).toEqual(sorted(expectedOfReadpst(mailbox)));
  });

  it('holds for pffexport every item with its subject, files and attached messages, and nothing lost', () => {
    const { mailbox: seen, lostItems } = readWithPffexport(path, join(folder, 'pff'));
    expect(sorted(seen)).toEqual(sorted(expectedOfPffexport(mailbox)));
    expect(lostItems).toBe(0);
  });

  // The library finds nothing in ANSI files, and refuses those of cyclic encoding as encrypted.
  it.skipIf(options.format === 'ansi' || options.encoding === 'cyclic')(
    'holds for pst-extractor the same folders, counts and items',
    () => {
      const { mailbox: seen, counts } = readWithPstExtractor(path);
      expect(counts).toEqual(written.folders.map((one) => [one.path.slice(1).join(' / '), one.items]));
      expect(sorted(seen)).toEqual(sorted(expectedOfPstExtractor(mailbox)));
    },
  );
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

// The checksum of "geheim": the CRC of [MS-PST] 5.3 over its six bytes.
it.each(['unicode', 'ansi'] as const)('is for pffinfo a %s file with a password, when it has one', (format) => {
  const folder = mkdtempSync(join(tmpdir(), 'password-'));
  try {
    const path = join(folder, 'protected.pst');
    writePst(path, { displayName: 'Protected', folders: [] }, { format, encoding: 'cyclic', password: 'geheim' });
    const facts = runTool('pffinfo', [path]);
    expect(facts).toMatch(format === 'ansi' ? /File type:\s+32-bit/ : /File type:\s+64-bit/);
    expect(facts).toMatch(/Encryption type:\s+high/);
    expect(facts).toMatch(/Password checksum:\s+0x7391dcf3/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
