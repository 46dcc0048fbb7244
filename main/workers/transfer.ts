import type { ImportSource } from '../import/engine.ts';
import { createAzureBlockStore } from '../platform/azure-block-store.ts';
import { uploadClock } from '../platform/clock.ts';
import { openFileSource } from '../platform/file-source.ts';
import { createHashThreads } from '../platform/hash-threads.ts';
import { createHttpClient } from '../platform/http/http-client.ts';
import { createSteering, type Steering } from '../upload/steering.ts';
import { upload } from '../upload/upload.ts';
import type { UploadEvent } from '../upload/upload-event.ts';
import { createRenewableAccess } from './renewable-access.ts';
import { serveWorker, type WorkOptions } from './serve.ts';
import type { TransferInput, TransferNews, TransferQuestion } from './transfer-input.ts';

async function* transfer(input: TransferInput, { signal, ask, onNews }: WorkOptions): AsyncGenerator<UploadEvent> {
  const steering = createSteering(input.control, uploadClock);
  onNews((news) => steer(steering, news as TransferNews));
  const question: TransferQuestion = { kind: 'renew' };
  const access = createRenewableAccess({
    first: input.access,
    ask: async () => (await ask(question)) as ImportSource,
    nowMs: Date.now,
  });
  const source = await openFileSource(input.upload.path);
  const hasher = createHashThreads({ folder: import.meta.dirname });
  const http = createHttpClient(steering.pacer, { isDirect: input.isDirect });
  try {
    const store = createAzureBlockStore({ address: access.current, http });
    yield* upload(input.upload, { source, store, hasher, access, steering, signal, clock: uploadClock });
  } finally {
    http.close();
    await hasher.close();
    await source.close();
  }
}

function steer(steering: Steering, news: TransferNews): void {
  if (news.kind === 'control') steering.apply(news.control);
  else steering.woke();
}

serveWorker((input, options) => transfer(input as TransferInput, options));
