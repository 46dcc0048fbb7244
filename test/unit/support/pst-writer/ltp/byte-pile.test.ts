import { expect, it } from 'vitest';
import { BytePile } from '../../../../support/pst-writer/ltp/byte-pile.ts';

it('gives pieces of any length again, in order', () => {
  const pile = new BytePile();
  const lengths = [10, 0, 500, 12, 511, 3, 65_536, 1, 100_000, 0, 7, ...Array.from({ length: 300 }, (_, i) => i * 9)];
  lengths.forEach((length, order) => {
    pile.reserve(length).fill(order % 251);
  });
  const next = pile.reader();
  const wrong = lengths.filter((length, order) => !next(length).equals(Buffer.alloc(length, order % 251)));
  expect(wrong).toEqual([]);
});
