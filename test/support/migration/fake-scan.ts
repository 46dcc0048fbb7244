import type { ScanPorts } from '../../../main/migration/scan-session.ts';
import { type CandidateContext, createCandidates } from '../../../main/scan/candidates.ts';
import type { ScanMemory } from '../../../main/scan/memory.ts';
import type { FoundFile, ScanEvent, ScanInput } from '../../../main/scan/scan-event.ts';
import { RootId, type ScanRoot } from '../../../preload/contract/index.ts';

/** The id of a root that stands for the folder of the same name: `c` for `/c`. */
export function rootId(name: string): RootId {
  return RootId.parse(name);
}

/** The drive `/name`; everything but its name has a default. */
export function rootOf(name: string, change: Partial<ScanRoot> = {}): ScanRoot {
  const nothingKnown = { sizeBytes: null, freeBytes: null, aliasOf: null, lastScanned: null };
  return {
    id: rootId(name),
    kind: 'fixed',
    path: `/${name}`,
    label: name,
    isDefault: true,
    ...nothingKnown,
    ...change,
  };
}

/** A file as a scan reports it; everything but its name has a default. */
export function foundFile(name: string, change: Partial<FoundFile> = {}): FoundFile {
  return {
    path: `/c/mail/${name}`,
    name,
    sizeBytes: 30,
    modifiedMs: 0,
    fileId: `1:${name}`,
    format: 'unicode',
    health: 'fine',
    kind: null,
    isRenamed: false,
    isEncrypted: false,
    owner: null,
    headHash: null,
    recordKey: null,
    ...change,
  };
}

/** What files are judged by where nothing is known; everything has a default. */
export function fakeContext(change: Partial<CandidateContext> = {}): CandidateContext {
  return {
    place: { platform: 'linux', homeFolder: '/home/ann', profilesFolder: '/home', cloudFolders: [], roots: [] },
    outlookProfileOf: () => null,
    isOwnAccount: () => null,
    isInChosenFolder: () => false,
    findMoved: () => null,
    ...change,
  };
}

/** A memory that outlives a session; `kept` is what a restart of the app would find. */
export function fakeMemory(kept: unknown = null): ScanMemory & { kept: unknown } {
  const memory = {
    kept,
    read: async () => memory.kept,
    write: async (record: unknown) => {
      memory.kept = JSON.parse(JSON.stringify(record));
    },
  };
  return memory;
}

/** The end of a scan of these many folders, ten files each, one folder denied. */
export function scannedEvent(folders: number, roots: readonly string[] = []): ScanEvent {
  const files = folders * 10;
  return { kind: 'scanned', folders, files, denied: 1, roots: roots.map((path) => ({ path, folders, files })) };
}

/** Ports of a session over the drives `/c` and `/d` and a scripted scan. */
export function createFakeScanPorts(
  scan: (input: ScanInput, signal: AbortSignal) => AsyncGenerator<ScanEvent>,
  change: Partial<ScanPorts> = {},
): Omit<ScanPorts, 'announce' | 'onBug'> {
  const roots = [rootOf('c'), rootOf('d')];
  return {
    scan: (input, { signal }) => scan(input, signal),
    roots: {
      refresh: async () => undefined,
      list: () => roots,
      get: (id) => roots.find((root) => root.id === id) ?? null,
      keepsFolderTimes: (id) => roots.find((root) => root.id === id)?.kind === 'fixed',
      addFolder: (path, kind) => {
        const root = rootOf(`added-${roots.length}`, { kind, path });
        roots.push(root);
        return root;
      },
    },
    candidates: createCandidates(fakeContext()),
    contextOf: ({ attached }) =>
      fakeContext({ outlookProfileOf: (path) => attached.find((pst) => pst.path === path)?.profile ?? null }),
    outlook: { listPsts: async () => [] },
    memory: fakeMemory(),
    foldersFile: '/state/folders',
    skippedFolders: () => ['/skip'],
    now: () => new Date('2026-03-01T12:00:00Z'),
    ...change,
  };
}
