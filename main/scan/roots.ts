import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { RootId, type ScanRoot } from '../../preload/contract/index.ts';
import type { Volumes } from './ports.ts';

/** The places a scan can start from, by id; the window knows the ids alone. */
export interface Roots {
  /** The drives as they are now, then the folders that were added. A place keeps its id as long as the app runs. */
  list(): Promise<readonly ScanRoot[]>;
  /** Adds a folder a person chose, or the sample; the same folder again gives what it was before. */
  addFolder(path: string, kind: 'folder' | 'sample'): ScanRoot;
  /** Null when there never was such a place. */
  get(id: string): ScanRoot | null;
}

/** A registry over the drives of this PC. */
export function createRoots(volumes: Volumes): Roots {
  const known = new Map<string, ScanRoot>();
  const folders = new Map<string, ScanRoot>();
  const idOfVolume = new Map<string, ScanRoot['id']>();

  const remember = (root: ScanRoot): ScanRoot => {
    known.set(root.id, root);
    return root;
  };
  return {
    list: async () => {
      const drives = (await volumes.list()).map((volume) => {
        const id = idOfVolume.get(volume.path) ?? newId();
        idOfVolume.set(volume.path, id);
        return remember({ ...volume, id });
      });
      return [...drives, ...folders.values()];
    },
    addFolder: (path, kind) => {
      const before = folders.get(path);
      if (before) return before;
      const root = { id: newId(), kind, path, label: basename(path) || path, sizeBytes: null, freeBytes: null };
      folders.set(path, root);
      return remember(root);
    },
    get: (id) => known.get(id) ?? null,
  };
}

function newId(): ScanRoot['id'] {
  return RootId.parse(randomUUID());
}
