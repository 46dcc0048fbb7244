import { describe, expect, it } from 'vitest';
import { findSecret } from '../../../../main/settings/find-secret.ts';
import { SIGNATURE, sasAddress, sasToken } from '../../../support/upload/sas-text.ts';

const KEY = `${'aB3+'.repeat(21)}aB==`;
const CONTAINER = 'https://contoso.blob.core.windows.net/pst';

describe('a secret in a settings text is found', () => {
  it.each([
    ['a SAS of a container in its address', { connection: { container: `${CONTAINER}?${sasToken()}` } }, 'sas'],
    ['a SAS by itself', { connection: { container: sasToken() } }, 'sas'],
    ['an encoded SAS', { connection: { container: encodeURIComponent(encodeURIComponent(sasAddress())) } }, 'sas'],
    ['a signature by itself', { connection: { container: SIGNATURE } }, 'sas'],
    ['an account key by itself', { connection: { container: KEY } }, 'accountKey'],
    ['a field for a key', { connection: { accountKey: 'x' } }, 'accountKey'],
    ['a field for a SAS', { connection: { uploadSas: 'x' } }, 'sas'],
    ['a password', { connection: { signIn: { certificatePassword: 'x' } } }, 'password'],
    ['a password in a list', { list: ['password = x'] }, 'password'],
    ['a password in an address', { connection: { container: 'https://me:x@contoso.example/pst' } }, 'password'],
    [
      'a connection string',
      { a: `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${KEY}` },
      'connectionString',
    ],
    ['a key in a name', { [`AccountKey=${KEY}`]: 1 }, 'accountKey'],
  ])('%s', (_name, value, kind) => {
    const found = findSecret(JSON.stringify(value));
    expect(found?.kind).toBe(kind);
    expect([SIGNATURE, KEY].filter((secret) => JSON.stringify(found).includes(secret))).toEqual([]);
  });

  it('behind the escapes of JSON', () => {
    expect(findSecret('{"container":"https://a.example/b?\\u0073\\u0069g=abc"}')).toEqual({
      kind: 'sas',
      field: 'container',
    });
  });

  it('in a text that is no JSON', () => {
    expect(findSecret(`container: ${sasAddress()}`)).toEqual({ kind: 'sas', field: '' });
  });
});

it.each([
  {},
  { connection: { engine: 'exchange', container: CONTAINER, signIn: { kind: 'interactive', account: 'a@b.example' } } },
  {
    connection: {
      engine: 'exchange',
      signIn: { kind: 'certificateFile', appId: 'a', organization: 'contoso.example', path: 'C:\\design=2\\token.pfx' },
      usesBrowser: true,
    },
    cleanupKeepDays: 30,
  },
  { connection: { engine: 'onPremises', share: '\\\\server\\pwd\\pst' }, token: null, password: '' },
])('no secret is seen where there is none: %j', (value) => {
  expect(findSecret(JSON.stringify(value))).toBeNull();
});
