import { describe, expect, it } from 'vitest';
import { describeError, ERROR_CODES, type ErrorCode, type ErrorParams } from '../../../../preload/contract/index.ts';

/** Every param any sentence may name; a sentence that names another one shows nothing of it here and fails below. */
const PARAMS = [
  'reason',
  'expectedBytes',
  'sizeBytes',
  'blob',
  'status',
  'mailbox',
  'folder',
  'file',
  'path',
  'state',
  'field',
  'detail',
  'correlationId',
  'issuer',
  'host',
] as const;

const EVERY_CODE = ERROR_CODES.map((code) => [code] as const);
const SIGNATURE = 'aVeryLongSignature';
const RUBBISH = /undefined|null|NaN|\[object|\(\)|\$\{| {2}|\n|…{2}/;

function textOf(code: ErrorCode, params: ErrorParams): string {
  const { title, advice } = describeError({ code, params });
  return `${title} ${advice}`;
}

function everyParam(value: unknown): ErrorParams {
  return Object.fromEntries(PARAMS.map((name) => [name, value])) as ErrorParams;
}

describe.each(EVERY_CODE)('the sentences of %s', (code) => {
  it('say what happened and what to do, as whole sentences', () => {
    const { title, advice } = describeError({ code, params: {} });
    expect(title).toMatch(/^[A-Z].{5,}\.$/);
    expect(advice).toMatch(/^[A-Z].{5,}\.$/);
    expect(textOf(code, {})).not.toMatch(RUBBISH);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['blanks', '   '],
    ['no number', Number.NaN],
    ['true', true],
    ['an object', { toString: () => SIGNATURE }],
    ['a list', ['a']],
    ['a function', () => SIGNATURE],
  ])('leave out params that are %s', (_what, value) => {
    expect(textOf(code, everyParam(value))).toBe(textOf(code, {}));
  });

  it('name the facts they are given', () => {
    const plain = describeError({ code, params: {} });
    const told = describeError({ code, params: everyParam('fact-1') });
    // Some codes name no fact; whatever differs must be the fact itself.
    const isSame = plain.title === told.title && plain.advice === told.advice;
    expect(isSame || `${told.title} ${told.advice}`.includes('fact-1')).toBe(true);
  });

  it.each([
    ['an address with its SAS', `https://a.example/pst/x.pst?sp=cw&sig=${SIGNATURE}`],
    ['a header', `Authorization: Bearer ${SIGNATURE}`],
    ['an answer', `{"token":"${SIGNATURE}"}`],
  ])('never repeat the secret of %s', (_what, value) => {
    expect(textOf(code, everyParam(value))).not.toContain(SIGNATURE);
  });

  it('show the first line of a trace at most, and a page never', () => {
    const trace = textOf(code, everyParam('Error: broken\n    at read (file:///app/index.js:1:2)'));
    expect(trace).not.toMatch(/\n|index\.js/);
    expect(textOf(code, everyParam('x'.repeat(100_000))).length).toBeLessThan(1500);
  });
});

it.each([
  ['sourceTruncated', { sizeBytes: 10, expectedBytes: 30 }, 'The end of the file is missing (10 of 30 bytes).'],
  ['sourceTruncated', { sizeBytes: 10 }, 'The end of the file is missing.'],
  ['sourceTruncated', { sizeBytes: 10, expectedBytes: null }, 'The end of the file is missing.'],
  ['sourceUnreadable', { reason: 'EACCES' }, 'The system or the drive refused to read the file (EACCES).'],
  ['uploadRejected', { status: 409, reason: '' }, 'The storage did not take the file (409).'],
  ['uploadRejected', { status: 409, reason: 'InvalidBlob' }, 'The storage did not take the file (InvalidBlob).'],
  ['importMailboxMissing', { mailbox: 'ann@contoso.example' }, 'There is no mailbox ann@contoso.example.'],
  ['importMailboxMissing', { mailbox: '' }, 'There is no mailbox of that name.'],
  ['clockWrong', { skewMinutes: 61 }, 'The clock of this PC is wrong (61 minutes fast).'],
  ['clockWrong', { skewMinutes: -1 }, 'The clock of this PC is wrong (1 minute slow).'],
  ['clockWrong', { skewMinutes: -360 }, 'The clock of this PC is wrong (6 hours slow).'],
  ['clockWrong', { skewMinutes: 525_600 }, 'The clock of this PC is wrong (365 days fast).'],
  ['clockWrong', { skewMinutes: 0 }, 'The clock of this PC is wrong.'],
  [
    'certificateUntrusted',
    { issuer: 'Contoso Firewall CA', host: 'store.example' },
    'The connection to the storage (store.example) is not secure: this PC does not trust its certificate (issued by Contoso Firewall CA).',
  ],
  ['usage', { detail: "unknown option '--fast'" }, "unknown option '--fast'"],
] as const)('%s with %j is titled %j', (code, params, title) => {
  expect(describeError({ code, params }).title).toBe(title);
});
