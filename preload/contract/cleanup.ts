import { z } from 'zod';

/** Days an uploaded blob is kept after its import, unless set otherwise. */
export const KEEP_DAYS = 15;

/**
 * Why a blob is removed or stays. `imported`: every import of it is done and it is old enough. The rest stay: `tooYoung`;
 * `importRunning`, `importFailed` (a failed one can be taken up again and reads the blob again), `importUnknown` (no request
 * is known any more); `uploading`: a move on this PC uses it; `notOurs`: no mark of this product on it, or not a `.pst`;
 * `leased`, `changed` (since the plan was made), `refused` (by the storage).
 */
export const CLEANUP_REASONS = [
  'imported',
  'tooYoung',
  'importRunning',
  'importFailed',
  'importUnknown',
  'uploading',
  'notOurs',
  'leased',
  'changed',
  'refused',
] as const;
export type CleanupReason = (typeof CLEANUP_REASONS)[number];

/** What becomes of one blob: planned (`remove`, `keep`), or done (`removed`, `kept`). Ages are whole days. */
export const CleanupEntry = z.object({
  blob: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  /** ISO 8601 UTC. */
  modifiedAt: z.string(),
  ageDays: z.number().int().nonnegative(),
  requests: z.array(z.object({ id: z.string(), status: z.string() })),
  action: z.enum(['remove', 'keep', 'removed', 'kept']),
  reason: z.enum(CLEANUP_REASONS),
});
export type CleanupEntry = z.infer<typeof CleanupEntry>;
