import { open } from 'node:fs/promises';
import { BLOCK_BYTES } from './target.mjs';

/**
 * Reads a file in blocks and hands each to `send`, several at a time; every lane uses one buffer over and over.
 * @param {string} path
 * @param {number} lanes
 * @param {(id: string, block: Buffer) => Promise<unknown>} send
 * @returns {Promise<string[]>} the ids of all blocks, in order
 */
export async function sendBlocks(path, lanes, send) {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  const ids = Array.from({ length: Math.ceil(size / BLOCK_BYTES) }, (_, index) =>
    Buffer.from(String(index).padStart(6, '0')).toString('base64'),
  );
  const queue = ids.entries();
  const sendFromQueue = async () => {
    const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    for (const [index, id] of queue) {
      const { bytesRead } = await file.read(buffer, 0, BLOCK_BYTES, index * BLOCK_BYTES);
      await send(id, buffer.subarray(0, bytesRead));
    }
  };
  await Promise.all(Array.from({ length: lanes }, sendFromQueue));
  await file.close();
  return ids;
}
