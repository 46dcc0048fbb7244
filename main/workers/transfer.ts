import { createAzureBlockStore } from '../platform/azure-block-store.ts';
import { uploadClock } from '../platform/clock.ts';
import { openFileSource } from '../platform/file-source.ts';
import { upload } from '../upload/upload.ts';
import type { UploadEvent } from '../upload/upload-event.ts';
import { serveWorker } from './serve.ts';
import type { TransferInput } from './transfer-input.ts';

async function* transfer(input: TransferInput, signal: AbortSignal): AsyncGenerator<UploadEvent> {
  const source = await openFileSource(input.upload.path);
  try {
    yield* upload(input.upload, { source, store: createAzureBlockStore(input.access), clock: uploadClock, signal });
  } finally {
    await source.close();
  }
}

serveWorker((input, { signal }) => transfer(input as TransferInput, signal));
