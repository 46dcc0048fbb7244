import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlockBlob } from './block-blob.ts';

const CHUNK_BYTES = 4 * 1024 * 1024;

/** A folder that is removed with all in it. */
export async function scratchFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'ferry-faults-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A new file of bytes that repeat nowhere. */
export async function writeTestFile(path: string, sizeBytes: number): Promise<void> {
  const cipher = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16));
  const zeros = Buffer.alloc(Math.min(CHUNK_BYTES, sizeBytes));
  const handle = await open(path, 'w');
  try {
    for (let done = 0; done < sizeBytes; done += zeros.byteLength) {
      await handle.write(cipher.update(zeros.subarray(0, Math.min(zeros.byteLength, sizeBytes - done))));
    }
  } finally {
    await handle.close();
  }
}

/** SHA-256 of a file, lower-case hex. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** True when the committed blob is the file, byte for byte; compared block by block, so that hashes are enough. */
export async function isFile(blob: BlockBlob, path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    let offset = 0;
    for (const block of blob.committed ?? []) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(block.sizeBytes), 0, block.sizeBytes, offset);
      if (bytesRead !== block.sizeBytes) return false;
      if (createHash('sha256').update(buffer).digest('hex') !== block.sha256) return false;
      offset += block.sizeBytes;
    }
    return blob.committed !== null && offset === (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
