import { createHash } from 'node:crypto';
import type { Hasher } from '../../../main/upload/ports.ts';

/** A hasher in the thread of the test. Like the real one it refuses everything once it is closed. */
export function createLocalHasher(): Hasher {
  const wholeFile = createHash('sha256');
  let isClosed = false;
  const make = async <T>(action: () => T): Promise<T> => {
    if (isClosed) throw new Error('the hasher was closed');
    return action();
  };
  return {
    allocate: (sizeBytes) => new Uint8Array(sizeBytes),
    md5: (block) => make(() => new Uint8Array(createHash('md5').update(block).digest())),
    update: (block) => make(() => void wholeFile.update(block)),
    digest: () => make(() => wholeFile.digest('hex')),
    async close() {
      isClosed = true;
    },
  };
}
