import type { PreferenceStore } from '../settings/preferences.ts';

/** Name of the preference file in the state folder, without `.json`; the same for the app and the command line. */
export const PREFERENCES_NAME = 'preferences';

type Options = { cwd: string; name: string; configName: string; clearInvalidConfig: false };

/**
 * How both open the file: what cannot be read is an error, never silently replaced by nothing. The file's name is `name`
 * to the app's store library and `configName` to the command line's.
 */
export function preferenceOptions(folder: string): Options {
  return { cwd: folder, name: PREFERENCES_NAME, configName: PREFERENCES_NAME, clearInvalidConfig: false };
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
