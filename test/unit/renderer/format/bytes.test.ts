import { expect, it } from 'vitest';
import { formatBytes } from '../../../../renderer/format/bytes.ts';

it.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '0.977 KB'],
  [1024, '1 KB'],
  [1536, '1.5 KB'],
  [1_048_576, '1 MB'],
  [2 ** 31 - 1, '2 GB'],
  [2 ** 32, '4 GB'],
  [20 * 2 ** 30, '20 GB'],
  [195 * 2 ** 30, '195 GB'],
  [999.6 * 2 ** 20, '0.976 GB'],
  [5000 * 2 ** 40, '5,000 TB'],
])('writes %d bytes as %s', (bytes, expected) => {
  expect(formatBytes(bytes, 'en-US')).toBe(expected);
});

it('writes numbers the way of the locale', () => {
  expect(formatBytes(1536, 'de-DE')).toBe('1,5 KB');
});
