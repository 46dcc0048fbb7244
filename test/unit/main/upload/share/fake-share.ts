import type { ShareFile, SharePart, ShareTarget } from '../../../../../main/upload/share/share-target.ts';

/** A share in memory. `calls` lists what was done, in order; `onCall` is heard before each and may throw. */
export type FakeShare = ShareTarget & {
  files: { final: Uint8Array | null; part: Uint8Array | null };
  readonly calls: string[];
  onCall: (call: string) => void | Promise<void>;
};

export function createFakeShare(): FakeShare {
  const hear = async (call: string) => {
    share.calls.push(call);
    await share.onCall(call);
  };
  const file = (which: 'final' | 'part'): ShareFile => ({
    getSize: async () => {
      await hear(`size ${which}`);
      return share.files[which]?.byteLength ?? null;
    },
    read: async (target, offset) => {
      await hear(`read ${which} ${offset}`);
      const found = share.files[which]?.subarray(offset, offset + target.byteLength) ?? new Uint8Array();
      target.set(found);
      return found.byteLength;
    },
  });
  const part: SharePart = {
    ...file('part'),
    write: async (bytes, offset) => {
      await hear(`write ${offset}+${bytes.byteLength}`);
      const before = share.files.part ?? new Uint8Array();
      const after = new Uint8Array(Math.max(before.byteLength, offset + bytes.byteLength));
      after.set(before);
      after.set(bytes, offset);
      share.files.part = after;
    },
    truncate: async (sizeBytes) => {
      await hear(`truncate ${sizeBytes}`);
      share.files.part = share.files.part?.slice(0, sizeBytes) ?? null;
    },
    flush: () => hear('flush'),
    remove: async () => {
      await hear('remove');
      share.files.part = null;
    },
  };
  const share: FakeShare = {
    name: '\\\\server\\share/a.pst',
    files: { final: null, part: null },
    calls: [],
    onCall: () => undefined,
    final: file('final'),
    part,
    publish: async () => {
      await hear('publish');
      if (share.files.final) return false;
      share.files.final = share.files.part;
      share.files.part = null;
      return true;
    },
    close: () => Promise.resolve(),
  };
  return share;
}
