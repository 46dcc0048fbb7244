import { expect, test } from 'vitest';
import { type ComparedFile, Overlaps } from '../../../../main/migration/overlaps.ts';
import { fingerprintBytes } from '../../../../main/pst/fingerprints.ts';
import { AppError, CandidateId } from '../../../../preload/contract/index.ts';
import { deferred, untilAborted } from '../../../support/migration/fake-ports.ts';

/** Files by name, each with the numbers of its items. */
const FILES: Readonly<Record<string, readonly number[]>> = { a: [1, 2, 3, 4], b: [3, 4, 5], c: [9] };

function file(name: string, change: Partial<ComparedFile> = {}): ComparedFile {
  return { id: CandidateId.parse(name), path: name, sizeBytes: 1, modifiedMs: 2, ...change };
}

function printsOf(name: string): Uint8Array {
  const rows = FILES[name];
  if (!rows) throw new AppError('sourceMissing', {});
  return fingerprintBytes({
    items: rows.length,
    messageIds: new Float64Array(rows.length),
    rows: Float64Array.from(rows),
  });
}

function createOverlaps() {
  const read: string[] = [];
  const overlaps = new Overlaps({
    fingerprints: async (path) => {
      read.push(path);
      return printsOf(path);
    },
  });
  return { overlaps, read };
}

test('tells how much of the one is in each of the others', async () => {
  expect(await createOverlaps().overlaps.find(file('a'), [file('b'), file('c')])).toEqual([
    { id: 'b', shared: 2, items: 4, problem: null },
    { id: 'c', shared: 0, items: 4, problem: null },
  ]);
});

test('one that cannot be read is told, and does not keep the rest from being compared', async () => {
  expect(await createOverlaps().overlaps.find(file('a'), [file('gone'), file('b')])).toMatchObject([
    { id: 'gone', shared: 0, problem: { code: 'sourceMissing' } },
    { id: 'b', shared: 2, problem: null },
  ]);
});

test('when the first cannot be read there is nothing to compare', async () => {
  const { overlaps } = createOverlaps();
  await expect(overlaps.find(file('gone'), [file('a')])).rejects.toMatchObject({ code: 'sourceMissing' });
  expect(await overlaps.find(file('a'), [file('b')])).toMatchObject([{ id: 'b', shared: 2 }]);
});

test('a file is read once, until it changes', async () => {
  const { overlaps, read } = createOverlaps();
  await overlaps.find(file('a'), [file('b')]);
  await overlaps.find(file('b'), [file('a')]);
  await overlaps.find(file('a', { modifiedMs: 3 }), [file('b')]);
  overlaps.clear();
  await overlaps.find(file('c'), [file('b')]);
  expect(read).toEqual(['a', 'b', 'a', 'c', 'b']);
});

test('the next question cuts the one before short', async () => {
  const { promise: isReading, resolve } = deferred<void>();
  const overlaps = new Overlaps({
    fingerprints: async (path, signal) => {
      if (path !== 'slow') return printsOf(path);
      resolve();
      return untilAborted(signal);
    },
  });
  const first = overlaps.find(file('a'), [file('b'), file('slow'), file('c')]);
  await isReading;
  const second = overlaps.find(file('b'), [file('a')]);
  expect(await first).toEqual([{ id: 'b', shared: 2, items: 4, problem: null }]);
  expect(await second).toEqual([{ id: 'a', shared: 2, items: 3, problem: null }]);
});
