import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEta, type SecondsLeft } from '../../../../main/import/eta.ts';

type Step = { readonly atS: number; readonly bytes: number; readonly items?: number; readonly isMoving?: boolean };

/** The estimate after each step of an import of 1000 bytes and `itemsTotal` items. */
function estimates(steps: readonly Step[], itemsTotal: number | null = null): (SecondsLeft | null)[] {
  const eta = createEta();
  return steps.map(({ atS, bytes, items = 0, isMoving = true }) =>
    eta.estimate({ atMs: atS * 1000, bytes, bytesTotal: 1000, items, itemsTotal, isMoving }),
  );
}

const steady = (until: number) =>
  Array.from({ length: until / 10 + 1 }, (_, order) => ({ atS: order * 10, bytes: order * 10 }));

test('nothing is told before it means something', () => {
  const told = estimates(steady(60));
  expect(told.map((range) => range !== null)).toEqual([false, false, false, true, true, true, true]);
});

test('a steady import is told rightly', () => {
  // One byte a second, 1000 in all.
  expect(estimates(steady(500)).at(-1)).toEqual({ low: 400, high: 750 });
});

test('time in the queue does not count', () => {
  const queue = [0, 1000, 2000].map((atS) => ({ atS, bytes: 0, isMoving: false }));
  const moved = steady(500).map(({ atS, bytes }) => ({ atS: atS + 2000, bytes }));
  expect(estimates([...queue, ...moved]).at(-1)).toEqual({ low: 400, high: 750 });
});

test('a stall widens the range, and going on narrows it', () => {
  const before = steady(500);
  const stalled = [...before, ...[520, 560, 600].map((atS) => ({ atS, bytes: 500, isMoving: false }))];
  const after = [
    ...stalled,
    ...Array.from({ length: 25 }, (_, order) => ({ atS: 610 + order * 10, bytes: 510 + order * 10 })),
  ];
  const width = (range: SecondsLeft | null | undefined) => (range ? range.high - range.low : Number.NaN);
  expect(width(estimates(stalled).at(-1))).toBeGreaterThan(width(estimates(before).at(-1)));
  expect(width(estimates(after).at(-1))).toBeLessThan(width(estimates(stalled).at(-1)));
});

test('bytes and items that disagree span the range', () => {
  const steps = steady(500).map((step) => ({ ...step, items: step.atS / 10 }));
  const both = estimates(steps, 1000).at(-1);
  expect(both?.low).toBe(400);
  expect(both?.high).toBeGreaterThan(9_000);
});

test('an import that begins again is a new one', () => {
  const again = [...steady(500), { atS: 510, bytes: 0 }, { atS: 520, bytes: 10 }];
  expect(estimates(again).slice(-2)).toEqual([null, null]);
});

test('all counted and not over: no telling', () => {
  expect(estimates(steady(1000)).at(-1)).toBeNull();
});

test('whatever happens, a range is whole, positive and in order', () => {
  const step = fc.record({
    gapS: fc.integer({ min: 0, max: 5000 }),
    bytes: fc.integer({ min: -50, max: 200 }),
    items: fc.nat(9),
    isMoving: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (gaps) => {
      let [atS, bytes, items] = [0, 0, 0];
      const steps = gaps.map((gap) => {
        [atS, bytes, items] = [atS + gap.gapS, Math.max(0, bytes + gap.bytes), items + gap.items];
        return { atS, bytes, items, isMoving: gap.isMoving };
      });
      for (const range of estimates(steps, 300)) {
        if (range === null) continue;
        expect(Number.isSafeInteger(range.low) && Number.isSafeInteger(range.high)).toBe(true);
        expect(range.low).toBeGreaterThanOrEqual(0);
        expect(range.high).toBeGreaterThan(range.low);
      }
    }),
  );
});
