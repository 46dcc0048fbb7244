import type { PreferenceStore } from '../settings/preferences.ts';

/** Name of the preference file in the state folder, without `.json`; the same for the app and the command line. */
export const PREFERENCES_NAME = 'preferences';

/** How both open the file: what cannot be read is an error, never silently replaced by nothing. */
export function preferenceOptions(folder: string): { cwd: string; name: string; clearInvalidConfig: false } {
  return { cwd: folder, name: PREFERENCES_NAME, clearInvalidConfig: false };
}

/** Preferences as a store library keeps them; a file it cannot read counts as no preferences. */
export function createPreferenceStore(open: () => { readonly store: unknown }): PreferenceStore {
  return {
    read: () => {
      try {
        return open().store;
      } catch {
        return {};
      }
    },
  };
}
