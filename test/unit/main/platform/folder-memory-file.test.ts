import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryFile } from '../../../../main/platform/folder-memory-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memory-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

test('what was written last is read, in a folder that is made for it', async () => {
  const path = join(folder, 'sub', 'folders.txt');
  const memory = createMemoryFile(path);
  const lines = Array.from({ length: 1200 }, (_, i) => `line ${i}`);
  await memory.write(['old']);
  await memory.write(lines);
  expect(await textOf(memory.read())).toBe(lines.join('\n'));
  expect(readdirSync(join(folder, 'sub'))).toEqual(['folders.txt']);
});

test('a write that fails leaves the old text and nothing else', async () => {
  const path = join(folder, 'folders.txt');
  const memory = createMemoryFile(path);
  await memory.write(['old']);
  function* failing() {
    yield 'new';
    throw new Error('no more');
  }
  await expect(memory.write(failing())).rejects.toThrow('no more');
  expect([readFileSync(path, 'latin1'), readdirSync(folder)]).toEqual(['old', ['folders.txt']]);
});

test('a file that is not there cannot be read', async () => {
  await expect(textOf(createMemoryFile(join(folder, 'no')).read())).rejects.toMatchObject({ code: 'ENOENT' });
});
