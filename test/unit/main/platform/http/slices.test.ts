import { expect, test } from 'vitest';
import { createSlices } from '../../../../../main/platform/http/slices.ts';

const MIB = 1024 * 1024;

test('slices grow on a quick line up to their bound', () => {
  const slices = createSlices(MIB);
  const sizes = Array.from({ length: 6 }, () => {
    const sizeBytes = slices.sizeBytes();
    slices.took(sizeBytes, 1);
    return sizeBytes / 1024;
  });
  expect(sizes).toEqual([128, 256, 512, 1024, 1024, 1024]);
});

test('slices shrink on a slow line down to two seconds of 64 kbit/s', () => {
  const slices = createSlices(MIB);
  for (let count = 0; count < 10; count += 1) slices.took(slices.sizeBytes(), 2_000);
  expect(slices.sizeBytes()).toBe(16 * 1024);
});

test('a slice that was cut short does not make the next one larger', () => {
  const slices = createSlices(MIB);
  slices.took(1_000, 1);
  expect(slices.sizeBytes()).toBe(128 * 1024);
});
