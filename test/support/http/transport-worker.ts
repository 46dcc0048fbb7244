import { createAzureBlockStore } from '../../../main/platform/azure-block-store.ts';
import { createHttpClient } from '../../../main/platform/http/http-client.ts';
import { AppError } from '../../../preload/contract/index.ts';
import { UNBOUND } from './unbound.ts';

/** What a program in a utility process sends: so many blocks, the first alone, the rest at once. */
export type TransportTask = { readonly blobUri: string; readonly sasToken: string; readonly blocks: number };

/** What became of each block, and what was told of its progress. */
export type TransportOutcome = { readonly code: string; readonly params: unknown; readonly told: readonly number[] };

const BLOCK_BYTES = 1024 * 1024;

async function work({ blobUri, sasToken, blocks }: TransportTask): Promise<TransportOutcome[]> {
  const http = createHttpClient(UNBOUND);
  const store = createAzureBlockStore({ address: () => ({ blobUri, sasToken }), http });
  const { signal } = new AbortController();
  const send = async (index: number): Promise<TransportOutcome> => {
    const told: number[] = [];
    // Shared between threads, as the blocks of an upload are.
    const bytes = new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES)).fill(index);
    const id = Buffer.from(String(index).padStart(6, '0')).toString('base64');
    try {
      await store.stageBlock(
        { id, bytes, md5: new Uint8Array(16) },
        { signal, onSent: (sentBytes) => told.push(sentBytes) },
      );
      return { code: 'staged', params: {}, told };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { code: error.code, params: error.params, told };
    }
  };
  const first = await send(0);
  const rest = await Promise.all(Array.from({ length: blocks - 1 }, (_, index) => send(index + 1)));
  http.close();
  return [first, ...rest];
}

process.parentPort.on('message', ({ data }) => {
  void work(data as TransportTask).then((outcomes) => process.parentPort.postMessage(outcomes));
});
