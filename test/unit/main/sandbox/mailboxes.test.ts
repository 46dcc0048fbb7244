import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { createMailboxes } from '../../../../main/sandbox/mailboxes.ts';

const ROOT = join(sep, 'tenant', 'mailboxes');

test('the given mailboxes come first, each once', () => {
  const mailboxes = createMailboxes(ROOT, ['Zoe@fabrikam.example', 'BEN@contoso.example']);
  expect(mailboxes.list()).toEqual(['zoe@fabrikam.example', 'ben@contoso.example', 'ann@contoso.example']);
});

test('case does not count, and every address of the tenant is a mailbox', () => {
  const mailboxes = createMailboxes(ROOT, ['zoe@fabrikam.example']);
  expect(mailboxes.resolve('ZOE@Fabrikam.example')).toBe('zoe@fabrikam.example');
  expect(mailboxes.resolve('New.Person@contoso.example')).toBe('new.person@contoso.example');
});

test.each(['ann@elsewhere.example', 'ann', '@contoso.example', 'a@b@contoso.example', 'x@contoso.example.evil'])(
  '%s is nobody here',
  (address) => {
    expect(() => createMailboxes(ROOT, []).resolve(address)).toThrow('importMailboxMissing');
  },
);

test.each([
  [{ mailbox: 'Ann@contoso.example', isArchive: false, targetRootFolder: '' }, ['ann@contoso.example', 'Primary']],
  [{ mailbox: 'a@b.c', isArchive: true, targetRootFolder: 'Old/2019' }, ['a@b.c', 'Archive', 'Old', '2019']],
])('%j lies at %j', (place, parts) => {
  expect(createMailboxes(ROOT, []).folderOf(place)).toBe(join(ROOT, ...parts));
});

test.each([
  { mailbox: '../../x@contoso.example', isArchive: false, targetRootFolder: '../../..' },
  { mailbox: '..', isArchive: false, targetRootFolder: '..\\..\\x/CON/.' },
])('%j stays inside', (place) => {
  const path = createMailboxes(ROOT, []).folderOf(place);
  expect(path.startsWith(ROOT + sep)).toBe(true);
  expect(path.split(sep)).not.toContain('..');
});

test('a mailbox is described the same way each time', () => {
  const facts = createMailboxes(ROOT, []).describe('Ann@contoso.example');
  expect(facts).toEqual({
    address: 'ann@contoso.example',
    alias: 'ann',
    exchangeGuid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    hasArchive: true,
    quotaBytes: 100 * 1024 ** 3,
    baseBytes: 0,
  });
  expect(createMailboxes(ROOT, []).describe('ann@contoso.example')).toEqual(facts);
  expect(createMailboxes(ROOT, []).describe('ben@contoso.example').exchangeGuid).not.toBe(facts.exchangeGuid);
  expect(() => createMailboxes(ROOT, []).describe('ann@elsewhere.example')).toThrow('importMailboxMissing');
});

test('some mailboxes practise failures', () => {
  const { describe } = createMailboxes(ROOT, []);
  expect(describe('noarchive.ann@contoso.example').hasArchive).toBe(false);
  const { quotaBytes, baseBytes } = describe('full@contoso.example');
  expect(quotaBytes - baseBytes).toBe(1024);
});
