import { AppError, splitSharePath, urlToSharePath } from '../../preload/contract/index.ts';
import type { ImportSource } from '../import/engine.ts';
import { createAzureBlockStore } from '../platform/azure-block-store.ts';
import { uploadClock } from '../platform/clock.ts';
import { openFileSource } from '../platform/file-source.ts';
import { createHashThreads } from '../platform/hash-threads.ts';
import { createHttpClient } from '../platform/http/http-client.ts';
import { createShareFolder } from '../platform/share-folder.ts';
import { type CopyDeps, copyToShare } from '../upload/share/copy.ts';
import { createSteering, type Steering } from '../upload/steering.ts';
import { type UploadDeps, upload } from '../upload/upload.ts';
import type { UploadEvent } from '../upload/upload-event.ts';
import { createRenewableAccess, type RenewableAccess } from './renewable-access.ts';
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
  const deps = { source, hasher, steering, signal, clock: uploadClock };
  const sharePath = urlToSharePath(input.access.blobUri);
  try {
    if (sharePath === null) yield* uploadTo({ ...deps, access }, input);
    else yield* copyTo(sharePath, deps, input.upload);
  } finally {
    await hasher.close();
    await source.close();
  }
}

type UploadParts = Omit<UploadDeps, 'store' | 'access'> & { readonly access: RenewableAccess };

async function* uploadTo({ access, ...deps }: UploadParts, input: TransferInput): AsyncGenerator<UploadEvent> {
  const http = createHttpClient(deps.steering.pacer, { isDirect: input.isDirect });
  try {
    const store = createAzureBlockStore({ address: access.current, http });
    yield* upload(input.upload, { ...deps, store, access });
  } finally {
    http.close();
  }
}

async function* copyTo(
  path: string,
  deps: Omit<CopyDeps, 'target'>,
  input: TransferInput['upload'],
): AsyncGenerator<UploadEvent> {
  const place = splitSharePath(path);
  if (!place) throw new AppError('shareMissing', { share: path });
  const target = createShareFolder({ share: place.folder, fileName: place.name, jobId: input.jobId });
  try {
    yield* copyToShare(input, { ...deps, target });
  } finally {
    await target.close();
  }
}

function steer(steering: Steering, news: TransferNews): void {
  if (news.kind === 'control') steering.apply(news.control);
  else steering.woke();
}

serveWorker((input, options) => transfer(input as TransferInput, options));
