import { StorageSharedKeyCredential } from '@azure/storage-blob';
import { expect, test } from 'vitest';
import { createSas, SasBody } from '../../../../main/sandbox/sas.ts';

const ENDPOINT = 'http://127.0.0.1:10000/account';
const credential = new StorageSharedKeyCredential('account', Buffer.from('key').toString('base64'));
const NOW_MS = Date.UTC(2026, 0, 10);

test.each([
  ['upload', 'cw', '2026-01-11T00:00:00Z'],
  ['uploadWithRead', 'rcw', '2026-01-11T00:00:00Z'],
  ['import', 'r', '2026-01-17T00:00:00Z'],
] as const)('a SAS to %s has the rights %s until %s', (rights, permissions, expiry) => {
  const { blobUri, sasToken } = createSas({ blobName: 'a.pst', rights }, { endpoint: ENDPOINT, credential }, NOW_MS);
  expect(blobUri).toBe(`${ENDPOINT}/pst/a.pst`);
  const { sig, ...query } = Object.fromEntries(new URLSearchParams(sasToken));
  expect(query).toEqual({
    sv: '2021-12-02',
    spr: 'https,http',
    st: '2026-01-09T23:45:00Z',
    se: expiry,
    sr: 'b',
    sp: permissions,
  });
  expect(sig).toMatch(/^[A-Za-z0-9+/]{43}=$/);
});

test.each(['', '../a', 'a/b', 'a?b', '.a', 'x'.repeat(201)])('%j is no blob name', (blobName) => {
  expect(SasBody.safeParse({ blobName, rights: 'import' }).success).toBe(false);
});
