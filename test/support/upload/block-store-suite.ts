import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeBlockId } from '../../../main/upload/block-id.ts';
import type { BlockStore } from '../../../main/upload/ports.ts';

/** One blob that nobody has touched yet, over a SAS that may read and one that may not. */
export type StoreUnderTest = {
  readonly readable: BlockStore;
  readonly writeOnly: BlockStore;
  /** The service's code for bytes that do not fit their MD5: `Md5Mismatch`, only the emulator has a word of its own. */
  readonly corruptedReason: string;
  readBlob(): Promise<Uint8Array>;
};

const FACTS = { sha256: 'ab'.repeat(32), jobId: 'job-1' };
const signal = new AbortController().signal;

/** What the uploader relies on in a store. Run against the real one too, so that the fake cannot lie. */
export function testBlockStore(kind: string, open: () => Promise<StoreUnderTest>): void {
  test(`${kind}: a blob nobody touched has no blocks and no facts`, async () => {
    const { readable } = await open();
    expect(await readable.listStagedBlocks(signal)).toEqual([]);
    expect(await readable.getFacts(signal)).toBeNull();
  });

  test(`${kind}: staged blocks are listed with their sizes, to those who may read`, async () => {
    const { readable, writeOnly } = await open();
    const ids = [await stage(writeOnly, 0, 'one'), await stage(writeOnly, 1, 'three')];
    const list = (await readable.listStagedBlocks(signal)) ?? [];
    expect(new Set(list)).toEqual(new Set(ids.map((id, index) => ({ id, sizeBytes: [3, 5][index] }))));
    expect(await writeOnly.listStagedBlocks(signal)).toBeNull();
    expect(await readable.getFacts(signal)).toBeNull();
  });

  test(`${kind}: a commit puts the blocks in the order of the list and keeps the facts`, async () => {
    const { readable, writeOnly, readBlob } = await open();
    const last = await stage(writeOnly, 1, 'world');
    const first = await stage(writeOnly, 0, 'hello ');
    await writeOnly.commit([first, last], FACTS, signal);
    expect(Buffer.from(await readBlob()).toString()).toBe('hello world');
    expect(await readable.getFacts(signal)).toEqual({ sizeBytes: 11, ...FACTS });
    expect(await writeOnly.getFacts(signal)).toBeNull();
    expect(await readable.listStagedBlocks(signal)).toEqual([]);
  });

  test(`${kind}: a second commit is a conflict, with the same blocks and with unknown ones`, async () => {
    const { writeOnly, readBlob } = await open();
    const id = await stage(writeOnly, 0, 'mine');
    await writeOnly.commit([id], FACTS, signal);
    await expect(writeOnly.commit([id], FACTS, signal)).rejects.toMatchObject({ code: 'uploadConflict' });
    const other = await stage(writeOnly, 0, 'other');
    await expect(writeOnly.commit([other], FACTS, signal)).rejects.toMatchObject({ code: 'uploadConflict' });
    expect(Buffer.from(await readBlob()).toString()).toBe('mine');
  });

  test(`${kind}: a commit of a block that is not there is rejected as InvalidBlockList`, async () => {
    const { writeOnly } = await open();
    await stage(writeOnly, 0, 'there');
    await expect(writeOnly.commit([idOf(1, Buffer.from('gone'))], FACTS, signal)).rejects.toMatchObject({
      code: 'uploadRejected',
      params: { reason: 'InvalidBlockList' },
      isRetryable: false,
    });
  });

  test(`${kind}: bytes that do not fit their MD5 are refused and not kept`, async () => {
    const { writeOnly, readable, corruptedReason } = await open();
    const md5 = createHash('md5').update('sent').digest();
    const id = idOf(0, Buffer.from('sent'));
    await expect(writeOnly.stageBlock(id, Buffer.from('lost'), md5, signal)).rejects.toMatchObject({
      code: 'uploadRejected',
      params: { reason: corruptedReason },
      isRetryable: corruptedReason === 'Md5Mismatch',
    });
    expect(await readable.listStagedBlocks(signal)).toEqual([]);
  });

  test(`${kind}: an id of another length is rejected`, async () => {
    const { writeOnly } = await open();
    await stage(writeOnly, 0, 'ours');
    const bytes = Buffer.from('theirs');
    const md5 = createHash('md5').update(bytes).digest();
    await expect(writeOnly.stageBlock('MDAwMQ==', bytes, md5, signal)).rejects.toMatchObject({
      code: 'uploadRejected',
      params: { reason: 'InvalidBlobOrBlock' },
      isRetryable: false,
    });
  });

  test(`${kind}: only the bytes of the view are sent`, async () => {
    const { writeOnly, readBlob } = await open();
    const id = await stageBytes(writeOnly, 0, Buffer.from('..view..').subarray(2, 6));
    await writeOnly.commit([id], FACTS, signal);
    expect(Buffer.from(await readBlob()).toString()).toBe('view');
  });

  test(`${kind}: a stopped call throws the reason of the stop`, async () => {
    const { readable } = await open();
    const stopped = AbortSignal.abort('pause');
    await expect(readable.listStagedBlocks(stopped)).rejects.toBe('pause');
    await expect(readable.getFacts(stopped)).rejects.toBe('pause');
    await expect(readable.commit([], FACTS, stopped)).rejects.toBe('pause');
    const bytes = Buffer.from('x');
    const md5 = createHash('md5').update(bytes).digest();
    await expect(readable.stageBlock(idOf(0, bytes), bytes, md5, stopped)).rejects.toBe('pause');
  });
}

function idOf(index: number, bytes: Uint8Array): string {
  return encodeBlockId({ index, sizeBytes: bytes.byteLength, md5: createHash('md5').update(bytes).digest() });
}

async function stageBytes(store: BlockStore, index: number, bytes: Uint8Array): Promise<string> {
  const id = idOf(index, bytes);
  await store.stageBlock(id, bytes, createHash('md5').update(bytes).digest(), signal);
  return id;
}

function stage(store: BlockStore, index: number, text: string): Promise<string> {
  return stageBytes(store, index, Buffer.from(text));
}
