import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseCount,
  parsePercent,
  parseSizeBytes,
  parseSpanMs,
  parseTimestamp,
} from '../../../../../main/import/exchange/parse.ts';
import samples from '../../../../fixtures/exchange/values.json' with { type: 'json' };

type Sample = { readonly text: string; readonly value: number | string | null; readonly culture?: string };
const named = (list: readonly Sample[]) => list.map((sample): [string, Sample] => [sample.text, sample]);

describe('values as they are written', () => {
  test.each(named(samples.sizes))('size %s', (_, { text, value }) => expect(parseSizeBytes(text)).toBe(value));
  test.each(named(samples.spans))('span %s', (_, { text, value }) => expect(parseSpanMs(text)).toBe(value));
  test.each(named(samples.counts))('count %s', (_, { text, value }) => expect(parseCount(text)).toBe(value));
  test.each(named(samples.times))('time %s', (_, { text, value, culture }) =>
    expect(parseTimestamp(text, culture)).toBe(value),
  );
});

test.each([
  [45, 45],
  ['45', 45],
  ['45 %', 45],
  ['99,5', 99.5],
  [101, null],
  [-1, null],
  ['', null],
])('percent %s', (value, percent) => expect(parsePercent(value)).toBe(percent));

const CULTURES = ['en-US', 'sv-SE', 'de-DE', 'ja-JP', 'fr-FR', 'de-CH'] as const;
const WORDS: Record<(typeof CULTURES)[number], string> = {
  'en-US': 'bytes',
  'sv-SE': 'byte',
  'de-DE': 'Bytes',
  'ja-JP': 'バイト',
  'fr-FR': 'octets',
  'de-CH': 'Bytes',
};

test('sizes and counts come back in every culture', () => {
  const size = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(size, fc.constantFrom(...CULTURES), (bytes, culture) => {
      const rounded = new Intl.NumberFormat(culture, { maximumFractionDigits: 2 }).format(bytes / 1024 ** 3);
      const exact = new Intl.NumberFormat(culture).format(bytes);
      expect(parseSizeBytes(`${rounded} GB (${exact} ${WORDS[culture]})`)).toBe(bytes);
      expect(parseCount(exact)).toBe(bytes);
    }),
  );
});

test('spans come back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
      const part = (value: number, length = 2) => String(value).padStart(length, '0');
      const days = Math.floor(ms / 86_400_000);
      const clock = `${part(Math.floor(ms / 3_600_000) % 24)}:${part(Math.floor(ms / 60_000) % 60)}:${part(Math.floor(ms / 1000) % 60)}`;
      expect(parseSpanMs(`${days > 0 ? `${days}.` : ''}${clock}.${part(ms % 1000, 3)}0000`)).toBe(ms);
    }),
  );
});

test('moments come back, whatever way they are written', () => {
  const moments = fc.date({
    min: new Date('1990-01-02T00:00:00Z'),
    max: new Date('2199-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moments, fc.constantFrom('en-US', 'sv-SE', 'de-DE', 'ja-JP', 'en-GB'), (moment, culture) => {
      const iso = moment.toISOString();
      expect(parseTimestamp(iso)).toBe(iso);
      const date = { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' } as const;
      const time = { hour: 'numeric', minute: '2-digit', second: '2-digit' } as const;
      const text = new Intl.DateTimeFormat(culture, { ...date, ...time }).format(moment);
      expect(parseTimestamp(text, culture)).toBe(`${iso.slice(0, 19)}.000Z`);
    }),
  );
});

test('nothing throws on anything', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const parse of [parseSizeBytes, parseCount, parsePercent, parseSpanMs, parseTimestamp]) parse(value);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const parse of [parseSizeBytes, parseCount, parsePercent, parseSpanMs, parseTimestamp]) parse(text);
    }),
  );
});
