import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Fingerprints, readFingerprints } from '../../../../main/pst/fingerprints.ts';
import { countShared } from '../../../../main/pst/overlap.ts';
import type { PstRow } from '../../../../main/pst/store.ts';
import { fakeRow, fakeStore } from './fake-rows.ts';

const printsOf = (...rows: PstRow[]) => readFingerprints(fakeStore({ 1: rows }));

function numbers(messageIds: readonly number[], rows: readonly number[]): Fingerprints {
  return { items: rows.length, messageIds: Float64Array.from(messageIds), rows: Float64Array.from(rows) };
}

describe('countShared', () => {
  it('counts what the other file has, by message id or by row', () => {
    const one = numbers([1, 0, 3, 0, 0], [11, 12, 13, 14, 0]);
    expect(countShared(one, numbers([3, 0], [99, 12]))).toBe(2);
    expect(countShared(one, numbers([1], [11]))).toBe(1);
    expect(countShared(one, one)).toBe(4);
    expect(countShared(one, numbers([], []))).toBe(0);
    expect(countShared(numbers([], []), one)).toBe(0);
  });

  it('does not take a message id for a row', () => {
    expect(countShared(numbers([7], [0]), numbers([0], [7]))).toBe(0);
  });

  it('counts each of what the one file has twice', () => {
    expect(countShared(numbers([0, 0], [5, 5]), numbers([0], [5]))).toBe(2);
  });

  it('never counts two drafts of which nothing is known', () => {
    const draft = fakeRow(1, { subject: '', senderName: '', sentMs: null });
    expect(countShared(printsOf(draft), printsOf(draft))).toBe(0);
  });

  it('knows numbers that stand at the same place in its table apart', () => {
    // The same low bits, so that one has to give way to the other.
    const near = [1, 2, 3, 4].map((high) => high * 2 ** 32 + 6);
    expect(countShared(numbers([0, 0, 0, 0], near), numbers([0, 0], near.slice(0, 2)))).toBe(2);
  });
});

test('is what looking for each item in turn finds', () => {
  const list = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 30 });
  const toPrints = (pairs: readonly (readonly [number, number])[]) =>
    numbers(
      pairs.map(([id]) => id),
      pairs.map(([, row]) => row * 2 ** 40),
    );
  fc.assert(
    fc.property(list, list, (one, other) => {
      const isShared = ([id, row]: readonly [number, number]) =>
        other.some(([otherId, otherRow]) => (id !== 0 && id === otherId) || (row !== 0 && row === otherRow));
      expect(countShared(toPrints(one), toPrints(other))).toBe(one.filter(isShared).length);
    }),
  );
});

test('half a million items are compared with as many within seconds', () => {
  const rows = Array.from({ length: 500_000 }, (_, id) =>
    fakeRow(id, { subject: `Report of day ${id}`, sentMs: id * 1000 }),
  );
  const started = performance.now();
  const [one, other] = [printsOf(...rows.slice(0, 1)), readFingerprints(fakeStore({ 1: rows }))];
  const whole = readFingerprints(fakeStore({ 2: rows.slice(250_000) }));
  expect([countShared(other, whole), countShared(whole, other), countShared(one, other)]).toEqual([
    250_000, 250_000, 1,
  ]);
  expect(performance.now() - started).toBeLessThan(10_000);
});
