import { describe, expect, test } from 'vitest';
import { createLineReader } from '../../../../../main/platform/powershell/line-reader.ts';

function read(chunks: readonly Uint8Array[], maxBytes = 1000) {
  const lines: string[] = [];
  const dropped: [string, number][] = [];
  const push = createLineReader({
    maxBytes,
    onLine: (text) => lines.push(text),
    onDropped: (why, bytes) => dropped.push([why, bytes]),
  });
  for (const chunk of chunks) push(chunk);
  return { lines, dropped };
}

describe('createLineReader', () => {
  const text = '{"a":"é€😀"}\n\n{"b":1}\r\nzuletzt ß\n';
  const lines = ['{"a":"é€😀"}', '', '{"b":1}\r', 'zuletzt ß'];
  const bytes = Buffer.from(text);

  test('lines cut at every byte position', () => {
    for (let first = 0; first <= bytes.length; first += 1) {
      for (let second = first; second <= bytes.length; second += 1) {
        const chunks = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
        expect(read(chunks)).toEqual({ lines, dropped: [] });
      }
    }
  });

  test('lines written byte by byte', () => {
    const long = Buffer.from(`${'ü'.repeat(2000)}\nshort\n`);
    const chunks = [...long].map((byte) => Uint8Array.of(byte));
    expect(read(chunks, 4000)).toEqual({ lines: ['ü'.repeat(2000), 'short'], dropped: [] });
  });

  test('a mark of the byte order is left out, a half line at the end too', () => {
    expect(read([Buffer.from('\ufeff{"a":1}\n{"half')])).toEqual({ lines: ['{"a":1}'], dropped: [] });
  });

  test('the longest line is given, one byte more is not, nor does it disturb the next', () => {
    const limit = 2 ** 20;
    const chunks = [`${'x'.repeat(limit)}\n`, 'y'.repeat(limit), 'y\n', 'next\n'].map((each) => Buffer.from(each));
    expect(read(chunks, limit)).toEqual({ lines: ['x'.repeat(limit), 'next'], dropped: [['tooLong', limit + 1]] });
  });

  test.each([
    { name: 'a lone byte', line: [0x80] },
    { name: 'a character cut off', line: [0x41, 0xf0, 0x9f, 0x98] },
    { name: 'a surrogate', line: [0xed, 0xa0, 0x80] },
    { name: 'an overlong form', line: [0xc0, 0xaf] },
  ])('$name is no text: that line is left out', ({ line }) => {
    const chunk = Buffer.from([...line, 0x0a, 0x6f, 0x6b, 0x0a]);
    expect(read([chunk])).toEqual({ lines: ['ok'], dropped: [['notUtf8', line.length]] });
  });
});
