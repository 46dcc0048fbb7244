import { z } from 'zod';
import { Connection, KEEP_DAYS, SkippedFolder } from '../../preload/contract/index.ts';

/** Longest time uploaded blobs may be kept, days: ten years. */
const MAX_KEEP_DAYS = 3650;

/** What each preference may be. */
export const PREFERENCE_VALUES = {
  /** Upper bound for the sending rate of all uploads together, bytes per second; null for none. */
  bandwidthLimitBytesPerSecond: z.number().int().positive().nullable(),
  /** Hours of the day, local time, in which there is no such bound: from 22 to 6 is the night; null for none. */
  fullSpeedHours: z.object({ from: z.number().int().min(0).max(23), to: z.number().int().min(0).max(23) }).nullable(),
  /** Whether uploads wait while the PC runs on battery, and while its connection is paid for by the byte. */
  pausesOnBattery: z.boolean(),
  pausesOnMetered: z.boolean(),
  /** Folders scans leave out; null for those the app comes with. */
  skippedFolders: z.array(SkippedFolder).nullable(),
  /** Where mail goes; null when it is not set. */
  connection: Connection.nullable(),
  /** Days an uploaded blob is kept after its import. */
  cleanupKeepDays: z.number().int().min(1).max(MAX_KEEP_DAYS),
} as const;

const values = PREFERENCE_VALUES;

/** What a person or an administrator has set. Every field has a default, also for what is no value of it: an older or mistyped file stays readable. */
export const Preferences = z.object({
  bandwidthLimitBytesPerSecond: values.bandwidthLimitBytesPerSecond.default(null).catch(null),
  fullSpeedHours: values.fullSpeedHours.default(null).catch(null),
  pausesOnBattery: values.pausesOnBattery.default(false).catch(false),
  pausesOnMetered: values.pausesOnMetered.default(true).catch(true),
  skippedFolders: values.skippedFolders.default(null).catch(null),
  connection: values.connection.default(null).catch(null),
  cleanupKeepDays: values.cleanupKeepDays.default(KEEP_DAYS).catch(KEEP_DAYS),
});
export type Preferences = z.infer<typeof Preferences>;

/** Where preferences are kept; a whole set of values under names. */
export interface PreferenceStore {
  /** What is stored, unchecked. */
  read(): unknown;
  /** Keeps one value, or forgets it when null. @throws AppError stateUnwritable; connectionManaged when a policy sets it */
  write<K extends keyof Preferences>(name: K, value: Preferences[K]): void;
}

/** The preferences in force: what is stored where it is valid, defaults elsewhere. */
export function loadPreferences(store: PreferenceStore): Preferences {
  const parsed = Preferences.safeParse(store.read());
  return parsed.success ? parsed.data : Preferences.parse({});
}
