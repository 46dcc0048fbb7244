import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSas, type SasFacts, sasLifetime, viewSas } from '../../../../main/upload/sas.ts';
import { checkSas } from '../../../../main/upload/sas-check.ts';
import { sasFindingSentence } from '../../../../preload/contract/index.ts';
import { ADDRESS, NOW_MS, SIGNATURE, SIGNATURE_FORMS, sasAddress, sasToken } from '../../../support/upload/sas-text.ts';

function factsOf(text: string): SasFacts {
  const parsed = parseSas(text);
  if (parsed.kind === 'notSas') throw new Error(parsed.finding.code);
  return parsed.facts;
}

const DELEGATION = {
  skoid: '00000000-0000-0000-0000-000000000001',
  sktid: '00000000-0000-0000-0000-000000000002',
  skt: '2026-03-04T00:00:00Z',
  ske: '2026-03-04T18:00:00Z',
  sks: 'b',
  skv: '2021-12-02',
};

describe('a SAS that is read', () => {
  it('tells everything but its signature', () => {
    const facts = factsOf(sasAddress({ sip: '10.0.0.1-10.0.0.9', ses: 'scope', sdd: '2', rscc: 'no-cache' }));
    expect(facts).toEqual({
      kind: 'service',
      resource: 'blob',
      address: {
        protocol: 'https',
        host: 'contoso.blob.core.windows.net',
        port: null,
        isNumber: false,
        isLoopback: false,
        container: 'pst',
        blob: 'ann-2015.pst',
        hasUserInfo: false,
        isOdd: false,
      },
      rights: 'rcw',
      startsAt: { atMs: Date.parse('2026-03-04T11:30:00Z') },
      expiresAt: { atMs: Date.parse('2026-03-05T12:00:00Z') },
      keyStartsAt: null,
      keyExpiresAt: null,
      protocol: 'https',
      addressRange: '10.0.0.1-10.0.0.9',
      policy: null,
      version: '2021-12-02',
      services: null,
      resourceTypes: null,
      encryptionScope: 'scope',
      directoryDepth: '2',
      signature: 'present',
      missingKeyFields: [],
      isBoundToUser: false,
      hasSignedHeaders: false,
      isHtmlEncoded: false,
      duplicates: [],
      unknown: [],
      operations: [],
    });
  });

  it.each([
    ['alone', sasToken()],
    ['alone after its question mark', `?${sasToken()}`],
    ['in quotes, with a line end', `"${sasToken()}"\r\n`],
    ['in a connection string', `BlobEndpoint=${ADDRESS};SharedAccessSignature=${sasToken()};X=1`],
    ['in a connection string of its own', `SharedAccessSignature=${sasToken()}`],
  ])('%s has no address', (_how, text) => {
    expect(factsOf(text)).toEqual({ ...factsOf(sasAddress()), address: null });
  });

  it('is not looked for behind an address', () => {
    const text = `https://evil.example/pst/a.pst?${sasToken()}&x=;SharedAccessSignature=${sasAddress()}`;
    expect(factsOf(text).address?.host).toBe('evil.example');
    expect(factsOf(`${sasToken()};SharedAccessSignature=${sasAddress()}`).address).toBeNull();
  });

  it.each([
    ['a blob', {}, 'service', 'blob'],
    ['a container', { sr: 'c' }, 'service', 'container'],
    ['a directory', { sr: 'd', sdd: '1' }, 'service', 'directory'],
    ['a snapshot', { sr: 'bs' }, 'service', 'snapshot'],
    ['a version', { sr: 'bv' }, 'service', 'version'],
    ['an account', { sr: null, ss: 'b', srt: 'sco' }, 'account', 'account'],
    ['a blob, by a key of Entra', DELEGATION, 'userDelegation', 'blob'],
    ['a container, by a policy', { sr: 'c', si: 'policy', sp: null, se: null, st: null }, 'service', 'container'],
    ['who knows what', { ss: 'b', srt: 'o' }, 'unknown', 'blob'],
    ['nothing it names', { sr: null }, 'unknown', 'unknown'],
  ] as const)('is known to be for %s', (_what, changes, kind, resource) => {
    expect(factsOf(sasAddress(changes))).toMatchObject({ kind, resource });
  });

  it.each([
    ['whole', sasToken(), 'present'],
    ['not there', sasToken({ sig: null }), 'missing'],
    ['empty', sasToken({ sig: '' }), 'missing'],
    ['cut', sasToken({ sig: SIGNATURE.slice(0, 30) }), 'malformed'],
    ['encoded twice', sasToken({ sig: encodeURIComponent(SIGNATURE) }), 'doubleEncoded'],
    ['not encoded', `${sasToken({ sig: null })}&sig=${SIGNATURE}`, 'unencoded'],
    ['with spaces', sasToken({ sig: SIGNATURE.replaceAll('+', ' ') }), 'unencoded'],
  ])('tells a signature that is %s', (_how, text, signature) => {
    expect(factsOf(text).signature).toBe(signature);
  });

  it('names fields that are given twice, not known, or part of a request', () => {
    const facts = factsOf(`${sasAddress({ comp: 'list', restype: 'container', foo: '1' })}&SP=d&sp=r`);
    expect([facts.duplicates, facts.unknown, facts.operations]).toEqual([['sp'], ['foo'], ['comp', 'restype']]);
    expect(facts.rights).toBe('rcw');
  });

  it.each([
    ['2026-03-05', Date.parse('2026-03-05T00:00:00Z')],
    ['2026-03-05T10:20Z', Date.parse('2026-03-05T10:20:00Z')],
    ['2026-03-05T10:20:30.1234567Z', Date.parse('2026-03-05T10:20:30.123Z')],
    ['9999-12-31T23:59:59Z', Date.parse('9999-12-31T23:59:59Z')],
    ['2026-02-31T10:00:00Z', null],
    ['2026-03-05T10:20:30', null],
    ['tomorrow', null],
  ])('reads the time %s', (text, atMs) => {
    expect(factsOf(sasToken({ se: text })).expiresAt).toEqual({ atMs });
  });

  it.each([
    ['http://127.0.0.1:10000/account/pst/a.pst', { isLoopback: true, container: 'pst', blob: 'a.pst', port: 10000 }],
    ['https://[::1]/account/pst/a.pst', { isLoopback: true, host: '[::1]', container: 'pst', blob: 'a.pst' }],
    ['https://[2001:db8::7]/account/pst/a.pst', { isNumber: true, isLoopback: false, blob: 'a.pst' }],
    ['https://0x7f.1/account/pst/a.pst', { isLoopback: true, host: '127.0.0.1' }],
    ['https://c.blob.core.windows.net/pst/a%2Fb%20c.pst', { container: 'pst', blob: 'a/b c.pst', isOdd: false }],
    ['https://c.blob.core.windows.net/pst/a b.pst', { blob: 'a b.pst', isOdd: false }],
    ['https://c.blob.core.windows.net/a.pst', { container: '$root', blob: 'a.pst' }],
    ['https://ann@c.blob.core.windows.net/pst/a.pst', { hasUserInfo: true }],
    ['https://@c.blob.core.windows.net/pst/a.pst', { hasUserInfo: true }],
    ['https://c.blob.core.windows.net/pst/../other/a.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net/pst/%2e%2e/other/a.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net/pst/%252e%252e/other/a.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net/pst/x%2F..%2Fother/a.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net/pst/x%255c%252E./other/a.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net/pst/%ff%2e%2e%2fa.pst', { isOdd: false }],
    ['https://c.blob.core.windows.net/pst/%ff/%2e%2e%2fa.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net/pst/x%2F%2Fa.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net/pst/100%25%20..pst', { isOdd: false, blob: '100% ..pst' }],
    ['https://c.blob.core.windows.net\\pst\\a.pst', { isOdd: true }],
    ['https:c.blob.core.windows.net/pst/a.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net//pst/a.pst', { isOdd: true }],
    ['https://c.blob.core.windows.net/pst/a#b.pst', { isOdd: true }],
    ['https://contoso.bl\u043eb.core.windows.net/pst/a.pst', { host: 'contoso.xn--blb-ted.core.windows.net' }],
  ])('reads the address %s', (address, expected) => {
    expect(factsOf(sasAddress({}, address)).address).toMatchObject(expected);
  });
});

describe('a text that is no SAS', () => {
  it.each([
    ['', 'empty'],
    [' \r\n\t', 'empty'],
    ['x'.repeat(20_000), 'tooLong'],
    [`${sasAddress()}\n${sasAddress()}`, 'severalLines'],
    [`DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=${'A'.repeat(86)}==`, 'accountKey'],
    [`${'Ab1+'.repeat(21)}Ab==`, 'accountKey'],
    [ADDRESS, 'notSas'],
    [`${ADDRESS}?a=1`, 'notSas'],
    ['https://', 'notSas'],
    ['hello', 'notSas'],
    [`contoso.blob.core.windows.net/pst/a.pst?${sasToken()}`, 'addressUnreadable'],
    [sasAddress({}, 'ftp://contoso.blob.core.windows.net/pst/a.pst'), 'addressUnreadable'],
    [sasAddress({}, 'https:///'), 'addressUnreadable'],
  ])('%# is told as such', (text, code) => {
    expect(parseSas(text)).toEqual({ kind: 'notSas', finding: { level: 'refuse', code, params: {} } });
  });
});

describe('its lifetime', () => {
  it('is what it says of itself', () => {
    const expected = {
      startsAtMs: Date.parse('2026-03-04T11:30:00Z'),
      expiresAtMs: Date.parse('2026-03-05T12:00:00Z'),
    };
    for (const text of [sasToken(), `?${sasToken()}`, sasAddress()]) expect(sasLifetime(text)).toEqual(expected);
  });

  it('ends, and begins, with the key of a user delegation', () => {
    const expected = {
      startsAtMs: Date.parse('2026-03-04T11:30:00Z'),
      expiresAtMs: Date.parse('2026-03-04T18:00:00Z'),
    };
    expect(sasLifetime(sasToken(DELEGATION))).toEqual(expected);
    expect(viewSas(factsOf(sasToken(DELEGATION)))).toMatchObject({ expiresAt: '2026-03-04T18:00:00.000Z' });
    expect(sasLifetime(sasToken({ ...DELEGATION, st: null })).startsAtMs).toBe(Date.parse(DELEGATION.skt));
  });

  it('is not known where it does not say, or says what is no time', () => {
    expect(sasLifetime(sasToken({ st: null, se: null }))).toEqual({ startsAtMs: null, expiresAtMs: null });
    expect(sasLifetime(sasToken({ st: 'x', se: '2026-99-99' }))).toEqual({ startsAtMs: null, expiresAtMs: null });
    expect(sasLifetime('')).toEqual({ startsAtMs: null, expiresAtMs: null });
  });
});

describe('the signature', () => {
  /** Everything that is ever told about a text. */
  function told(text: string): string {
    const parsed = parseSas(text);
    const expectation = { mode: 'job', use: 'upload', nowMs: NOW_MS, blob: 'pst/x.pst', allowedHosts: null } as const;
    const findings = parsed.kind === 'sas' ? checkSas(parsed.facts, expectation) : [parsed.finding];
    const view = parsed.kind === 'sas' ? viewSas(parsed.facts) : null;
    return JSON.stringify([parsed, view, findings, findings.map(sasFindingSentence)]);
  }

  it.each([
    ['in place of the rights', sasToken({ sp: SIGNATURE })],
    ['in place of the policy', sasToken({ si: encodeURIComponent(SIGNATURE) })],
    ['as a name', `${sasToken()}&${encodeURIComponent(SIGNATURE)}=1`],
    ['as a name of its own', `${sasToken()}&${SIGNATURE.slice(0, 30)}=1`],
    ['in the path', `${ADDRESS}%3Fsv=1%26sig%3D${encodeURIComponent(SIGNATURE)}?${sasToken()}`],
    ['as a part of the path', `${ADDRESS}/${encodeURIComponent(SIGNATURE)}?${sasToken()}`],
    [
      'in place of the container',
      `https://contoso.blob.core.windows.net/${encodeURIComponent(SIGNATURE)}/a?${sasToken()}`,
    ],
  ])('is not told even where it stands %s', (_where, text) => {
    const all = told(text);
    expect(SIGNATURE_FORMS.filter((form) => all.includes(form))).toEqual([]);
    expect(all).not.toContain(SIGNATURE.slice(0, 30));
  });

  it('is not told however the text is changed', { timeout: 60_000 }, () => {
    const text = sasAddress({ si: 'policy' });
    const place = fc.nat(text.length - 1);
    const letter = fc.constantFrom(...'&=?%#;/\\ "\n@:aZ0', '%3D', '%26', '&amp;');
    const edits = fc.array(fc.tuple(place, fc.nat(2), letter), { minLength: 1, maxLength: 3 });
    const isWhole = (changed: string) => SIGNATURE_FORMS.some((form) => changed.includes(form));
    fc.assert(
      fc.property(edits, (list) => {
        const changed = list.reduce((now, [at, cut, put]) => now.slice(0, at) + put + now.slice(at + cut), text);
        fc.pre(isWhole(changed));
        const all = told(changed);
        expect(SIGNATURE_FORMS.filter((form) => all.includes(form))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
