import type { SkipList } from '../../preload/contract/index.ts';
import { loadPreferences, type PreferenceStore } from './preferences.ts';

/** The folders scans leave out: what was set, else what the app comes with. */
export type SkipListSetting = {
  get(): SkipList;
  /** Null goes back to what the app comes with. @returns the list in force @throws AppError stateUnwritable */
  set(folders: readonly string[] | null): SkipList;
};

/** The setting in a store; lines are trimmed, empty and repeated ones left out. */
export function createSkipList(store: PreferenceStore, defaults: readonly string[]): SkipListSetting {
  const get = () => ({ folders: [...(loadPreferences(store).skippedFolders ?? defaults)], defaults: [...defaults] });
  return {
    get,
    set: (folders) => {
      const cleaned = folders?.map((folder) => folder.trim()).filter((folder) => folder !== '');
      store.write('skippedFolders', cleaned ? [...new Set(cleaned)] : null);
      return get();
    },
  };
}
