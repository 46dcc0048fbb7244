import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkHeader, HEADER_BYTES, healthError } from '../../../../main/pst/header.ts';
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
    ['an address book', { client: 'AB' }, 'unknown notPst'],
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

test('exactly the healths that cannot be moved have an error', () => {
  for (const health of PST_HEALTHS) {
    const code = healthError(health);
    expect(code === null).toBe(isMovable(health));
    if (code !== null) expect(ERROR_CODES).toContain(code);
  }
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
