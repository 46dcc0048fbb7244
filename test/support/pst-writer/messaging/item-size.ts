import { sampleLength } from '../sample-bytes.ts';
import type { SampleItem } from '../sample-mailbox.ts';

/** What an item takes besides its bodies and attachments, about. */
const OVERHEAD_BYTES = 1_024;
/** Sizes are signed 32-bit numbers in the file. */
const MAX_SIZE_BYTES = 0x7fff_ffff;

/** The size an item states, bytes: what it is told to, or bodies, attachments, and a fixed share for the rest. */
export function itemSizeBytes(item: SampleItem): number {
  if (item.statedSizeBytes !== undefined) return statedSize(item.statedSizeBytes);
  const bodies = item.textBody.length * 2 + Buffer.byteLength(item.htmlBody ?? '') + (item.rtfBody?.rtf.length ?? 0);
  const attached = (item.attachments ?? []).map((one) =>
    'item' in one ? itemSizeBytes(one.item) : sampleLength(one.bytes),
  );
  return statedSize(attached.reduce((sum, size) => sum + size, bodies + OVERHEAD_BYTES));
}

/** A size as far as the format can state it. */
export function statedSize(sizeBytes: number): number {
  return Math.min(sizeBytes, MAX_SIZE_BYTES);
}
