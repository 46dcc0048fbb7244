import { describe, expect, it } from 'vitest';
import { createCheckedAccess } from '../../../../main/migration/checked-access.ts';
import { acceptSas, createConnectionStorage, lookAtSas } from '../../../../main/migration/connection-secrets.ts';
import type { SecretName } from '../../../../preload/contract/index.ts';
import { NOW_MS, SIGNATURE_FORMS, sasAddress, sasToken } from '../../../support/upload/sas-text.ts';

const CONTAINER = 'https://contoso.blob.core.windows.net/pst';
const UPLOAD = { sr: 'c', sp: 'cw' };
const IMPORT = { sr: 'c', sp: 'r' };
const { signal } = new AbortController();

describe('a SAS that was given', () => {
  it('with its address is taken apart', () => {
    const accepted = acceptSas('uploadSas', `  "${sasAddress(UPLOAD, CONTAINER)}"\n`, NOW_MS);
    expect(accepted).toMatchObject({
      container: CONTAINER,
      sasToken: sasToken(UPLOAD),
      view: { container: 'pst', rights: 'cw', resource: 'container' },
    });
    expect(accepted.findings.map(({ code }) => code)).toContain('wholeContainer');
  });

  it.each([
    ['a question mark in front', `?${sasToken(UPLOAD)}`],
    ['nothing in front', sasToken(UPLOAD)],
    [
      'a connection string around it',
      `BlobEndpoint=https://contoso.blob.core.windows.net;SharedAccessSignature=${sasToken(UPLOAD)}`,
    ],
  ])('alone, with %s, names no container', (_name, text) => {
    expect(acceptSas('uploadSas', text, NOW_MS)).toMatchObject({ container: null, sasToken: sasToken(UPLOAD) });
  });

  it.each([
    [`${CONTAINER}/`, UPLOAD, CONTAINER],
    [`${CONTAINER}/ann/2015%20old.pst`, {}, CONTAINER],
    ['https://Contoso.blob.core.windows.net/pst', UPLOAD, CONTAINER],
    ['https://contoso.blob.core.windows.net/ann.pst', {}, 'https://contoso.blob.core.windows.net/$root'],
    ['http://127.0.0.1:10000/devstoreaccount1/pst', UPLOAD, 'http://127.0.0.1:10000/devstoreaccount1/pst'],
    ['http://127.0.0.1:10000/devstoreaccount1/pst/ann.pst', {}, 'http://127.0.0.1:10000/devstoreaccount1/pst'],
  ])('for %s tells the container', (address, fields, container) => {
    expect(acceptSas('uploadSas', sasAddress(fields, address), NOW_MS).container).toBe(container);
  });

  it.each([
    ['uploadSas', { sr: 'c', sp: 'rwd' }, 'containerTooWide'],
    ['uploadSas', { sr: 'c', sp: 'cwdl' }, 'containerTooWide'],
    ['uploadSas', { sr: 'c', sp: 'r' }, 'rightMissing'],
    ['importSas', { sr: 'c', sp: 'rw' }, 'containerTooWide'],
    ['importSas', { sr: 'c', sp: 'cw' }, 'rightMissing'],
    ['cleanupSas', { sr: 'c', sp: 'r' }, 'rightMissing'],
    ['uploadSas', { ...UPLOAD, se: '2026-03-04T11:59:00Z' }, 'expired'],
    ['uploadSas', { ...UPLOAD, sig: null }, 'signatureMissing'],
    ['uploadSas', { sr: null, ss: 'b', srt: 'co', sp: 'cw' }, 'wholeAccount'],
  ] as const)('as %s with %j is refused: %s', (name, fields, reason) => {
    for (const text of [sasAddress(fields, CONTAINER), sasToken(fields)]) {
      const give = () => acceptSas(name, text, NOW_MS);
      expect(give).toThrow(
        expect.objectContaining({ code: 'sasInvalid', params: expect.objectContaining({ reason }) }),
      );
    }
  });

  it.each([
    ['', 'empty'],
    ['hello', 'notSas'],
    [`${sasToken(UPLOAD)}\n${sasToken(IMPORT)}`, 'severalLines'],
    [`${'aB3+'.repeat(21)}aB==`, 'accountKey'],
    [`DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=${'aB3+'.repeat(21)}aB==`, 'accountKey'],
    [sasAddress(UPLOAD, CONTAINER).replaceAll('&', '&amp;'), 'copiedFromPage'],
    [`${sasAddress(UPLOAD, CONTAINER)}#sp=r`, 'notSas'],
  ])('that is none or is not whole is refused: %#', (text, reason) => {
    expect(() => acceptSas('uploadSas', text, NOW_MS)).toThrow(
      expect.objectContaining({ code: 'sasInvalid', params: expect.objectContaining({ reason }) }),
    );
  });

  it('leaves its signature in the token alone', () => {
    const { sasToken: _secret, ...rest } = acceptSas('uploadSas', sasAddress(UPLOAD, CONTAINER), NOW_MS);
    expect(SIGNATURE_FORMS.filter((form) => JSON.stringify(rest).includes(form))).toEqual([]);
  });
});

describe('a SAS that is kept', () => {
  it('is looked at for its container, and by the time it is now', () => {
    const kept = { container: CONTAINER, sasToken: sasToken(IMPORT) };
    expect(lookAtSas('importSas', kept, NOW_MS).findings.map(({ code }) => code)).toEqual(['wholeContainer']);
    const later = lookAtSas('importSas', kept, NOW_MS + 30 * 3_600_000);
    expect(later.findings[0]?.code).toBe('expired');
    expect(later.view.expiresAt).toBe('2026-03-05T12:00:00.000Z');
  });

  it('for one file is not said to lack its name', () => {
    const { findings } = lookAtSas('uploadSas', { container: CONTAINER, sasToken: sasToken() }, NOW_MS);
    expect(findings.filter(({ level }) => level === 'refuse')).toEqual([]);
  });

  it('that is none is told', () => {
    const { findings, view } = lookAtSas('uploadSas', { container: CONTAINER, sasToken: 'hello' }, NOW_MS);
    expect([findings.map(({ code }) => code), view.isSigned]).toEqual([['notSas'], false]);
  });
});

describe('permissions of a connection', () => {
  const secrets = (values: Partial<Record<SecretName, string>>) => ({
    get: async (name: SecretName) => values[name] ?? null,
  });

  it('are the SAS that is for that, with the address of the blob', async () => {
    const storage = createConnectionStorage({
      container: () => CONTAINER,
      secrets: secrets({ uploadSas: sasToken(UPLOAD), importSas: sasToken(IMPORT) }),
    });
    expect(await storage.grant('ann & co/2015#.pst', 'uploadWithRead', signal)).toEqual({
      blobUri: `${CONTAINER}/ann%20%26%20co/2015%23.pst`,
      sasToken: sasToken(UPLOAD),
    });
    expect((await storage.grant('a.pst', 'import', signal)).sasToken).toBe(sasToken(IMPORT));
  });

  it('pass the check that comes before their use, for a container and for one blob', async () => {
    const clock = { now: () => new Date(NOW_MS) };
    for (const fields of [UPLOAD, {}]) {
      const storage = createConnectionStorage({
        container: () => CONTAINER,
        secrets: secrets({ uploadSas: sasToken(fields) }),
      });
      const checked = createCheckedAccess(storage, { mode: 'technician', container: 'pst', clock });
      expect(await checked.grant('ann-2015.pst', 'uploadWithRead', signal)).toEqual({
        blobUri: `${CONTAINER}/ann-2015.pst`,
        sasToken: sasToken(fields),
      });
    }
  });

  it('that were not given are named', async () => {
    const storage = createConnectionStorage({ container: () => CONTAINER, secrets: secrets({}) });
    await expect(storage.grant('a.pst', 'import', signal)).rejects.toMatchObject({
      code: 'secretMissing',
      params: { name: 'importSas' },
    });
  });

  it('need a container', async () => {
    const storage = createConnectionStorage({ container: () => null, secrets: secrets({ uploadSas: 'x' }) });
    await expect(storage.grant('a.pst', 'uploadWithRead', signal)).rejects.toMatchObject({ code: 'connectionMissing' });
  });
});
