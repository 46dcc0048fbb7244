/**
 * The least one can do with the SDK's block calls: `sdk-stage-blocks.mjs FILE [--md5]`. No resume, no check of the file,
 * no retry of its own; with `--md5` each block goes with its MD5, as ours do.
 */
import { createHash } from 'node:crypto';
import { sendBlocks } from './block-queue.mjs';
import { createTargetClient } from './sdk-client.mjs';
import { CONCURRENCY, reportUpload } from './target.mjs';

const [, , path, option] = process.argv;
await reportUpload(async () => {
  const client = createTargetClient();
  const ids = await sendBlocks(path, CONCURRENCY, (id, block) => {
    const check = option === '--md5' ? { transactionalContentMD5: createHash('md5').update(block).digest() } : {};
    return client.stageBlock(id, block, block.byteLength, check);
  });
  await client.commitBlockList(ids);
});
