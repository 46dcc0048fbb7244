import { expect, test } from 'vitest';
import { isSystemAccount } from '../../../../main/scan/system-account.ts';

test.each([
  'root',
  'nobody',
  'BUILTIN\\Administrators',
  'VORDEFINIERT\\Administratoren',
  'NT AUTHORITY\\SYSTEM',
  'NT-AUTORITÄT\\SYSTEM',
  'NT SERVICE\\TrustedInstaller',
  'S-1-5-18',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
])('%s is no person', (owner) => {
  expect(isSystemAccount(owner)).toBe(true);
});

test.each([
  'ann',
  'rooty',
  '1001',
  'CONTOSO\\root',
  'CONTOSO\\Builtin',
  'DESKTOP-1\\ann',
  'AzureAD\\AnnSmith',
  'S-1-5-21-1004336348-1177238915-682003330-512',
  'S-1-5-180',
  '',
])('%j may be one', (owner) => {
  expect(isSystemAccount(owner)).toBe(false);
});
