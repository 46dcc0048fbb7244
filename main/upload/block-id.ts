import { Buffer } from 'node:buffer';

/** Blocks one blob may have. @see https://learn.microsoft.com/azure/storage/blobs/scalability-targets */
export const MAX_BLOCK_COUNT = 50_000;

/** Bytes one block may have, 4000 MiB. @see https://learn.microsoft.com/azure/storage/blobs/scalability-targets */
export const MAX_BLOCK_BYTES = 4000 * 1024 * 1024;

/** Bytes of an MD5. */
export const MD5_BYTES = 16;

/**
 * The record behind an id, big endian: mark, version, index, length, MD5. 27 bytes are 36 base64 characters without
 * padding, far below the 64 bytes the service allows.
 */
const MARK = 'PF';
const VERSION = 1;
const OFFSETS = { version: 2, index: 3, sizeBytes: 7, md5: 11 } as const;
const RECORD_BYTES = OFFSETS.md5 + MD5_BYTES;

/** Characters of every id; the service wants one length for all blocks of a blob. */
export const BLOCK_ID_LENGTH = (RECORD_BYTES / 3) * 4;

/** What an id says about its block: place in the file, length in bytes, the 16 bytes of its MD5. */
export type BlockFacts = { readonly index: number; readonly sizeBytes: number; readonly md5: Uint8Array };

export type ParsedBlockId = { readonly kind: 'ours'; readonly block: BlockFacts } | { readonly kind: 'foreign' };

/**
 * The id of a block, base64 text of one fixed length. It names the content, so an equal id means equal bytes whoever
 * staged them, and whatever block size the rest of the file was cut into.
 * @throws RangeError when a fact is out of the service's bounds.
 */
export function encodeBlockId(block: BlockFacts): string {
  if (!isInBounds(block) || block.md5.byteLength !== MD5_BYTES) throw new RangeError('block facts out of bounds');
  const record = Buffer.alloc(RECORD_BYTES);
  record.write(MARK, 'latin1');
  record.writeUInt8(VERSION, OFFSETS.version);
  record.writeUInt32BE(block.index, OFFSETS.index);
  record.writeUInt32BE(block.sizeBytes, OFFSETS.sizeBytes);
  record.set(block.md5, OFFSETS.md5);
  return record.toString('base64');
}

/** What an id says, or `foreign` for one that this version did not make. */
export function parseBlockId(id: string): ParsedBlockId {
  const record = Buffer.from(id, 'base64');
  // Comparing with the text again refuses the many spellings of one record that a base64 decoder lets through.
  if (record.length !== RECORD_BYTES || record.toString('base64') !== id) return { kind: 'foreign' };
  if (record.toString('latin1', 0, MARK.length) !== MARK) return { kind: 'foreign' };
  if (record.readUInt8(OFFSETS.version) !== VERSION) return { kind: 'foreign' };
  const block = {
    index: record.readUInt32BE(OFFSETS.index),
    sizeBytes: record.readUInt32BE(OFFSETS.sizeBytes),
    md5: new Uint8Array(record.subarray(OFFSETS.md5)),
  };
  return isInBounds(block) ? { kind: 'ours', block } : { kind: 'foreign' };
}

function isInBounds(block: BlockFacts): boolean {
  return isWithin(block.index, 0, MAX_BLOCK_COUNT - 1) && isWithin(block.sizeBytes, 1, MAX_BLOCK_BYTES);
}

function isWithin(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
