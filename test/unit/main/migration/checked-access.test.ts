import { describe, expect, it } from 'vitest';
import { createCheckedAccess } from '../../../../main/migration/checked-access.ts';
import type { StorageRights } from '../../../../main/migration/ports.ts';

const NOW = '2026-05-04T12:00:00Z';
const { signal } = new AbortController();

/** What is granted for `a.pst`, changed in some fields. */
function grantWith(fields: Readonly<Record<string, string>>, rights: StorageRights = 'uploadWithRead', blob = 'a.pst') {
  const query = new URLSearchParams({
    sv: '2021-12-02',
    st: '2026-05-04T11:00:00Z',
    se: '2026-05-05T11:00:00Z',
    sr: 'b',
    sp: rights === 'import' ? 'r' : 'rcw',
    sig: `${'A'.repeat(43)}=`,
    ...fields,
  });
  const access = { blobUri: `http://127.0.0.1:10000/account/pst/${blob}`, sasToken: query.toString() };
  const storage = createCheckedAccess(
    { grant: async () => access },
    { mode: 'sandbox', container: 'pst', clock: { now: () => new Date(NOW) } },
  );
  return { access, granted: storage.grant('a.pst', rights, signal) };
}

describe('a permission', () => {
  it.each(['uploadWithRead', 'import'] as const)('for %s that is as it has to be is used as it is', async (rights) => {
    const { access, granted } = grantWith({}, rights);
    expect(await granted).toEqual(access);
  });

  it.each([{ se: '2026-05-04T11:59:00Z' }, { st: '2026-05-05T10:00:00Z' }])(
    'that has ended or not begun by the clock of this PC is left to the storage: %o',
    async (fields) => {
      const { access, granted } = grantWith(fields);
      expect(await granted).toEqual(access);
    },
  );

  it.each([
    ['without the right to write', { sp: 'r' }, 'a.pst', 'rightMissing'],
    ['without a signature', { sig: '' }, 'a.pst', 'signatureMissing'],
    ['for another blob', {}, 'b.pst', 'otherBlob'],
    ['for a whole container', { sr: 'c' }, 'a.pst', 'wholeContainer'],
  ])('%s is not used', async (_name, fields, blob, reason) => {
    const { granted } = grantWith(fields, 'uploadWithRead', blob);
    await expect(granted).rejects.toMatchObject({ code: 'sasInvalid', params: { reason } });
    await granted.catch((error: unknown) => expect(JSON.stringify(error)).not.toContain('AAAA'));
  });
});
