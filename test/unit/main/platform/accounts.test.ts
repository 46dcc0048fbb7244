import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { createAccountNames, ownAccount, sameAccount } from '../../../../main/platform/accounts.ts';

describe('ownAccount', () => {
  test('on Windows it is the domain and the name', () => {
    expect(ownAccount('win32', { UserDomain: 'CONTOSO', Username: 'anna' })).toBe('CONTOSO\\anna');
    expect(ownAccount('win32', { UserDomain: 'CONTOSO' })).toBeNull();
  });

  test('elsewhere it is the name of the user', () => {
    expect(ownAccount('linux', { USERDOMAIN: 'X', USERNAME: 'y' })).toBe(userInfo().username);
  });
});

test.each([
  ['CONTOSO\\anna', 'contoso\\Anna', true],
  ['CONTOSO\\anna', 'FABRIKAM\\anna', false],
  ['anna', 'anna', true],
  ['anna', 'Anna', false],
  ['anna', null, false],
  [null, null, false],
])('whether %s is %s: %s', (a, b, expected) => {
  expect(sameAccount(a, b)).toBe(expected);
});

describe('the name of a Unix user', () => {
  const passwd =
    'root:x:0:0:root:/root:/bin/sh\n# comment\n+::::::\nbroken\neve:x:77001:1::/:/bin/sh\neva:x:77001:1::/:/bin/sh\n';

  test('is the first one listed, the number when there is none', async () => {
    const nameOf = createAccountNames(async () => passwd);
    expect(await Promise.all([nameOf(77001), nameOf(77002)])).toEqual(['eve', '77002']);
  });

  test('our own comes from the system', async () => {
    expect(await createAccountNames(async () => '')(process.getuid?.() ?? -1)).toBe(userInfo().username);
  });

  test('the list is read once, and when it cannot be read there are numbers', async () => {
    let reads = 0;
    const nameOf = createAccountNames(async () => {
      reads += 1;
      throw new Error('EACCES');
    });
    expect([await nameOf(77001), await nameOf(77002), reads]).toEqual(['77001', '77002', 1]);
  });
});
