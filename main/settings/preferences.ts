import { z } from 'zod';

/** What a person or an administrator has set. Every field has a default, so that an older file stays readable. */
export const Preferences = z.object({
  /** Upper bound for the sending rate of each upload, bytes per second; null for none. */
  bandwidthLimitBytesPerSecond: z.number().int().positive().nullable().default(null),
});
export type Preferences = z.infer<typeof Preferences>;

/** Where preferences are kept; a whole set of values under names. */
export interface PreferenceStore {
  /** What is stored, unchecked. */
  read(): unknown;
}

/** The preferences in force: what is stored where it is valid, defaults elsewhere. */
export function loadPreferences(store: PreferenceStore): Preferences {
  const parsed = Preferences.safeParse(store.read());
  return parsed.success ? parsed.data : Preferences.parse({});
}
