import type { PstSource } from '../../../../main/pst/reader/pst-source.ts';

export type MemorySource = PstSource & {
  readonly reads: { readonly position: number; readonly length: number }[];
  isClosed(): boolean;
};

/** A PST in memory that tells what was read of it. `sizeBytes` may claim more than there is. */
export function memorySource(bytes: Buffer, sizeBytes = bytes.length): MemorySource {
  const reads: MemorySource['reads'] = [];
  let isClosed = false;
  return {
    sizeBytes,
    reads,
    read: (target, position) => {
      reads.push({ position, length: target.length });
      return bytes.subarray(position).copy(target);
    },
    close: () => {
      isClosed = true;
    },
    isClosed: () => isClosed,
  };
}
