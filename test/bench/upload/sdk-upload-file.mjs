/** The SDK's ready-made upload: `sdk-upload-file.mjs FILE`. */
import { createTargetClient } from './sdk-client.mjs';
import { BLOCK_BYTES, CONCURRENCY, reportUpload } from './target.mjs';

const options = { blockSize: BLOCK_BYTES, concurrency: CONCURRENCY, maxSingleShotSize: BLOCK_BYTES };
await reportUpload(async () => {
  await createTargetClient().uploadFile(process.argv[2], options);
});
