import { describe, expect, it } from 'vitest';
import { parseSas } from '../../../../main/upload/sas.ts';
import { checkSas, requireSas, type SasExpectation } from '../../../../main/upload/sas-check.ts';
import {
  AppError,
  type SasFindingCode,
  type SasLevel,
  sasFindingSentence,
} from '../../../../preload/contract/index.ts';
import {
  ADDRESS,
  BLOB,
  NOW_MS,
  SIGNATURE,
  SIGNATURE_FORMS,
  sasAddress,
  sasToken,
} from '../../../support/upload/sas-text.ts';

const JOB: SasExpectation = { mode: 'job', use: 'upload', nowMs: NOW_MS, blob: BLOB, allowedHosts: null };
const TECHNICIAN: SasExpectation = { ...JOB, mode: 'technician', blob: null };

type Told = readonly (readonly [SasLevel, SasFindingCode])[];

function findingsOf(text: string, expectation: SasExpectation) {
  const parsed = parseSas(text);
  return parsed.kind === 'sas' ? checkSas(parsed.facts, expectation) : [parsed.finding];
}

function told(text: string, expectation: SasExpectation): Told {
  return findingsOf(text, expectation).map(({ level, code }) => [level, code] as const);
}

const CONTAINER = 'https://contoso.blob.core.windows.net/pst';
const INGESTION = 'https://0123456789abcdef01234567.blob.core.windows.net/ingestiondata';

/** As Purview gives it: for a container, by a policy, without rights or protocol. */
const PURVIEW = { sv: '2019-12-12', sr: 'c', si: 'IngestionSasForAzCopy202601', sp: null, st: null, spr: null };
const ACCOUNT = { sr: null, ss: 'b', srt: 'sco', sp: 'rwdl' };
const KEY = {
  skoid: 'o',
  sktid: 't',
  skt: '2026-03-04T00:00:00Z',
  ske: '2026-03-05T20:00:00Z',
  sks: 'b',
  skv: '2021-12-02',
};

/** What a person is given: what it is, the text, and every word that must be said of it, for a job and for a technician. */
type Variant = readonly [what: string, text: string, job: Told, technician: Told];

const REFUSE = (...codes: SasFindingCode[]): Told => codes.map((code) => ['refuse', code]);
const WARN = (...codes: SasFindingCode[]): Told => codes.map((code) => ['warn', code]);
const NOTE = (...codes: SasFindingCode[]): Told => codes.map((code) => ['note', code]);
const both = (list: Told): readonly [Told, Told] => [list, list];

const VARIANTS: readonly Variant[] = [
  ['for one file, to write and read', sasAddress(), [], []],
  ['to create and write', sasAddress({ sp: 'cw' }), ...both(NOTE('readAdvised'))],
  ['to write', sasAddress({ sp: 'w' }), ...both(NOTE('readAdvised'))],
  ['to create alone', sasAddress({ sp: 'c' }), ...both([...REFUSE('rightMissing'), ...NOTE('readAdvised')])],
  ['to append as well', sasAddress({ sp: 'racw' }), ...both(WARN('rightsUnneeded'))],
  ['to delete as well', sasAddress({ sp: 'rcwd' }), REFUSE('rightsTooWide'), WARN('rightsTooWide')],
  ['to list as well', sasAddress({ sp: 'rcwl' }), REFUSE('rightsTooWide'), WARN('rightsTooWide')],
  ['to delete versions as well', sasAddress({ sp: 'rcwx' }), REFUSE('rightsTooWide'), WARN('rightsTooWide')],
  ['to write, in a wrong order', sasAddress({ sp: 'wcr' }), ...both(WARN('rightsOrder'))],
  ['to read alone', sasAddress({ sp: 'r' }), ...both(REFUSE('rightMissing'))],
  ['without rights', sasAddress({ sp: null }), ...both(REFUSE('rightsNone'))],
  [
    'for an account, services, containers and files',
    sasAddress(ACCOUNT),
    REFUSE('wholeAccount', 'rightsTooWide'),
    [...REFUSE('wholeAccount'), ...WARN('rightsTooWide')],
  ],
  [
    'for an account, not its files',
    sasAddress({ ...ACCOUNT, srt: 'sc', sp: 'rw' }),
    ...both(REFUSE('wholeAccount', 'typesMissObject')),
  ],
  [
    'for an account, not its blobs',
    sasAddress({ ...ACCOUNT, ss: 'fq', sp: 'rw' }),
    ...both(REFUSE('wholeAccount', 'servicesMissBlob')),
  ],
  ['of an account and of a file at once', sasAddress({ ss: 'b', srt: 'o' }), ...both(REFUSE('mixedKinds'))],
  [
    'for a container, to write',
    sasAddress({ sr: 'c', sp: 'cw' }),
    [...REFUSE('wholeContainer'), ...NOTE('readAdvised')],
    [...WARN('wholeContainer'), ...NOTE('readAdvised')],
  ],
  [
    'for a container, to read and write',
    sasAddress({ sr: 'c', sp: 'rw' }),
    REFUSE('wholeContainer', 'containerTooWide'),
    WARN('wholeContainer', 'containerTooWide'),
  ],
  [
    'for a container, to do anything',
    sasAddress({ sr: 'c', sp: 'racwdl' }),
    [...REFUSE('wholeContainer', 'containerTooWide'), ...WARN('rightsUnneeded')],
    [...REFUSE('containerTooWide'), ...WARN('wholeContainer', 'rightsUnneeded')],
  ],
  [
    'for Purview’s container',
    sasAddress({ ...PURVIEW, se: '2026-04-22T00:00:00Z' }, INGESTION),
    [
      ...REFUSE('otherContainer', 'wholeContainer', 'rightsUnknown', 'livesTooLong', 'httpAllowed'),
      ...NOTE('storedPolicy'),
    ],
    [...WARN('wholeContainer', 'rightsUnknown', 'livesTooLong', 'httpAllowed'), ...NOTE('storedPolicy')],
  ],
  [
    'for Purview’s container, all by its policy',
    sasAddress({ ...PURVIEW, se: null }, INGESTION),
    [
      ...REFUSE('otherContainer', 'wholeContainer', 'rightsUnknown', 'expiryUnknown', 'httpAllowed'),
      ...NOTE('storedPolicy'),
    ],
    [...WARN('wholeContainer', 'rightsUnknown', 'expiryUnknown', 'httpAllowed'), ...NOTE('storedPolicy')],
  ],
  [
    'for one file, by a policy',
    sasAddress({ si: 'policy', sp: null }),
    [...REFUSE('rightsUnknown'), ...NOTE('storedPolicy')],
    [...WARN('rightsUnknown'), ...NOTE('storedPolicy')],
  ],
  [
    'for a folder, to write',
    sasAddress({ sr: 'd', sdd: '1', sp: 'cw' }),
    [...REFUSE('wholeDirectory'), ...NOTE('readAdvised')],
    [...WARN('wholeDirectory'), ...NOTE('readAdvised')],
  ],
  [
    'for a folder, to read and write',
    sasAddress({ sr: 'd', sdd: '1' }),
    REFUSE('wholeDirectory', 'containerTooWide'),
    WARN('wholeDirectory', 'containerTooWide'),
  ],
  [
    'for the folder that is the whole container',
    sasAddress({ sr: 'd', sdd: '0', sp: 'cw' }),
    [...REFUSE('wholeContainer'), ...NOTE('readAdvised')],
    [...WARN('wholeContainer'), ...NOTE('readAdvised')],
  ],
  ['for a snapshot', sasAddress({ sr: 'bs' }), ...both(REFUSE('readOnlyResource'))],
  ['for nothing it names', sasAddress({ sr: null }), ...both(REFUSE('resourceUnknown'))],
  ['for another file', sasAddress({}, `${CONTAINER}/eve.pst`), REFUSE('otherBlob'), []],
  ['for a file in other capitals', sasAddress({}, `${CONTAINER}/Ann-2015.pst`), REFUSE('otherBlob'), []],
  [
    'for another container',
    sasAddress({}, 'https://contoso.blob.core.windows.net/eve/ann-2015.pst'),
    REFUSE('otherContainer'),
    [],
  ],
  ['for a file that is not named', sasAddress({}, `${CONTAINER}/`), ...both(REFUSE('blobMissing'))],
  ['by plain http', sasAddress({}, ADDRESS.replace('https', 'http')), ...both(REFUSE('addressHttp'))],
  ['that allows http', sasAddress({ spr: 'https,http' }), REFUSE('httpAllowed'), WARN('httpAllowed')],
  ['that does not say by what', sasAddress({ spr: null }), REFUSE('httpAllowed'), WARN('httpAllowed')],
  ['that allows http alone', sasAddress({ spr: 'http' }), ...both(REFUSE('protocolUnknown'))],
  ['that never ends', sasAddress({ se: null }), ...both(REFUSE('noExpiry'))],
  ['that ends in 9999', sasAddress({ se: '9999-12-31T23:59:59Z' }), REFUSE('livesForYears'), WARN('livesForYears')],
  ['that ends in 8 days', sasAddress({ se: '2026-03-12T12:00:00Z' }), REFUSE('livesTooLong'), WARN('livesTooLong')],
  ['that ends in 7 days', sasAddress({ se: '2026-03-11T12:00:00Z' }), [], []],
  ['that ended', sasAddress({ se: '2026-03-04T12:00:00Z' }), ...both(REFUSE('expired'))],
  ['that ends soon', sasAddress({ se: '2026-03-04T12:30:00Z' }), ...both(WARN('expiresSoon'))],
  ['that begins tomorrow', sasAddress({ st: '2026-03-05T00:00:00Z' }), ...both(REFUSE('notYetValid'))],
  ['that has just begun', sasAddress({ st: '2026-03-04T11:46:00Z' }), ...both(WARN('startsJustNow'))],
  ['that begins when it does not say', sasAddress({ st: null }), [], []],
  ['that ends before it begins', sasAddress({ st: '2026-03-06T00:00:00Z' }), ...both(REFUSE('timesReversed'))],
  ['whose end is no time', sasAddress({ se: 'tomorrow' }), ...both(REFUSE('timeUnreadable'))],
  ['by a key of Entra', sasAddress(KEY), [], []],
  [
    'by a key of Entra that ends sooner',
    sasAddress({ ...KEY, ske: '2026-03-05T11:00:00Z' }),
    ...both(WARN('keyExpiresFirst')),
  ],
  ['by a key of Entra, cut', sasAddress({ ...KEY, skv: null }), ...both(REFUSE('delegationIncomplete'))],
  ['for one person’s sign-in', sasAddress({ ...KEY, sduoid: 'x' }), ...both(REFUSE('boundToUser'))],
  ['with signed headers', sasAddress({ srh: 'x-ms-version' }), ...both(REFUSE('signedHeaders'))],
  ['without a signature', sasAddress({ sig: null }), ...both(REFUSE('signatureMissing'))],
  [
    'with a signature encoded twice',
    sasAddress({ sig: encodeURIComponent(SIGNATURE) }),
    ...both(REFUSE('signatureDoubleEncoded')),
  ],
  ['with a cut signature', sasAddress({ sig: SIGNATURE.slice(0, 20) }), ...both(REFUSE('signatureMalformed'))],
  [
    'with a signature not encoded',
    `${sasAddress({ sig: null })}&sig=${SIGNATURE}`,
    ...both(WARN('signatureUnencoded')),
  ],
  ['with rights twice', `${sasAddress()}&sp=d`, ...both(REFUSE('duplicateParameters'))],
  ['with a field nobody knows', `${sasAddress()}&foo=1`, ...both(WARN('unknownParameters'))],
  ['of a request', sasAddress({ restype: 'container', comp: 'list' }), ...both(REFUSE('operationParameters'))],
  ['from the source of a page', sasAddress().replaceAll('&', '&amp;'), ...both(REFUSE('copiedFromPage'))],
  ['for some addresses', sasAddress({ sip: '10.0.0.1' }), ...both(WARN('addressRange'))],
  ['of an old version', sasAddress({ sv: '2014-02-14' }), ...both(WARN('versionOld'))],
  ['of no version', sasAddress({ sv: null }), ...both(REFUSE('versionMissing'))],
  ['at an IPv6 host', sasAddress({}, `https://[2001:db8::7]/contoso/${BLOB}`), ...both(REFUSE('hostIsNumber'))],
  ['at an IPv4 host', sasAddress({}, `https://203.0.113.7/contoso/${BLOB}`), ...both(REFUSE('hostIsNumber'))],
  ['at this PC', sasAddress({}, `https://localhost/contoso/${BLOB}`), REFUSE('hostIsNumber'), WARN('hostIsNumber')],
  [
    'at a host that begins like Azure’s',
    sasAddress({}, `https://contoso.blob.core.windows.net.evil.example/${BLOB}`),
    ...both(REFUSE('hostLookAlike')),
  ],
  [
    'at a host with a foreign letter',
    sasAddress({}, `https://contoso.bl\u043eb.core.windows.net/${BLOB}`),
    ...both(REFUSE('hostLookAlike')),
  ],
  [
    'at a host with hyphens for dots',
    sasAddress({}, `https://contoso-blob-core-windows.net/${BLOB}`),
    ...both(REFUSE('hostLookAlike')),
  ],
  [
    'at a host with two accounts',
    sasAddress({}, `https://a.contoso.blob.core.windows.net/${BLOB}`),
    ...both(REFUSE('hostLookAlike')),
  ],
  ['at any host', sasAddress({}, `https://mail.example/${BLOB}`), ...both(REFUSE('hostUnknown'))],
  ['at China’s cloud', sasAddress({}, `https://contoso.blob.core.chinacloudapi.cn/${BLOB}`), [], []],
  ['at a DNS zone', sasAddress({}, `https://contoso.z01.blob.storage.azure.net/${BLOB}`), [], []],
  [
    'with a host before the host',
    sasAddress({}, `https://contoso.blob.core.windows.net@evil.example/${BLOB}`),
    ...both(REFUSE('addressUserInfo', 'hostUnknown')),
  ],
  ['at a port', sasAddress({}, `https://contoso.blob.core.windows.net:8443/${BLOB}`), ...both(REFUSE('addressPort'))],
  [
    'with a way back in its path',
    sasAddress({}, `https://contoso.blob.core.windows.net/eve/../${BLOB}`),
    ...both(REFUSE('addressOdd')),
  ],
  ['without its address', sasToken(), REFUSE('addressMissing'), WARN('addressMissing')],
  ['that is a key', `AccountName=contoso;AccountKey=${'A'.repeat(86)}==`, ...both(REFUSE('accountKey'))],
  ['that is an address alone', ADDRESS, ...both(REFUSE('notSas'))],
];

describe.each(VARIANTS)('a SAS %s', (_what, text, job, technician) => {
  it('is judged as the table says, for a job and for a technician', () => {
    expect({ job: told(text, JOB), technician: told(text, TECHNICIAN) }).toEqual({ job, technician });
  });

  it('is explained without its signature, its fields or words that mean nothing', () => {
    for (const finding of [...findingsOf(text, JOB), ...findingsOf(text, TECHNICIAN)]) {
      const sentence = sasFindingSentence(finding);
      expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
      expect(sentence).not.toMatch(JARGON);
      expect(SIGNATURE_FORMS.filter((form) => `${sentence}${JSON.stringify(finding)}`.includes(form))).toEqual([]);
    }
  });
});

/** What a sentence never has; `"&amp;"` is what one of them is about. */
const JARGON = /undefined|null|NaN|\[object|\(\)|\b(sig|sp|se|sv|si)=|https?:\/\//;

it('has at least the 40 variants that were asked for', () => {
  expect(VARIANTS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(VARIANTS.map(([, text]) => text)).size).toBe(VARIANTS.length);
});

describe('rights', () => {
  const ANY = { ...JOB, blob: null };
  it.each([
    ['import', 'r', []],
    ['import', 'rw', WARN('rightsUnneeded')],
    ['import', 'cw', [...REFUSE('rightMissing'), ...WARN('rightsUnneeded')]],
    ['import', 'rd', REFUSE('rightsTooWide')],
    ['cleanup', 'd', []],
    ['cleanup', 'rd', []],
    ['cleanup', 'wd', WARN('rightsUnneeded')],
    ['cleanup', 'r', REFUSE('rightMissing')],
    ['cleanup', 'dl', REFUSE('rightsTooWide')],
  ] as const)('for %s: %s', (use, sp, expected) => {
    expect(told(sasAddress({ sp }), { ...ANY, use })).toEqual(expected);
  });

  it('to read one snapshot are enough for an import', () => {
    expect(told(sasAddress({ sp: 'r', sr: 'bs' }), { ...ANY, use: 'import' })).toEqual(WARN('readOnlyResource'));
  });
});

describe('the allowed hosts', () => {
  const allowing = (...allowedHosts: string[]): SasExpectation => ({ ...JOB, allowedHosts });

  it('are the only ones when an organisation names some', () => {
    expect(told(sasAddress(), allowing('contoso.blob.core.windows.net'))).toEqual([]);
    expect(told(sasAddress(), allowing('other.blob.core.windows.net'))).toEqual(REFUSE('hostNotAllowed'));
    expect(told(sasAddress(), allowing())).toEqual(REFUSE('hostNotAllowed'));
    expect(told(sasToken(), { ...allowing('mail.example'), blob: null })).toEqual(REFUSE('addressMissing'));
  });

  it('may be of another name, and at a port that is named with them', () => {
    const text = sasAddress({}, `https://mail.example:8443/${BLOB}`);
    expect(told(text, allowing('mail.example:8443'))).toEqual([]);
    expect(told(text, allowing('mail.example'))).toEqual(REFUSE('addressPort'));
  });
});

describe('the trial storage', () => {
  const SANDBOX: SasExpectation = { ...JOB, mode: 'sandbox' };
  const OPEN = { spr: 'https,http' };

  it.each(['127.0.0.1', 'localhost', '[::1]'])('may be reached by http at %s', (host) => {
    expect(told(sasAddress(OPEN, `http://${host}:10000/devstoreaccount1/${BLOB}`), SANDBOX)).toEqual([]);
  });

  it('is nowhere else', () => {
    expect(told(sasAddress(OPEN), SANDBOX)).toEqual(REFUSE('hostNotLoopback'));
    expect(told(sasAddress(OPEN, ADDRESS.replace('https', 'http')), SANDBOX)).toEqual(
      REFUSE('addressHttp', 'hostNotLoopback'),
    );
  });

  it('asks for one file all the same', () => {
    const text = sasAddress({ ...OPEN, sr: 'c' }, `http://127.0.0.1:10000/devstoreaccount1/${BLOB}`);
    expect(told(text, SANDBOX)).toEqual(REFUSE('wholeContainer', 'containerTooWide'));
  });
});

describe('a SAS that is required', () => {
  const grant = (changes: Readonly<Record<string, string>>, blobUri: string = ADDRESS) => ({
    blobUri,
    sasToken: sasToken(changes),
  });

  it('is checked as it will be used, and nothing is looked for inside of it', () => {
    const evil = `https://evil.example/${BLOB}`;
    const inside = { blobUri: evil, sasToken: `${sasToken()}&x=;SharedAccessSignature=${sasAddress()}` };
    const attempts: readonly [{ blobUri: string; sasToken: string }, string][] = [
      [inside, 'notSas'],
      [{ ...inside, blobUri: ADDRESS }, 'notSas'],
      [{ blobUri: ADDRESS, sasToken: `${sasToken()};SharedAccessSignature=${sasToken()}` }, 'notSas'],
      [{ blobUri: `x=;SharedAccessSignature=${ADDRESS}`, sasToken: sasToken() }, 'addressUnreadable'],
      [{ blobUri: `${evil};${ADDRESS}`, sasToken: sasToken() }, 'addressUnreadable'],
      [{ blobUri: `${evil}?x=${ADDRESS}`, sasToken: sasToken() }, 'addressUnreadable'],
      [{ blobUri: `${ADDRESS} `, sasToken: sasToken() }, 'addressUnreadable'],
      [{ blobUri: ADDRESS, sasToken: `sv=2021-12-02#${sasToken()}` }, 'notSas'],
      [{ blobUri: `"${ADDRESS}`, sasToken: sasToken() }, 'addressUnreadable'],
      [grant({}, evil), 'hostUnknown'],
    ];
    for (const [given, reason] of attempts) {
      expect(() => requireSas(given, JOB)).toThrow(expect.objectContaining({ code: 'sasInvalid' }));
      expect(() => requireSas(given, JOB)).toThrow(
        expect.objectContaining({ params: expect.objectContaining({ reason }) }),
      );
    }
  });

  it('may have its question mark in the token', () => {
    expect(requireSas({ blobUri: ADDRESS, sasToken: `?${sasToken()}` }, JOB)).toEqual([]);
  });

  it('gives what is to be said when it may be used', () => {
    expect(requireSas(grant({ sp: 'cw' }), JOB)).toEqual([{ level: 'note', code: 'readAdvised', params: {} }]);
  });

  it('throws what is worst when not', () => {
    const attempt = () => requireSas(grant({ sr: 'c', sp: 'cw' }), JOB);
    expect(attempt).toThrow(AppError);
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'sasInvalid', params: { reason: 'wholeContainer', container: 'pst' } }),
    );
    expect(() => requireSas({ blobUri: ADDRESS, sasToken: '' }, JOB)).toThrow(
      expect.objectContaining({ params: { reason: 'empty' } }),
    );
  });
});
