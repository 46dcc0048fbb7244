import { z } from 'zod';
import { SkippedFolder } from '../../preload/contract/index.ts';

/** What a person or an administrator has set. Every field has a default, also for what is no value of it: an older or mistyped file stays readable. */
export const Preferences = z.object({
  /** Upper bound for the sending rate of all uploads together, bytes per second; null for none. */
  bandwidthLimitBytesPerSecond: z.number().int().positive().nullable().default(null).catch(null),
  /** Hours of the day, local time, in which there is no such bound: from 22 to 6 is the night; null for none. */
  fullSpeedHours: z
    .object({ from: z.number().int().min(0).max(23), to: z.number().int().min(0).max(23) })
    .nullable()
    .default(null)
    .catch(null),
  /** Whether uploads wait while the PC runs on battery, and while its connection is paid for by the byte. */
  pausesOnBattery: z.boolean().default(false).catch(false),
  pausesOnMetered: z.boolean().default(true).catch(true),
  /** Folders scans leave out; null for those the app comes with. */
  skippedFolders: z.array(SkippedFolder).nullable().default(null).catch(null),
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
