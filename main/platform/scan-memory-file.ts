import { readFile, rename, writeFile } from 'node:fs/promises';
import type { ScanMemory } from '../scan/memory.ts';

/** A scan memory in one JSON file, replaced as a whole. */
export function createScanMemoryFile(path: string): ScanMemory {
  return {
    read: async () => {
      try {
        return JSON.parse(await readFile(path, 'utf8'));
      } catch {
        return null;
      }
    },
    write: async (record) => {
      const draft = `${path}.tmp`;
      await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
      await rename(draft, path);
    },
  };
}
