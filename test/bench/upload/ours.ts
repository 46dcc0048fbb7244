/** Our transfer, as the worker runs it, in a process of its own: `ours.mjs FILE`, the blob's address in the environment. */
import { createAzureBlockStore } from '../../../main/platform/azure-block-store.ts';
import { uploadClock } from '../../../main/platform/clock.ts';
import { openFileSource } from '../../../main/platform/file-source.ts';
import { upload } from '../../../main/upload/upload.ts';

const [, , path = ''] = process.argv;
const { BENCH_BLOB_URI: blobUri = '', BENCH_SAS_TOKEN: sasToken = '' } = process.env;

const source = await openFileSource(path);
const signature = await source.getSignature();
const input = { jobId: 'bench', path, signature, stagedIds: [], bandwidthLimitBytesPerSecond: null };
const store = createAzureBlockStore({ blobUri, sasToken });
for await (const event of upload(input, { source, store, clock: uploadClock, signal: new AbortController().signal })) {
  if (event.kind === 'committed') process.stdout.write(event.sha256);
}
await source.close();
