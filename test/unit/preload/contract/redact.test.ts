import { describe, expect, it } from 'vitest';
import { isSecretName, redact } from '../../../../preload/contract/index.ts';

const SECRET = 'S3cr3t+Va/lue==';

describe('redact', () => {
  it.each([
    ['a SAS in an address', `https://a.example/pst/x.pst?sv=2025-01-05&se=2026&sp=cw&sig=${SECRET}`],
    ['a SAS on its own', `sp=cw&sig=${SECRET}`],
    ['a SAS with other letter case', `?SIG=${SECRET}`],
    ['a SAS inside an encoded address', `?next=https%3A%2F%2Fa.example%3Fsp%3Dcw%26sig%3D${SECRET}`],
    ['a bearer token', `Bearer ${SECRET}`],
    ['a header', `Authorization: Bearer ${SECRET}`],
    ['a header of another scheme', `Authorization: Basic ${SECRET}`],
    ['a storage header', `authorization: SharedKey account:${SECRET}`],
    ['a storage header on its own', `SharedKeyLite account:${SECRET}`],
    ['a connection string', `AccountName=a;AccountKey=${SECRET};EndpointSuffix=x`],
    ['a connection string with a SAS', `BlobEndpoint=x;SharedAccessSignature=${SECRET}`],
    ['a field of JSON', `{"token":"${SECRET}","n":1}`],
    ['a field of JSON with blanks', `{ "sasToken" : "${SECRET}" }`],
    ['a field of JSON in JSON', JSON.stringify({ body: JSON.stringify({ token: SECRET }) })],
    ['a field of JSON in JSON in JSON', JSON.stringify(JSON.stringify({ body: JSON.stringify({ password: SECRET }) }))],
    ['a header in JSON', JSON.stringify({ authorization: `Bearer ${SECRET}` })],
    ['an object as Node prints it', `{ accountKey: '${SECRET}' }`],
  ])('takes the secret out of %s', (_what, text) => {
    expect(text).toContain(SECRET);
    expect(redact(text)).not.toContain('S3cr3t');
  });

  it('takes out every one', () => {
    expect(redact('sig=a1b2&x=1 Bearer c3d4 and again sig=e5f6')).toBe('sig=…&x=1 Bearer … and again sig=…');
  });

  it.each([
    '',
    'The file is empty.',
    'C:\\Mail\\design=1.pst',
    'https://a.example/x.pst?comp=block',
    'tokens are sent',
  ])('leaves %j as it is', (text) => expect(redact(text)).toBe(text));

  it('changes nothing the second time', () => {
    const once = redact(`?sig=${SECRET} Authorization: Bearer ${SECRET} {"token":"${SECRET}"}`);
    expect(redact(once)).toBe(once);
  });
});

it.each([
  ['token', true],
  ['sasToken', true],
  ['AccountKey', true],
  ['authorization', true],
  ['tokens', false],
  ['key', false],
  ['blobUri', false],
])('isSecretName(%j) is %s', (name, expected) => {
  expect(isSecretName(name)).toBe(expected);
});
