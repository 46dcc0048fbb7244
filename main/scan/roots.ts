import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { RootId, type ScanRoot } from '../../preload/contract/index.ts';
import type { OfferedRoot, Volumes } from './ports.ts';

/** The places a scan can start from, by id; the window knows the ids alone. */
export interface Roots {
  /** Asks the system for its drives again. A place keeps its id as long as the app runs. */
  refresh(): Promise<void>;
  /** The drives of the last `refresh`, then the folders that were added. */
  list(): readonly ScanRoot[];
  /** Adds a folder a person chose, or the sample; the same folder again gives what it was before. */
  addFolder(path: string, kind: 'folder' | 'sample'): ScanRoot;
  /** Null when there never was such a place. */
  get(id: string): ScanRoot | null;
  /** True for a drive whose folders tell by their times that something in them changed; false for all other places. */
  keepsFolderTimes(id: string): boolean;
}

/** A registry over the drives of this PC. `lastScanned` tells when a path was scanned to its end; null for never. */
export function createRoots(volumes: Volumes, lastScanned: (path: string) => string | null): Roots {
  const ids = new Map<string, RootId>();
  const places = new Map<RootId, OfferedRoot>();
  const folders = new Map<string, RootId>();
  let drives: readonly RootId[] = [];

  const remember = (key: string, place: OfferedRoot): RootId => {
    const id = ids.get(key) ?? RootId.parse(randomUUID());
    ids.set(key, id);
    places.set(id, place);
    return id;
  };
  const view = (id: string): ScanRoot | null => {
    const known = RootId.safeParse(id);
    const offered = known.success ? places.get(known.data) : undefined;
    if (!known.success || !offered) return null;
    const { keepsFolderTimes: _, ...place } = offered;
    return { ...place, id: known.data, lastScanned: lastScanned(place.path) };
  };
  return {
    refresh: async () => {
      drives = (await volumes.list()).map((volume) => remember(`volume ${volume.path}`, volume));
    },
    list: () => [...drives, ...folders.values()].flatMap((id) => view(id) ?? []),
    addFolder: (path, kind) => {
      const id = folders.get(path) ?? remember(`folder ${path}`, folderPlace(path, kind));
      folders.set(path, id);
      const root = view(id);
      if (!root) throw new Error('a root that was just added must be there');
      return root;
    },
    get: view,
    keepsFolderTimes: (id) => {
      const known = RootId.safeParse(id);
      return known.success && places.get(known.data)?.keepsFolderTimes === true;
    },
  };
}

function folderPlace(path: string, kind: 'folder' | 'sample'): OfferedRoot {
  const nothingKnown = { sizeBytes: null, freeBytes: null, aliasOf: null, keepsFolderTimes: false };
  return { kind, path, label: basename(path) || path, isDefault: true, ...nothingKnown };
}
