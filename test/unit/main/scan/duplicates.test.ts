import { describe, expect, it, test } from 'vitest';
import { type ComparedFile, findCopies } from '../../../../main/scan/duplicates.ts';
import type { Place } from '../../../../preload/contract/index.ts';

const DRIVE: Place = { base: 'drive', label: 'Backup', profile: null, folders: [] };
const OWN: Place = { base: 'documents', label: '', profile: null, folders: [] };
const BOBS: Place = { ...OWN, profile: 'Bob' };

/** A file on a drive; all of them hold the same store and are the same, until a test says otherwise. */
function file(id: string, change: Partial<ComparedFile> = {}): ComparedFile {
  return {
    ...{ id, path: `D:\\${id}.pst`, sizeBytes: 1000, modifiedMs: 5000, health: 'fine' },
    ...{ isRenamed: false, headHash: 'h1', recordKey: 'k1', outlookProfile: null, place: DRIVE },
    ...change,
  };
}

const copies = (...files: ComparedFile[]) =>
  Object.fromEntries([...findCopies(files)].map(([id, { of, kind }]) => [id, `${kind} of ${of}`]));

/** In whatever order the files are met, the answer is this. */
function expectInEveryOrder(files: ComparedFile[], expected: Record<string, string>): void {
  for (let turn = 0; turn < files.length; turn += 1) {
    const turned = [...files.slice(turn), ...files.slice(0, turn)];
    expect(copies(...turned)).toEqual(expected);
    expect(copies(...turned.toReversed())).toEqual(expected);
  }
}

describe('files hold the same store', () => {
  test.each<[string, Partial<ComparedFile>, Partial<ComparedFile>, string | undefined]>([
    ['with one key, header and size', {}, {}, 'copy of a'],
    ['with one key and another header', {}, { headHash: 'h2' }, 'version of a'],
    ['with one key and another size', {}, { sizeBytes: 999 }, 'version of a'],
    ['with one key and no header', { headHash: null }, { headHash: null }, 'version of a'],
    ['with another key, whatever else', {}, { recordKey: 'k2' }, undefined],
    ['without a key, with one header and size', { recordKey: null }, { recordKey: null }, 'copy of a'],
    ['without a key, with another header', { recordKey: null }, { recordKey: null, headHash: 'h2' }, undefined],
    ['without a key, with another size', { recordKey: null }, { recordKey: null, sizeBytes: 999 }, undefined],
    ['without a key and a header', { recordKey: null, headHash: null }, { recordKey: null, headHash: null }, undefined],
    ['one with, one without a key', {}, { recordKey: null }, undefined],
  ])('%s', (_, one, other, expected) => {
    expect(copies(file('a', one), file('b', other))).toEqual(expected === undefined ? {} : { b: expected });
  });

  it('in each group on its own', () => {
    const other = { recordKey: 'k2' };
    expect(copies(file('a'), file('b', other), file('c'), file('d', other), file('e', { recordKey: 'k3' }))).toEqual({
      c: 'copy of a',
      d: 'copy of b',
    });
  });

  it('never when there is one file, or none', () => {
    expect(copies()).toEqual({});
    expect(copies(file('a'))).toEqual({});
  });
});

describe('the original is', () => {
  test.each<[string, Partial<ComparedFile>, Partial<ComparedFile>]>([
    [
      'the attached one, before one in the own profile',
      { outlookProfile: 'Outlook' },
      { place: OWN, modifiedMs: 9000 },
    ],
    ['the attached one, before one that was moved', { outlookProfile: 'Outlook' }, { isMoved: true, place: OWN }],
    ['the one in the own profile, before a later one', { place: OWN }, { modifiedMs: 9000 }],
    [
      'the one that would be suggested, before an attached one of another person',
      { isWanted: true },
      { outlookProfile: 'Outlook', place: BOBS, isWanted: false, modifiedMs: 9000 },
    ],
    [
      'the one in the own profile, before an attached one of another person',
      { place: OWN },
      { outlookProfile: 'Outlook', place: BOBS },
    ],
    [
      'the one that was moved, before an attached one nobody would suggest',
      { isMoved: true, isWanted: false },
      { outlookProfile: 'Outlook', isWanted: false },
    ],
    [
      'the attached one of two that would be suggested',
      { outlookProfile: 'Outlook', isWanted: true },
      { isWanted: true, place: OWN },
    ],
    ['the one that would be suggested', { isWanted: true }, { isWanted: false, modifiedMs: 9000 }],
    ['the one on a drive, before one of another person', {}, { place: BOBS, modifiedMs: 9000 }],
    ['the later one, before a larger one', { modifiedMs: 5001 }, { sizeBytes: 2000 }],
    ['the larger one', { sizeBytes: 2000, path: 'D:\\z.pst' }, {}],
    ['the first by path', { path: 'D:\\1.pst' }, { path: 'D:\\2.pst' }],
    ['the one that can be moved', {}, { health: 'truncated', outlookProfile: 'Outlook', modifiedMs: 9000 }],
    ['the one that can be moved later', { health: 'inUse' }, { health: 'unreadable', place: OWN }],
    ['the one that was moved, before its equal in the own profile', { isMoved: true }, { place: OWN, isWanted: true }],
  ])('%s', (_, one, other) => {
    const files = [
      file('a', one),
      file('b', other),
      file('c', { ...other, path: 'D:\\zz.pst', place: BOBS, isMoved: false, isWanted: false }),
    ];
    const original = new Set([...findCopies(files).values()].map(({ of }) => of));
    expect([...original]).toEqual(['a']);
    expect([...findCopies(files.toReversed()).values()].map(({ of }) => of)).toEqual(['a', 'a']);
  });

  it('not the one that was moved when there is a later version in the own profile', () => {
    const moved = file('a', { isMoved: true, isWanted: false });
    const later = file('b', { headHash: 'h2', modifiedMs: 9000, place: OWN, isWanted: true });
    expectInEveryOrder([moved, later], { a: 'version of b' });
  });

  it('nobody when none can be moved', () => {
    expect(copies(file('a', { health: 'damaged' }), file('b', { health: 'ost' }))).toEqual({});
  });
});

it('never makes a chain: every copy is one of the original itself', () => {
  const files = [
    file('a', { outlookProfile: 'Outlook', headHash: 'h3' }),
    file('b', { place: OWN }),
    file('c'),
    file('d', { health: 'truncated', sizeBytes: 500, headHash: 'h3' }),
    file('e', { place: BOBS, headHash: 'h3' }),
  ];
  expectInEveryOrder(files, { b: 'version of a', c: 'version of a', d: 'version of a', e: 'copy of a' });
});

it('compares five thousand files of one store in no time', () => {
  const files = Array.from({ length: 5000 }, (_, i) => file(`f${i}`, { modifiedMs: i }));
  const found = findCopies(files);
  expect(found.size).toBe(4999);
  expect(new Set([...found.values()].map(({ of }) => of))).toEqual(new Set(['f4999']));
});
