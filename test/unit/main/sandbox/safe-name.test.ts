import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeFilePart, safeFolderName } from '../../../../main/sandbox/safe-name.ts';

const FORBIDDEN = /[<>:"/\\|?*\p{Cc}\p{Cs}]/u;
const MARK = /~[0-9a-f]{6}$/;

describe('a folder name', () => {
  test.each(['Inbox', 'Posteingang', 'Grüße', '日本語', '👩‍👩‍👧 Familie', 'a.b', '2019 – Q3'])('%s stays', (name) => {
    expect(safeFolderName(name)).toBe(name);
  });

  test.each([
    ['a/b', /^a_b~/],
    ['..', /^~/],
    ['../../etc', /^_\.\._etc~/],
    ['', /^~/],
    ['.imported', /^imported~/],
    ['C:\\x', /^C__x~/],
    ['trailing. ', /^trailing~/],
    ['CON', /^_CON~/],
    ['lpt1.txt', /^_lpt1\.txt~/],
    ['line\r\nbreak', /^line__break~/],
    ['0001 looks like a mail.eml', /^0001 looks like a mail\.eml~/],
    ['evil\u202Egnp', /^evil_gnp~/],
    ['half \ud83d', /^half _~/],
  ])('%j is made safe and marked', (name, start) => {
    const made = safeFolderName(name);
    expect(made).toMatch(start);
    expect(made).toMatch(MARK);
  });

  test('different names that look the same once made safe stay different', () => {
    expect(safeFolderName('a?')).not.toBe(safeFolderName('a*'));
  });

  test('long names are cut between whole characters and stay different', () => {
    const [a, b] = [`${'👩‍👩‍👧'.repeat(40)}a`, `${'👩‍👩‍👧'.repeat(40)}b`].map(safeFolderName);
    expect(a).not.toBe(b);
    expect(Buffer.byteLength(a ?? '')).toBeLessThanOrEqual(80);
    expect(a?.replace(MARK, '')).toBe('👩‍👩‍👧'.repeat(4));
    expect(safeFolderName('x'.repeat(255))).toHaveLength(80);
  });

  test('is always one name that every file system takes, and always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const made = safeFolderName(name);
        expect(made).not.toMatch(FORBIDDEN);
        expect(made).toMatch(/^[^\s.]/);
        expect(made).not.toMatch(/[\s.]$/);
        expect(Buffer.byteLength(made)).toBeLessThanOrEqual(82);
        expect(safeFolderName(name)).toBe(made);
      }),
    );
  });
});

test('a part of a file name is made safe without a mark', () => {
  expect(safeFilePart('Re: what? / when')).toBe('Re_ what_ _ when');
  expect(safeFilePart(' .. ')).toBe('');
});
