import { describe, expect, it } from 'vitest';
import { Growing } from '../../../../support/pst-writer/ndb/growing.ts';

describe.each([
  ['offset', 2 ** 52],
  ['id', 2 ** 32 - 1],
  ['small', 2 ** 16 - 1],
] as const)('a list of numbers, %s', (kind, largest) => {
  it('keeps more than it had room for, up to the largest', () => {
    const list = new Growing(kind);
    for (let i = 0; i < 5_000; i += 1) list.add(i === 4_321 ? largest : i);
    expect([list.count, list.at(0), list.at(4_321), list.at(4_999)]).toEqual([5_000, 0, largest, 4_999]);
  });
});

it('gives the places of rising numbers, equal ones in the order they came', () => {
  const list = new Growing('id');
  for (const value of [7, 3, 7, 0xffff_ffff, 3, 0]) list.add(value);
  expect([...list.sortedOrder()]).toEqual([5, 1, 4, 0, 2, 3]);
});

it('holds nothing at a place nobody filled', () => {
  const list = new Growing('small');
  list.add(1);
  expect(() => list.at(1)).toThrow(RangeError);
  expect(() => list.set(1, 2)).toThrow(RangeError);
});
