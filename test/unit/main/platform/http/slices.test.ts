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

test('slices begin small again after one was lost, and are never as large again', () => {
  const slices = createSlices(16 * MIB);
  const quick = (count: number) => {
    for (let done = 0; done < count; done += 1) slices.took(slices.sizeBytes(), 1);
    return slices.sizeBytes() / 1024;
  };
  const sizes = [quick(10)];
  slices.lost();
  sizes.push(slices.sizeBytes() / 1024, quick(10));
  slices.lost();
  sizes.push(slices.sizeBytes() / 1024, quick(10));
  expect(sizes).toEqual([16_384, 128, 128, 16, 128]);
});

test('a slice that was cut short does not make the next one larger', () => {
  const slices = createSlices(MIB);
  slices.took(1_000, 1);
  expect(slices.sizeBytes()).toBe(128 * 1024);
});
