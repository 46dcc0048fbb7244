import { describe, expect, it } from 'vitest';
import {
  checkSentence,
  FILE_KINDS,
  FINDINGS,
  type Finding,
  findingSentence,
  type HealthCheck,
  PST_HEALTHS,
  VERDICTS,
} from '../../../../preload/contract/index.ts';

/** One or two whole sentences; names of programs end in a dot and three letters. */
const SENTENCES = /^[A-Z].{10,}\.$/;
const RUBBISH = /undefined|null|NaN|\[object|\(\)|\$\{| {2}|\n/;
const EVERY_FACT = {
  health: 'ost',
  kind: 'zip',
  index: 'blocks',
  reason: 'blockDamaged',
  offset: 4_711,
  sizeBytes: 32_212_254_720,
  expectedBytes: 42_949_672_960,
  limitBytes: 21_474_836_480,
};

function check(verdict: HealthCheck['verdict'], findings: readonly Finding[] = []): HealthCheck {
  return {
    verdict,
    findings: [...findings],
    format: 'unicode',
    health: 'fine',
    encoding: 'permuted',
    hasPassword: false,
  };
}

describe.each(VERDICTS.map((verdict) => [verdict] as const))('the sentence for %s', (verdict) => {
  it('is plain and whole', () => {
    expect(checkSentence(check(verdict))).toMatch(SENTENCES);
    expect(checkSentence(check(verdict))).not.toMatch(RUBBISH);
  });
});

describe.each(FINDINGS.map((code) => [code] as const))('the sentence for %s', (code) => {
  it.each([
    ['all facts', EVERY_FACT],
    ['no facts', {}],
    ['facts of no use', { sizeBytes: 'many', expectedBytes: null, offset: Number.NaN, health: 'odd', kind: true }],
  ])('is plain and whole with %s', (_what, params) => {
    const text = findingSentence({ code, params });
    expect(text).toMatch(SENTENCES);
    expect(text).not.toMatch(RUBBISH);
    // Technical words are for whoever repairs the program.
    expect(text).not.toMatch(/blockDamaged|odd|many/);
  });
});

it('every verdict, finding, health and kind of file has words of its own', () => {
  const texts = [
    ...VERDICTS.map((verdict) => checkSentence(check(verdict))),
    ...FINDINGS.filter((code) => code !== 'notMovable').map((code) => findingSentence({ code, params: {} })),
    ...['empty', 'ost', 'pab', 'cloudOnly', 'wipProtected', 'otherAccount', 'unreadable'].map((health) =>
      findingSentence({ code: 'notMovable', params: { health } }),
    ),
    ...FILE_KINDS.map((kind) => findingSentence({ code: 'notMovable', params: { health: 'notPst', kind } })),
  ];
  expect(new Set(texts).size).toBe(texts.length);
});

it('every health has a sentence', () => {
  for (const health of PST_HEALTHS) {
    expect(findingSentence({ code: 'notMovable', params: { health } })).toMatch(SENTENCES);
  }
});

it('a repair is advised on a copy, with what it costs', () => {
  const text = checkSentence(check('repairFirst'));
  expect(text).toMatch(/copy/);
  expect(text).toMatch(/ScanPST\.exe/);
  expect(text).toMatch(/throws away/);
});

it('a file of an unknown encoding is not said to be like a cache', () => {
  const unknown = check('cannotMove', [{ code: 'encodingUnknown', params: {} }]);
  expect(checkSentence(unknown)).not.toBe(checkSentence(check('cannotMove')));
});

it('sizes and places are named', () => {
  expect(findingSentence({ code: 'truncated', params: { sizeBytes: 5, expectedBytes: 9 } })).toContain(
    '(5 of 9 bytes)',
  );
  expect(findingSentence({ code: 'overAdvised', params: { sizeBytes: 22 * 1024 ** 3 } })).toContain('(22.0 GB)');
  expect(findingSentence({ code: 'endDamaged', params: { offset: 4_711 } })).toContain('(at byte 4711)');
});

it('a password is no hindrance', () => {
  expect(findingSentence({ code: 'hasPassword', params: {} })).toMatch(/can be moved all the same/);
});

it('a drive that refuses is not called damage of the file', () => {
  const refused = findingSentence({ code: 'endDamaged', params: { offset: 4_711, reason: 'EIO' } });
  expect(refused).toMatch(/refused to read a part of the file \(at byte 4711\)\. Copy the file to another drive/);
  expect(findingSentence({ code: 'endDamaged', params: { offset: 4_711, reason: 'readFailed' } })).not.toBe(refused);
});
