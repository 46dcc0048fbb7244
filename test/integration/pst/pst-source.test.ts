import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openPstSource } from '../../../main/platform/pst-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'pst-source-'));
const path = join(folder, 'some.pst');
writeFileSync(path, '0123456789');
chmodSync(path, 0o444);
afterAll(() => rmSync(folder, { recursive: true }));

test('a file that may only be read is read at places, up to its end', () => {
  const source = openPstSource(path);
  const read = (position: number, length: number) => {
    const target = Buffer.alloc(length);
    return target.toString('latin1', 0, source.read(target, position));
  };
  expect([source.sizeBytes, read(3, 4), read(8, 4), read(10, 1), read(99, 1), read(0, 0)]).toEqual([
    10,
    '3456',
    '89',
    '',
    '',
    '',
  ]);
  source.close();
});

test.each([
  ['what is not there', join(folder, 'no.pst'), 'ENOENT'],
  ['a folder', folder, 'EISDIR'],
])('%s cannot be opened', (_, place, code) => {
  expect(() => openPstSource(place)).toThrow(expect.objectContaining({ code, syscall: expect.any(String) }));
});
