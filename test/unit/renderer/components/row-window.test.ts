import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawnIndexes, rowOffsets, rowsWithin, scrollTopShowing } from '../../../../renderer/components/row-window.ts';

const offsets = rowOffsets([50, 70, 50, 50], (height) => height);

it('adds heights up', () => {
  expect(offsets).toEqual([0, 50, 120, 170, 220]);
});

it.each([
  ['the top', 0, 50, { first: 0, end: 1 }],
  ['a row cut at either end', 49, 121, { first: 0, end: 3 }],
  ['above the first', -480, 60, { first: 0, end: 2 }],
  ['beyond the last', 5000, 5100, { first: 2, end: 4 }],
  ['more than there is', -100, 900, { first: 0, end: 4 }],
])('finds the rows of a view: %s', (_, fromPx, toPx, expected) => {
  expect(rowsWithin(offsets, { fromPx, toPx })).toEqual(expected);
});

it('finds nothing in an empty list', () => {
  expect(rowsWithin([0], { fromPx: 0, toPx: 900 })).toEqual({ first: 0, end: 0 });
});

it('finds exactly the rows that lie in a view of any list', () => {
  const lists = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(lists, fc.nat(9000), fc.integer({ min: 1, max: 900 }), (heights, from, viewPx) => {
      const all = rowOffsets(heights, (height) => height);
      const fromPx = Math.max(0, Math.min(from, (all.at(-1) ?? 0) - viewPx));
      const seen = heights.flatMap((height, index) => {
        const start = all[index] ?? 0;
        return start < fromPx + viewPx && start + height > fromPx ? [index] : [];
      });
      const { first, end } = rowsWithin(all, { fromPx, toPx: fromPx + viewPx });
      expect(Array.from({ length: end - first }, (_, index) => first + index)).toEqual(seen);
    }),
  );
});

it.each([
  ['stays when the row is seen whole', 1, { fromPx: 0, toPx: 120 }, 0],
  ['goes up to a row above', 0, { fromPx: 60, toPx: 160 }, 0],
  ['goes down just far enough', 3, { fromPx: 0, toPx: 100 }, 120],
  ['shows the start of a row higher than the view', 1, { fromPx: 60, toPx: 100 }, 50],
])('scrolls to a row: %s', (_, index, view, expected) => {
  expect(scrollTopShowing(offsets, index, view)).toBe(expected);
});

it.each([
  [3, [2, 3, 4]],
  [0, [0, 2, 3, 4]],
  [9, [2, 3, 4, 9]],
  [12, [2, 3, 4]],
])('draws the rows in view and row %i, which has the focus', (active, drawn) => {
  expect(drawnIndexes({ first: 2, end: 5 }, { active, count: 10 })).toEqual(drawn);
});
