import type { ScanPorts } from '../../../main/migration/scan-session.ts';
import { createCandidates } from '../../../main/scan/candidates.ts';
import type { FoundFile, ScanEvent } from '../../../main/scan/scan-event.ts';
import { RootId, type ScanRoot } from '../../../preload/contract/index.ts';

/** The id of a root that stands for the folder of the same name: `c` for `/c`. */
export function rootId(name: string): RootId {
  return RootId.parse(name);
}

function rootOf(name: string): ScanRoot {
  return { id: rootId(name), kind: 'fixed', path: `/${name}`, label: name, sizeBytes: null, freeBytes: null };
}

/** A file as a scan reports it; everything but its name has a default. */
export function foundFile(name: string, change: Partial<FoundFile> = {}): FoundFile {
  return {
    path: `/c/mail/${name}`,
    name,
    sizeBytes: 30,
    modifiedMs: 1_700_000_000_000,
    fileId: '1:2',
    format: 'unicode',
    health: 'fine',
    ...change,
  };
}

/** What a scan session works with: two drives, the real registry of candidates, and a scan of the test's own. */
export function createFakeScanPorts(
  scan: (paths: readonly string[], signal: AbortSignal) => AsyncGenerator<ScanEvent>,
): Omit<ScanPorts, 'announce' | 'onBug'> {
  const roots = [rootOf('c'), rootOf('d')];
  return {
    scan: (paths, { signal }) => scan(paths, signal),
    roots: {
      list: () => roots,
      get: (id) => roots.find((root) => root.id === id) ?? null,
      addFolder: (path) => {
        const root: ScanRoot = { ...rootOf(`added-${roots.length}`), kind: 'folder', path };
        roots.push(root);
        return root;
      },
    },
    candidates: createCandidates(),
  };
}
