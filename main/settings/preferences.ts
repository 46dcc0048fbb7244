import { z } from 'zod';
import { SkippedFolder } from '../../preload/contract/index.ts';

/** What a person or an administrator has set. Every field has a default, so that an older file stays readable. */
export const Preferences = z.object({
  /** Upper bound for the sending rate of each upload, bytes per second; null for none. */
  bandwidthLimitBytesPerSecond: z.number().int().positive().nullable().default(null),
  /** Folders scans leave out; null for those the app comes with. */
  skippedFolders: z.array(SkippedFolder).nullable().default(null),
});
export type Preferences = z.infer<typeof Preferences>;

/** Where preferences are kept; a whole set of values under names. */
export interface PreferenceStore {
  /** What is stored, unchecked. */
  read(): unknown;
  /** Keeps one value, or forgets it when null. @throws AppError stateUnwritable */
  write<K extends keyof Preferences>(name: K, value: Preferences[K]): void;
}

/** The preferences in force: what is stored where it is valid, defaults elsewhere. */
export function loadPreferences(store: PreferenceStore): Preferences {
  const parsed = Preferences.safeParse(store.read());
  return parsed.success ? parsed.data : Preferences.parse({});
}
