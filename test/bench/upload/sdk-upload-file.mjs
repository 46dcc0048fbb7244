/** The SDK's ready-made upload: `sdk-upload-file.mjs FILE`. */
import { BLOCK_BYTES, CONCURRENCY, createTargetClient } from './target.mjs';

const options = { blockSize: BLOCK_BYTES, concurrency: CONCURRENCY, maxSingleShotSize: BLOCK_BYTES };
await createTargetClient().uploadFile(process.argv[2], options);
