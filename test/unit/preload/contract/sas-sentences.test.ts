import { describe, expect, it } from 'vitest';
import {
  describeError,
  type ErrorParams,
  SAS_FINDINGS,
  sasFindingCode,
  sasFindingSentence,
  sasRightsText,
  sasTimeText,
} from '../../../../preload/contract/index.ts';

const FACTS: ErrorParams = {
  names: 'fact',
  port: 8443,
  host: 'fact',
  blob: 'fact',
  container: 'fact',
  expected: 'fact',
  version: 'fact',
  resource: 'fact',
  rights: 'rw',
  right: 'w',
  policy: 'fact',
  expiresAt: '2026-03-05T12:00:00.000Z',
  startsAt: '2026-03-05T12:00:00.000Z',
  days: 8,
  field: 'start',
  range: 'fact',
};

describe.each(SAS_FINDINGS.map((code) => [code] as const))('the sentence of %s', (code) => {
  it('is whole with and without the facts it may name', () => {
    for (const params of [{}, FACTS]) {
      const sentence = sasFindingSentence({ code, params });
      expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\(\)| {2}|\n/);
    }
  });

  it('never repeats a signature it was given by mistake', () => {
    const params = Object.fromEntries(Object.keys(FACTS).map((name) => [name, 'x?sp=w&sig=TheSignature']));
    expect(sasFindingSentence({ code, params })).not.toContain('TheSignature');
  });
});

it('no two sentences are the same', () => {
  expect(new Set(SAS_FINDINGS.map((code) => sasFindingSentence({ code, params: {} }))).size).toBe(SAS_FINDINGS.length);
});

it('names rights and times as a person reads them', () => {
  expect(sasRightsText('rcwz')).toBe('read, create, write, "z"');
  expect(sasTimeText('2026-03-05T12:34:56.789Z')).toBe('2026-03-05 12:34 UTC');
  expect(sasFindingSentence({ code: 'rightsTooWide', params: { rights: 'dl' } })).toContain('(delete, list)');
});

it('knows its own codes', () => {
  expect([sasFindingCode('expired'), sasFindingCode('sasInvalid'), sasFindingCode(7)]).toEqual(['expired', null, null]);
});

it('the error of a SAS that cannot be used says what is wrong with it', () => {
  const { title } = describeError({ code: 'sasInvalid', params: { reason: 'rightMissing', right: 'w' } });
  expect(title).toContain('It lacks a right that is needed here (write).');
});
