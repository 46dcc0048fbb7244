import { expect, it } from 'vitest';
import { rovingIndex } from '../../../../renderer/components/roving-index.ts';

const list = { count: 5000, rowsPerPage: 10 };

it.each([
  ['ArrowDown', 7, 8],
  ['ArrowUp', 7, 6],
  ['ArrowUp', 0, 0],
  ['ArrowDown', 4999, 4999],
  ['PageDown', 7, 16],
  ['PageUp', 7, 0],
  ['PageUp', 100, 91],
  ['Home', 7, 0],
  ['End', 7, 4999],
  ['Enter', 7, null],
  ['a', 7, null],
])('%s from row %i goes to %s', (key, from, expected) => {
  expect(rovingIndex(key, from, list)).toBe(expected);
});

it('moves on by at least one row where not one fits the page', () => {
  expect(rovingIndex('PageDown', 0, { count: 3, rowsPerPage: 0 })).toBe(1);
});

it('has nowhere to go in an empty list', () => {
  expect(rovingIndex('End', 0, { count: 0, rowsPerPage: 10 })).toBeNull();
});
