import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { createAzureBlockStore } from '../../../main/platform/azure-block-store.ts';
import { createNodeHttp } from '../../../main/platform/http/node-http.ts';
import { UNBOUND } from '../../support/http/unbound.ts';
import { type ScriptedStore, startScriptedStore } from '../../support/storage/scripted-store.ts';
import { testBlockStore } from '../../support/upload/block-store-suite.ts';

const http = createNodeHttp(UNBOUND);
let store: ScriptedStore;

beforeAll(async () => {
  store = await startScriptedStore();
});

afterAll(async () => {
  http.close();
  await store.close();
});

// The store that faults are played on passes what the emulator passes.
testBlockStore('scripted', async () => {
  const blobName = `${randomUUID()}.pst`;
  const open = (rights: string) => {
    const address = store.grant({ blobName, rights });
    return createAzureBlockStore({ address: () => address, http });
  };
  return {
    readable: open('rcw'),
    writeOnly: open('cw'),
    corruptedReason: 'Md5Mismatch',
    readBlob: async () => store.blob(blobName).bytes(),
  };
});
