import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeBlockId } from '../../../main/upload/block-id.ts';
import type { BlockStore, OutgoingBlock } from '../../../main/upload/ports.ts';

/** One blob that nobody has touched yet, over a SAS that may read and one that may not. */
export type StoreUnderTest = {
  readonly readable: BlockStore;
  readonly writeOnly: BlockStore;
  /** The service's code for bytes that do not fit their MD5: `Md5Mismatch`, only the emulator has a word of its own. */
  readonly corruptedReason: string;
  readBlob(): Promise<Uint8Array>;
};

const FACTS = { sha256: 'ab'.repeat(32), jobId: 'job-1', replaces: null };
const { signal } = new AbortController();
const NOTHING = { committed: [], staged: [], etag: null };

/** What the uploader relies on in a store. Run against the real one too, so that the fake cannot lie. */
export function testBlockStore(kind: string, open: () => Promise<StoreUnderTest>): void {
  test(`${kind}: a blob nobody touched has no blocks and no facts`, async () => {
    const { readable } = await open();
    expect(await readable.listBlocks({ signal })).toEqual(NOTHING);
    expect(await readable.getFacts({ signal })).toBeNull();
  });

  test(`${kind}: staged blocks are listed with their sizes, to those who may read`, async () => {
    const { readable, writeOnly } = await open();
    const ids = [await stage(writeOnly, 0, 'one'), await stage(writeOnly, 1, 'three')];
    const { staged = [], committed, etag } = (await readable.listBlocks({ signal })) ?? {};
    expect(new Set(staged)).toEqual(new Set(ids.map((id, index) => ({ id, sizeBytes: [3, 5][index] }))));
    expect({ committed, etag }).toEqual({ committed: [], etag: null });
    expect(await writeOnly.listBlocks({ signal })).toBeNull();
    expect(await readable.getFacts({ signal })).toBeNull();
  });

  test(`${kind}: a commit puts the blocks in the order of the list and keeps the facts`, async () => {
    const { readable, writeOnly, readBlob } = await open();
    const last = await stage(writeOnly, 1, 'world');
    const first = await stage(writeOnly, 0, 'hello ');
    await writeOnly.commit([first, last], FACTS, { signal });
    expect(Buffer.from(await readBlob()).toString()).toBe('hello world');
    const facts = await readable.getFacts({ signal });
    const { sha256, jobId } = FACTS;
    expect(facts).toEqual({ sizeBytes: 11, sha256, jobId, isShared: false, etag: facts?.etag });
    expect(facts?.etag).toMatch(/./);
    expect(await writeOnly.getFacts({ signal })).toBeNull();
    expect(await readable.listBlocks({ signal })).toEqual({
      committed: [
        { id: first, sizeBytes: 6 },
        { id: last, sizeBytes: 5 },
      ],
      staged: [],
      etag: facts?.etag,
    });
  });

  test(`${kind}: a second commit is a conflict, with the same blocks and with unknown ones`, async () => {
    const { writeOnly, readBlob } = await open();
    const id = await stage(writeOnly, 0, 'mine');
    await writeOnly.commit([id], FACTS, { signal });
    await expect(writeOnly.commit([id], FACTS, { signal })).rejects.toMatchObject({ code: 'uploadConflict' });
    const other = await stage(writeOnly, 0, 'other');
    await expect(writeOnly.commit([other], FACTS, { signal })).rejects.toMatchObject({ code: 'uploadConflict' });
    expect(Buffer.from(await readBlob()).toString()).toBe('mine');
  });

  test(`${kind}: a commit in place of a blob takes blocks of it and new ones`, async () => {
    const { readable, readBlob } = await open();
    const kept = await stage(readable, 0, 'kept ');
    const old = await stage(readable, 1, 'old');
    await readable.commit([kept, old], FACTS, { signal });
    const replaces = await etagOf(readable);
    const added = await stage(readable, 1, 'new');
    await readable.commit([kept, added], { ...FACTS, jobId: 'job-2', replaces }, { signal });
    expect(Buffer.from(await readBlob()).toString()).toBe('kept new');
    expect(await readable.getFacts({ signal })).toMatchObject({ jobId: 'job-2', sizeBytes: 8 });
    expect((await readable.listBlocks({ signal }))?.committed.map(({ id }) => id)).toEqual([kept, added]);
  });

  test(`${kind}: a commit in place of a blob that is no longer that one is a conflict`, async () => {
    const { readable, readBlob } = await open();
    const first = await stage(readable, 0, 'first');
    await readable.commit([first], FACTS, { signal });
    const replaces = await etagOf(readable);
    const second = await stage(readable, 0, 'second');
    await readable.commit([second], { ...FACTS, replaces }, { signal });
    const third = await stage(readable, 0, 'third');
    await expect(readable.commit([third], { ...FACTS, replaces }, { signal })).rejects.toMatchObject({
      code: 'uploadConflict',
    });
    expect(Buffer.from(await readBlob()).toString()).toBe('second');
  });

  test(`${kind}: a blob can be marked as shared by who knows it, and keeps its facts`, async () => {
    const { readable } = await open();
    await readable.commit([await stage(readable, 0, 'ours')], FACTS, { signal });
    const etag = await etagOf(readable);
    await readable.share(etag, { signal });
    const { sha256, jobId } = FACTS;
    expect(await readable.getFacts({ signal })).toMatchObject({ sha256, jobId, sizeBytes: 4, isShared: true });
    await expect(readable.share('"another"', { signal })).rejects.toMatchObject({ code: 'uploadConflict' });
  });

  test(`${kind}: a commit of a block that is not there is rejected as InvalidBlockList`, async () => {
    const { writeOnly } = await open();
    await stage(writeOnly, 0, 'there');
    const gone = outgoing(1, Buffer.from('gone')).id;
    await expect(writeOnly.commit([gone], FACTS, { signal })).rejects.toMatchObject({
      code: 'uploadRejected',
      params: { reason: 'InvalidBlockList' },
      isRetryable: false,
    });
  });

  test(`${kind}: bytes that do not fit their MD5 are refused and not kept`, async () => {
    const { writeOnly, readable, corruptedReason } = await open();
    const block = { ...outgoing(0, Buffer.from('sent')), bytes: Buffer.from('lost') };
    await expect(writeOnly.stageBlock(block, { signal })).rejects.toMatchObject({
      code: 'uploadRejected',
      params: { reason: corruptedReason },
      isRetryable: corruptedReason === 'Md5Mismatch',
    });
    expect(await readable.listBlocks({ signal })).toEqual(NOTHING);
  });

  test(`${kind}: an id of another length is rejected`, async () => {
    const { writeOnly } = await open();
    await stage(writeOnly, 0, 'ours');
    const block = { ...outgoing(0, Buffer.from('theirs')), id: 'MDAwMQ==' };
    await expect(writeOnly.stageBlock(block, { signal })).rejects.toMatchObject({
      code: 'uploadRejected',
      params: { reason: 'InvalidBlobOrBlock' },
      isRetryable: false,
    });
  });

  test(`${kind}: only the bytes of the view are sent, and it is told when all of them have gone`, async () => {
    const { writeOnly, readBlob } = await open();
    const block = outgoing(0, Buffer.from('..view..').subarray(2, 6));
    const told: number[] = [];
    await writeOnly.stageBlock(block, { signal, onSent: (sentBytes) => told.push(sentBytes) });
    await writeOnly.commit([block.id], FACTS, { signal });
    expect(Buffer.from(await readBlob()).toString()).toBe('view');
    expect([told[0], told.at(-1)]).toEqual([0, 4]);
  });

  test(`${kind}: a stopped call throws the reason of the stop`, async () => {
    const { readable } = await open();
    const options = { signal: AbortSignal.abort('pause') };
    await expect(readable.listBlocks(options)).rejects.toBe('pause');
    await expect(readable.getFacts(options)).rejects.toBe('pause');
    await expect(readable.commit([], FACTS, options)).rejects.toBe('pause');
    await expect(readable.share('"1"', options)).rejects.toBe('pause');
    await expect(readable.stageBlock(outgoing(0, Buffer.from('x')), options)).rejects.toBe('pause');
  });
}

function outgoing(index: number, bytes: Uint8Array): OutgoingBlock {
  const md5 = createHash('md5').update(bytes).digest();
  return { id: encodeBlockId({ index, sizeBytes: bytes.byteLength, md5 }), bytes, md5 };
}

async function stage(store: BlockStore, index: number, text: string): Promise<string> {
  const block = outgoing(index, Buffer.from(text));
  await store.stageBlock(block, { signal });
  return block.id;
}

async function etagOf(store: BlockStore): Promise<string> {
  const etag = (await store.listBlocks({ signal }))?.etag;
  if (!etag) throw new Error('there is no blob');
  return etag;
}
