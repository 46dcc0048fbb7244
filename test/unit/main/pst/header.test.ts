import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkHeader, HEADER_BYTES, healthError, isStoreHead } from '../../../../main/pst/header.ts';
import { ERROR_CODES, isMovable, PST_HEALTHS } from '../../../../preload/contract/index.ts';
import { type HeaderFields, pstHeader } from './pst-header.ts';

const SIZE = 271_360;

function brief(head: Uint8Array, sizeBytes = SIZE): string {
  const { format, health } = checkHeader(head, sizeBytes);
  return `${format} ${health}`;
}

describe('what a header tells', () => {
  test.each<[string, HeaderFields, string]>([
    ['a Unicode PST', {}, 'unicode fine'],
    ['a Unicode PST of another program', { version: 21 }, 'unicode fine'],
    ['an ANSI PST', { version: 14 }, 'ansi fine'],
    ['a newer ANSI PST', { version: 15 }, 'ansi fine'],
    ['a PST of 4 KiB pages', { version: 36 }, 'unicode4k fine'],
    ['a PST Outlook had open when it died', { mapValid: 0 }, 'unicode notClosed'],
    ['an ANSI PST that was not closed', { version: 14, mapValid: 0 }, 'ansi notClosed'],
    ['a PST of the older valid mark', { mapValid: 1 }, 'unicode fine'],
    ['a PST that lost its end', { eof: SIZE + 1 }, 'unicode truncated'],
    ['an ANSI PST that lost its end', { version: 15, eof: SIZE + 1 }, 'ansi truncated'],
    ['a PST of more than 4 GB that lost its end', { eof: 2 ** 33 }, 'unicode truncated'],
    ['a PST with bytes behind its end', { eof: SIZE - 1 }, 'unicode fine'],
    ['an OST', { client: 'SO' }, 'unicode ost'],
    ['a newer OST', { client: 'SO', version: 36 }, 'unicode4k ost'],
    ['a PST of an Outlook that knows WIP', { version: 37 }, 'unicode fine'],
    ['a cache of an Outlook that knows WIP', { client: 'SO', version: 37 }, 'unicode4k ost'],
    ['a PST that WIP protects', { version: 37, encoding: 0x10 }, 'unicode wipProtected'],
    ['a PST that WIP protects, of the older mark', { encoding: 0x10 }, 'unicode wipProtected'],
    ['an ANSI PST that WIP protects', { version: 15, encoding: 0x10 }, 'ansi wipProtected'],
    ['a PST in the high encoding', { encoding: 2 }, 'unicode fine'],
    ['an address book', { client: 'AB', version: 14 }, 'ansi pab'],
    ['an address book of a version nobody knows', { client: 'AB', version: 10 }, 'unknown pab'],
    ['a version nobody wrote', { version: 22 }, 'unknown damaged'],
    ['a PST whose magic was hit', { magic: '!BDO' }, 'unknown damaged'],
    ['something else of that shape', { magic: 'PK\u0003\u0004', client: 'ZZ' }, 'unknown notPst'],
  ])('%s', (_, fields, expected) => {
    expect(brief(pstHeader(fields))).toBe(expected);
  });

  test('every flipped bit the checksums cover is seen', () => {
    const seen = new Set<string>();
    for (let bit = 4 * 8; bit < 528 * 8; bit += 1) {
      const bytes = pstHeader();
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      seen.add(checkHeader(bytes, SIZE).health);
    }
    expect([...seen]).toEqual(['damaged']);
  });

  test('a file cut inside its header is truncated, whatever is left of it', () => {
    const whole = pstHeader();
    for (const length of [4, 8, 10, 11, 100, 563]) {
      expect(checkHeader(whole.subarray(0, length), length).health).toBe('truncated');
    }
  });

  test('a view into a larger buffer is read at its own place', () => {
    const room = new Uint8Array(2000);
    room.set(pstHeader(), 77);
    expect(brief(room.subarray(77, 77 + HEADER_BYTES))).toBe('unicode fine');
  });

  test.each([
    ['nothing', '', 'unknown empty'],
    ['three bytes', '!BD', 'unknown notPst'],
    ['a fixture that only starts like one', '!BDN_dummy_pst_fixture', 'unknown notPst'],
    ['a zip', `PK\u0003\u0004${'x'.repeat(600)}`, 'unknown notPst'],
    ['zeros', '\0'.repeat(600), 'unknown notPst'],
  ])('%s', (_, text, expected) => {
    expect(brief(Buffer.from(text, 'latin1'), text.length)).toBe(expected);
  });
});

describe('what is no PST is', () => {
  const kindOf = (bytes: Uint8Array) => checkHeader(bytes.subarray(0, HEADER_BYTES), bytes.length).kind;
  const letter = 'Liebe Jürgen, anbei die Übersicht – schöne Grüße, Ann.\r\n\tP.S. 東京 🎉\r\n'.repeat(30);
  const utf16 = Buffer.from(letter, 'utf16le');

  test.each<[string, Uint8Array, string]>([
    ['an archive', Buffer.from(`PK\u0003\u0004${'\0'.repeat(600)}`), 'zip'],
    ['an empty archive', Buffer.from('PK\u0005\u0006'), 'zip'],
    ['a part of an archive', Buffer.from('PK\u0007\u0008PK\u0003\u0004'), 'zip'],
    ['text', Buffer.from('From: ann@contoso.example\n'), 'text'],
    ['text that only begins like a PST', Buffer.from('!BDN_dummy_pst_fixture'), 'text'],
    ['text with other letters, cut wherever the head ends', Buffer.from(letter), 'text'],
    ['the same one byte further', Buffer.from(`x${letter}`), 'text'],
    ['the same two bytes further', Buffer.from(`xx${letter}`), 'text'],
    ['text with a mark', Buffer.from(`\ufeff${letter}`), 'text'],
    ['text of two bytes a letter with a mark', Buffer.from(`\ufeff${letter}`, 'utf16le'), 'text'],
    ['the same the other way round', Buffer.from(`\ufeff${letter}`, 'utf16le').swap16(), 'text'],
    ['text of two bytes a letter', utf16, 'text'],
    ['the same without a mark the other way round', Buffer.from(utf16).swap16(), 'text'],
    ['text of an old Windows', Buffer.from('Schöne Grüße aus Köln'.repeat(30), 'latin1'), 'text'],
    ['zeros', Buffer.alloc(600), 'zeros'],
    ['one zero', Buffer.alloc(1), 'zeros'],
    ['a picture', Buffer.from('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0001', 'latin1'), 'other'],
    ['text with a zero in it', Buffer.from('half of it was\0lost'), 'other'],
    ['bytes of no pattern', Buffer.from(Uint8Array.from({ length: 600 }, (_, i) => (i * 167 + 131) & 0xff)), 'other'],
    ['half a letter of two bytes behind a mark', Buffer.from('fffe00d8', 'hex'), 'other'],
  ])('%s', (_, bytes, expected) => {
    expect([checkHeader(bytes, bytes.length).health, kindOf(bytes)]).toEqual(['notPst', expected]);
  });

  test.each<[string, Uint8Array]>([
    ['a PST', pstHeader()],
    ['an OST', pstHeader({ client: 'SO' })],
    ['an address book', pstHeader({ client: 'AB', version: 14 })],
    ['a damaged PST', pstHeader({ magic: '!BDO' })],
    ['a PST cut off', pstHeader().subarray(0, 300)],
    ['an empty file', new Uint8Array()],
  ])('not said of %s', (_, bytes) => {
    expect(kindOf(bytes)).toBeNull();
  });
});

describe('by its content, whatever its name,', () => {
  test.each<[string, Uint8Array, boolean]>([
    ['a PST is a store', pstHeader(), true],
    ['an ANSI PST is a store', pstHeader({ version: 14 }).subarray(0, 512), true],
    ['an OST is a store', pstHeader({ client: 'SO', version: 36 }), true],
    ['a PST with a wrong checksum is a store', Buffer.from(pstHeader()).fill(0, 100, 110), true],
    ['a PST whose magic alone was hit is a store', pstHeader({ magic: 'xxxx' }), true],
    ['a PST cut off is a store', pstHeader().subarray(0, 10), true],
    ['an address book is none', pstHeader({ client: 'AB' }), false],
    ['what has the letters of a PST alone is none', Buffer.from(pstHeader({ magic: 'xxxx' })).fill(0, 100, 110), false],
    ['text that begins like a PST is none', Buffer.from('!BDN_dummy_pst_fixture'), false],
    ['nine bytes are none', pstHeader().subarray(0, 9), false],
    ['an empty file is none', new Uint8Array(), false],
    ['zeros are none', Buffer.alloc(600), false],
  ])('%s', (_, bytes, expected) => {
    expect(isStoreHead(bytes)).toBe(expected);
  });
});

test('exactly the healths that cannot be moved have an error, and those that can when the file is closed', () => {
  for (const health of PST_HEALTHS) {
    const code = healthError(health);
    expect(code === null).toBe(isMovable(health) && health !== 'inUse');
    if (code !== null) expect(ERROR_CODES).toContain(code);
  }
});

test.each([
  ['inUse', 'sourceInUse'],
  ['pab', 'sourceIsPab'],
  ['cloudOnly', 'sourceCloudOnly'],
  ['wipProtected', 'sourceProtected'],
  ['otherAccount', 'sourceOtherAccount'],
] as const)('%s is told as %s', (health, code) => {
  expect(healthError(health)).toBe(code);
});

const CORPUS = join(import.meta.dirname, '../../../../../shared/corpus');
const EXCEPTIONS: Record<string, string> = {
  'Aspose.Email-for-.NET--AddingBulkMessagesWithImprovedPerformance.pst': 'unicode damaged',
  'Aspose.Email-for-.NET--SampleOstFile.ost': 'unicode ost',
  'npm-pst-extractor-1.12.0--pstextractortest_outlook.com.ost': 'unicode4k ost',
  'pst-dedupe--mail.pst': 'unknown notPst',
  'pst-dedupe--promotions_spam.pst': 'unicode damaged',
  'pst-extractor--contacts97-2002.pst': 'ansi fine',
  'pstsdknet--sample2.pst': 'ansi fine',
  'pstsdknet--test_ansi.pst': 'ansi fine',
};

describe.skipIf(!existsSync(CORPUS))('files of other programs', () => {
  const rows = existsSync(CORPUS) ? readFileSync(join(CORPUS, 'MANIFEST.md'), 'utf8').match(/^\| \S+\.[po]st /gm) : [];
  test.each((rows ?? []).map((row) => row.slice(2, -1)))('%s', (name) => {
    const bytes = readFileSync(join(CORPUS, name));
    expect(brief(bytes.subarray(0, HEADER_BYTES), bytes.length)).toBe(EXCEPTIONS[name] ?? 'unicode fine');
  });
});
