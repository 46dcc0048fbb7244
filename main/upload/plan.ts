import { MAX_BLOCK_BYTES, MAX_BLOCK_COUNT } from './block-id.ts';

/**
 * Smallest block, bytes: the value AzCopy uses too, above the 4 MiB from which the service takes its fast path.
 * @see https://github.com/Azure/azure-storage-azcopy `common/fe-ste-models.go`
 * @see https://learn.microsoft.com/azure/storage/blobs/storage-performance-checklist
 */
export const SMALLEST_BLOCK_BYTES = 8 * 1024 * 1024;

/** How a file is cut: `count` blocks of `blockBytes`, the last one of what remains. */
export type BlockPlan = { readonly sizeBytes: number; readonly blockBytes: number; readonly count: number };

/** Place of one block in the file, bytes. */
export type BlockRange = { readonly offset: number; readonly length: number };

/**
 * The plan of a file of that size. It depends on nothing else, so a later run, another version or another PC cuts the
 * same file the same way and finds what is already there.
 * @throws RangeError for an empty file or one that no plan within the service's limits can hold.
 */
export function planBlocks(sizeBytes: number, smallestBlockBytes: number = SMALLEST_BLOCK_BYTES): BlockPlan {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1) throw new RangeError('a file to send has at least one byte');
  let blockBytes = smallestBlockBytes;
  while (Math.ceil(sizeBytes / blockBytes) > MAX_BLOCK_COUNT) blockBytes *= 2;
  if (blockBytes > MAX_BLOCK_BYTES) throw new RangeError('the file is larger than a blob can be');
  return { sizeBytes, blockBytes, count: Math.ceil(sizeBytes / blockBytes) };
}

/** Where block `index` lies. @throws RangeError when the plan has no such block. */
export function blockRange(plan: BlockPlan, index: number): BlockRange {
  if (!Number.isInteger(index) || index < 0 || index >= plan.count) throw new RangeError('no such block');
  const offset = index * plan.blockBytes;
  return { offset, length: Math.min(plan.blockBytes, plan.sizeBytes - offset) };
}
