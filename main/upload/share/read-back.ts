import { createHash } from 'node:crypto';
import { encodeBlockId } from '../block-id.ts';
import type { UploadEvent } from '../upload-event.ts';
import { type CopyRun, patiently } from './copy-run.ts';
import type { ShareFile } from './share-target.ts';

/** What stands on the share: indexes of blocks that differ from the source, and the SHA-256 of all of it, hex. */
export type ReadBack = { readonly differing: readonly number[]; readonly sha256: string };

/** Reads a whole copy from the share; to be called when the source was read to its end. `onBlock` hears of each good block. */
export async function* readBack(
  run: CopyRun,
  file: ShareFile,
  onBlock: (index: number, sizeBytes: number) => void,
): AsyncGenerator<UploadEvent, ReadBack> {
  const whole = createHash('sha256');
  const differing: number[] = [];
  for (let index = 0; index < run.blockCount; index++) {
    const bytes = yield* readBlock(run, file, index);
    whole.update(bytes);
    const md5 = await run.deps.hasher.md5(bytes);
    const id = bytes.byteLength > 0 ? encodeBlockId({ index, sizeBytes: bytes.byteLength, md5 }) : null;
    if (id !== run.reader.ids[index]) differing.push(index);
    else onBlock(index, bytes.byteLength);
    yield* run.progress.due();
  }
  return { differing, sha256: whole.digest('hex') };
}

/** What the share has in place of a block, in memory that the next call uses again; shorter, perhaps empty, at its end. */
export async function* readBlock(
  run: CopyRun,
  file: ShareFile,
  index: number,
): AsyncGenerator<UploadEvent, Uint8Array> {
  const offset = index * run.memory.byteLength;
  const length = Math.min(run.memory.byteLength, run.input.signature.sizeBytes - offset);
  const count = yield* patiently(run, () => file.read(run.memory.subarray(0, length), offset));
  return run.memory.subarray(0, count);
}
