import { expect, it } from 'vitest';
import type { Signature } from '../../../../main/migration/job.ts';
import { isReplaced, isSameState } from '../../../../main/migration/same-file.ts';

const KNOWN: Signature = { sizeBytes: 30, modifiedMs: 5, changedMs: 6, fileId: '1:C:\\a' };

it.each<[string, Partial<Signature>, boolean, boolean]>([
  ['untouched', {}, true, false],
  ['looked at by a virus scanner', { changedMs: 7 }, true, false],
  ['written to', { sizeBytes: 31, modifiedMs: 8 }, false, false],
  ['written to in its place', { modifiedMs: 8 }, false, false],
  ['another one on the same drive', { fileId: '1:9', sizeBytes: 2 }, false, false],
  ['on a drive that has another number now', { fileId: '2:C:\\a' }, false, false],
  ['of another size on another drive', { fileId: '2:C:\\a', sizeBytes: 31 }, false, true],
  ['of another time on another drive', { fileId: '2:C:\\a', modifiedMs: 8 }, false, true],
  ['on a drive whose number begins alike', { fileId: '12:C:\\a', modifiedMs: 8 }, false, true],
])('a file that is %s', (_name, change, isSame, isOther) => {
  const now = { ...KNOWN, ...change };
  expect([isSameState(KNOWN, now), isReplaced(KNOWN, now)]).toEqual([isSame, isOther]);
});

it('a file nobody has seen before takes nobody’s place', () => {
  expect(isReplaced(null, KNOWN)).toBe(false);
});
