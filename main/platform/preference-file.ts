import { AppError } from '../../preload/contract/index.ts';
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

/** The part of a store library that is used. */
type StoreLibrary = { readonly store: unknown; set(name: string, value: unknown): void; delete(name: string): void };

/** Preferences as a store library keeps them; a file it cannot read counts as no preferences. */
export function createPreferenceStore(open: () => StoreLibrary): PreferenceStore {
  return {
    write: (name, value) => {
      try {
        if (value === null) open().delete(name);
        else open().set(name, value);
      } catch (cause) {
        const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : `${PREFERENCES_NAME}.json`;
        throw new AppError('stateUnwritable', { reason }, { cause });
      }
    },
    read: () => {
      try {
        return open().store;
      } catch {
        return {};
      }
    },
  };
}
