import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MemoryFile } from '../scan/ports.ts';

/** Longer than the stream's own: fewer lines are cut in two. */
const READ_BYTES = 1 << 20;
/** Lines written at a time: some 100 KB. */
const LINES_PER_WRITE = 500;

/** The memory of folders in a file of this PC. The text is ASCII, so that it takes one byte a letter in memory as well. */
export function createMemoryFile(path: string): MemoryFile {
  return {
    read: () => createReadStream(path, { encoding: 'latin1', highWaterMark: READ_BYTES }),
    write: async (lines) => {
      const part = `${path}.part`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await pipeline(Readable.from(chunksOf(lines)), createWriteStream(part, { encoding: 'latin1', flush: true }));
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
  };
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  let end = '';
  for (const line of lines) {
    chunk.push(end + line);
    end = '\n';
    if (chunk.length < LINES_PER_WRITE) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}
