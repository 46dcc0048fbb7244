/**
 * The least one can do with the SDK's block calls: `sdk-stage-blocks.mjs FILE [--md5]`. No resume, no check of the file,
 * no retry of its own; with `--md5` each block goes with its MD5, as ours do.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { BLOCK_BYTES, CONCURRENCY, createTargetClient } from './target.mjs';

const [, , path, option] = process.argv;
const client = createTargetClient();
const file = await open(path, 'r');
const { size } = await file.stat();
const ids = Array.from({ length: Math.ceil(size / BLOCK_BYTES) }, (_, index) =>
  Buffer.from(String(index).padStart(6, '0')).toString('base64'),
);
const queue = ids.entries();
await Promise.all(Array.from({ length: CONCURRENCY }, sendFromQueue));
await client.commitBlockList(ids);
await file.close();

async function sendFromQueue() {
  const buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  for (const [index, id] of queue) {
    const { bytesRead } = await file.read(buffer, 0, BLOCK_BYTES, index * BLOCK_BYTES);
    const block = buffer.subarray(0, bytesRead);
    const check = option === '--md5' ? { transactionalContentMD5: createHash('md5').update(block).digest() } : {};
    await client.stageBlock(id, block, bytesRead, check);
  }
}
