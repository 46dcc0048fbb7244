import type { Source, SourceSignature } from '../../../main/upload/ports.ts';

/** A file in memory; change `bytes` and the times to change it on disk. */
export type FakeSource = Source & {
  bytes: Uint8Array;
  modifiedMs: number;
  changedMs: number | null;
  /** Offsets read, in order. */
  readonly reads: number[];
  /** Called before each read. */
  onRead: (offset: number) => void;
  signature(): SourceSignature;
};

export function createFakeSource(bytes: Uint8Array): FakeSource {
  const source: FakeSource = {
    bytes,
    modifiedMs: 1_700_000_000_000.25,
    changedMs: 1_700_000_000_001.5,
    reads: [],
    onRead: () => undefined,
    signature: () => ({
      sizeBytes: source.bytes.byteLength,
      modifiedMs: source.modifiedMs,
      changedMs: source.changedMs,
      fileId: '1:2',
    }),
    getSignature: () => Promise.resolve(source.signature()),
    read(target, offset) {
      source.onRead(offset);
      source.reads.push(offset);
      const part = source.bytes.subarray(offset, offset + target.byteLength);
      target.set(part);
      return Promise.resolve(part.byteLength);
    },
    close: () => Promise.resolve(),
  };
  return source;
}

/** Bytes that repeat nowhere at block distance, so that a block in the wrong place is noticed. */
export function patternBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 0x9e3779b9;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}
