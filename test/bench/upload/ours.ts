/**
 * Our transfer, as the worker runs it, and its journal, as the main process writes it, in one process:
 * `ours.mjs FILE checked|unhashed`. Where to send it and the folder of the journal come from the environment; a journal that
 * lies there is gone on with. In a utility process of Electron its network service is used unless
 * `BENCH_ROUTE` is `direct`, else Node's. `thread-hash.js` lies beside the program. Prints JSON.
 *
 * `unhashed` is not a thing the app does: blocks go under ids with no hash in them, without an MD5, and the blob gets a
 * made-up SHA-256. It shows what all the rest costs.
 */

import { createAzureBlockStore } from '../../../main/platform/azure-block-store.ts';
import { uploadClock } from '../../../main/platform/clock.ts';
import { openFileSource } from '../../../main/platform/file-source.ts';
import { createHashThreads } from '../../../main/platform/hash-threads.ts';
import { createHttpClient } from '../../../main/platform/http/http-client.ts';
import { openJournalFiles } from '../../../main/platform/journal-files.ts';
import type { Access } from '../../../main/upload/ports.ts';
import { createSteering } from '../../../main/upload/steering.ts';
import { upload } from '../../../main/upload/upload.ts';
import { openBenchJournal } from './bench-journal.ts';
import { createNoHasher, withoutMd5 } from './no-hashing.ts';
import { reportUpload } from './target.mjs';

// From the end: a utility process of Electron has more before them.
const [path = '', depth = 'checked'] = process.argv.slice(-2);
const {
  BENCH_BLOB_URI: blobUri = '',
  BENCH_SAS_TOKEN: sasToken = '',
  BENCH_JOURNALS: journals = '',
  BENCH_ROUTE: route,
} = process.env;
const access: Access = {
  timeLeftMs: () => null,
  renew: () => Promise.reject(new Error('the permission of a bench outlives it')),
};
const isHashed = depth === 'checked';

await reportUpload(async () => {
  const source = await openFileSource(path);
  const signature = await source.getSignature();
  const journal = await openBenchJournal(await openJournalFiles(journals), path, signature);
  const hasher = isHashed ? createHashThreads({ folder: import.meta.dirname }) : createNoHasher();
  const steering = createSteering({ limitBytesPerSecond: null, holdFor: null }, uploadClock);
  const http = createHttpClient(steering.pacer, { isDirect: route === 'direct' });
  const store = createAzureBlockStore({
    address: () => ({ blobUri, sasToken }),
    http: isHashed ? http : withoutMd5(http),
  });
  const input = {
    jobId: journal.jobId,
    path,
    signature,
    stagedIds: journal.stagedIds,
    startedCommits: [],
    replacesJobId: null,
  };
  const { signal } = new AbortController();
  let sha256 = '';
  for await (const event of upload(input, { source, store, hasher, access, steering, signal, clock: uploadClock })) {
    await journal.record(event);
    if (event.kind === 'committed') sha256 = event.sha256;
  }
  http.close();
  await hasher.close();
  await source.close();
  return { sha256 };
});
// A utility process of Electron has no end of its own.
if (Reflect.get(process, 'type') === 'utility') process.exit();
