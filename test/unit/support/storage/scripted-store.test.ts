import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { BlockBlobClient } from '@azure/storage-blob';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFaultProxy } from '../../../support/storage/fault-proxy.ts';
import { type ScriptedStore, startScriptedStore } from '../../../support/storage/scripted-store.ts';

let store: ScriptedStore;

beforeEach(async () => {
  store = await startScriptedStore();
});

afterEach(() => store.close());

function clientOf(rights = 'rcw', port?: number): BlockBlobClient {
  const { blobUri, sasToken } = store.grant({ blobName: 'a.pst', rights }, port);
  return new BlockBlobClient(`${blobUri}?${sasToken}`, undefined, { retryOptions: { maxTries: 1 } });
}

const IDS = ['AAAA', 'BBBB'] as const;

function stage(client: BlockBlobClient, id: string, text: string, md5OfText = text) {
  const transactionalContentMD5 = createHash('md5').update(md5OfText).digest();
  return client.stageBlock(id, text, text.length, { transactionalContentMD5 });
}

test('blocks are staged, listed, committed in order, and told of with their facts', async () => {
  const client = clientOf();
  await stage(client, IDS[1], 'world');
  await stage(client, IDS[0], 'hello ');
  const staged = await client.getBlockList('all');
  expect(staged.uncommittedBlocks?.map(({ name, size }) => [name, size])).toEqual([
    ['BBBB', 5],
    ['AAAA', 6],
  ]);
  await client.commitBlockList([...IDS], { metadata: { jobid: 'j' }, conditions: { ifNoneMatch: '*' } });
  expect(store.blob('a.pst').bytes().toString()).toBe('hello world');
  const facts = await client.getProperties();
  expect(facts).toMatchObject({ contentLength: 11, metadata: { jobid: 'j' } });
  const listed = await client.getBlockList('all');
  expect({ committed: listed.committedBlocks?.length, staged: listed.uncommittedBlocks, etag: listed.etag }).toEqual({
    committed: 2,
    staged: [],
    etag: facts.etag,
  });
  const changed = await client.setMetadata({ shared: '1' }, { conditions: { ifMatch: facts.etag ?? '' } });
  expect(changed.etag).not.toBe(facts.etag);
  expect((await client.downloadToBuffer()).toString()).toBe('hello world');
});

test('committed blocks may be named again in the next commit', async () => {
  const client = clientOf();
  await stage(client, IDS[0], 'old');
  await client.commitBlockList([IDS[0]]);
  await stage(client, IDS[1], 'new');
  await client.commitBlockList([...IDS]);
  expect(store.blob('a.pst').bytes().toString()).toBe('oldnew');
});

const REFUSALS: readonly [string, number, string, (client: BlockBlobClient) => Promise<unknown>][] = [
  ['bytes that do not fit', 400, 'Md5Mismatch', (client) => stage(client, IDS[0], 'sent', 'meant')],
  ['an id of another length', 400, 'InvalidBlobOrBlock', (client) => stage(client, 'AAAAAAAA', 'x')],
  ['an unknown block', 400, 'InvalidBlockList', (client) => client.commitBlockList(['CCCC'])],
  [
    'a second first commit',
    409,
    'BlobAlreadyExists',
    (client) => client.commitBlockList([], { conditions: { ifNoneMatch: '*' } }),
  ],
  [
    'a commit over another state',
    412,
    'ConditionNotMet',
    (client) => client.commitBlockList([], { conditions: { ifMatch: '"0x1"' } }),
  ],
  [
    'facts for another state',
    412,
    'ConditionNotMet',
    (client) => client.setMetadata({}, { conditions: { ifMatch: '"0x1"' } }),
  ],
];

test.each(REFUSALS)('%s: %i %s', async (_name, statusCode, code, act) => {
  const client = clientOf();
  await stage(client, IDS[0], 'there');
  await client.commitBlockList([IDS[0]]);
  await expect(act(client)).rejects.toMatchObject({ statusCode, code });
});

test('a token is refused when it has ended, was taken back, is for another blob, or lacks the right', async () => {
  const uri = store.grant({ blobName: 'a.pst', rights: 'rcw' }).blobUri;
  const past = store.grant({ blobName: 'a.pst', rights: 'rcw', expiresAtMs: Date.now() - 1_000 });
  const other = store.grant({ blobName: 'b.pst', rights: 'rcw' });
  const taken = clientOf();
  store.signatures.revokeAll();
  const options = { retryOptions: { maxTries: 1 } };
  for (const client of [
    taken,
    ...[past, other].map(({ sasToken }) => new BlockBlobClient(`${uri}?${sasToken}`, undefined, options)),
  ]) {
    await expect(stage(client, IDS[0], 'x')).rejects.toMatchObject({ statusCode: 403, code: 'AuthenticationFailed' });
  }
  await expect(stage(clientOf('r'), IDS[0], 'x')).rejects.toMatchObject({ code: 'AuthorizationPermissionMismatch' });
  await expect(clientOf('cw').getBlockList('all')).rejects.toMatchObject({ code: 'AuthorizationPermissionMismatch' });
});

test('faults are what the script says, and what came is counted', async () => {
  const client = clientOf();
  store.script = () => ({ kind: 'flip' });
  await expect(stage(client, IDS[0], 'flipped')).rejects.toMatchObject({ code: 'Md5Mismatch' });
  store.script = () => ({ kind: 'answer', status: 503, code: 'ServerBusy', headers: { 'retry-after': '3' } });
  await expect(stage(client, IDS[0], 'busy')).rejects.toMatchObject({ statusCode: 503, code: 'ServerBusy' });
  store.script = () => ({ kind: 'reset', afterBytes: 1 });
  await expect(stage(client, IDS[0], 'reset')).rejects.toMatchObject({ code: 'ECONNRESET' });
  store.script = () => ({ kind: 'loseAnswer' });
  await expect(stage(client, IDS[0], 'lost')).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(store.counts).toMatchObject({ acceptedBlocks: 1, acceptedBytes: 4, flipped: 1, flipsRefused: 1 });
  expect(store.log.map(({ earlierTries }) => earlierTries)).toEqual([0, 1, 2, 3]);
});

test('a proxy carries, cuts, and carries again', async () => {
  const proxy = await startFaultProxy(store.port, 5);
  const client = clientOf('rcw', proxy.port);
  await stage(client, IDS[0], 'one');
  await proxy.cut();
  await expect(stage(client, IDS[0], 'two')).rejects.toMatchObject({ code: expect.stringMatching(/ECONN/) });
  await proxy.mend();
  proxy.bytesPerSecond = 1_000_000;
  const startedAtMs = performance.now();
  await stage(client, IDS[0], 'x'.repeat(300_000));
  expect(performance.now() - startedAtMs).toBeGreaterThan(250);
  await proxy.close();
});

test('a frozen proxy takes connections and says nothing until it thaws', async () => {
  const proxy = await startFaultProxy(store.port);
  proxy.freeze();
  let heard = 0;
  const socket = connect(proxy.port, '127.0.0.1');
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      heard += data.byteLength;
      resolve();
    });
  });
  const sent = new Promise((resolve) => socket.write('HEAD / HTTP/1.1\r\nhost: x\r\n\r\n', resolve));
  await sent;
  await new Promise((resolve) => setImmediate(resolve));
  expect({ heard, requests: store.counts.requests }).toEqual({ heard: 0, requests: 0 });
  proxy.thaw();
  await answered;
  expect(heard).toBeGreaterThan(0);
  socket.destroy();
  await proxy.close();
});
