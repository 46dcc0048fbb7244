import { AppError, type CleanupEntry, type CleanupReason, type ErrorCode } from '../../preload/contract/index.ts';
import type { PlannedBlob } from './plan.ts';
import type { CleanupStore, Pauses, Removal, StoredBlob } from './ports.ts';

/** Tries of one request before the storage counts as away. A rule of ours. */
const MAX_TRIES = 5;

/** Bounds of the random pause between two tries, milliseconds; the first doubles with each. Rules of ours. */
const BASE_DELAY_MS = 1_000;
const MAX_DELAY_MS = 15_000;

/** Longest `Retry-After` that is waited for, milliseconds: someone sits before this. A rule of ours. */
const MAX_RETRY_AFTER_MS = 60_000;

/** Errors that are about this blob: others may be removed all the same. */
const REFUSALS: readonly ErrorCode[] = ['uploadForbidden', 'uploadExpired', 'uploadRejected'];

/** How waiting for the storage is done, and what ends it. */
export type Patience = { readonly pauses: Pauses; readonly signal: AbortSignal };

export type CleanUpOptions = Patience & {
  readonly store: Pick<CleanupStore, 'remove'>;
  readonly plan: readonly PlannedBlob[];
  /** Nothing is sent and nobody is asked. */
  readonly isWhatIf: boolean;
  /** Asked once, when there is something to remove. */
  readonly confirm: (removals: readonly CleanupEntry[]) => Promise<boolean>;
  /** Looks at the blob's imports again; the entry as it is to be planned now. */
  readonly replan: (planned: PlannedBlob, signal: AbortSignal) => Promise<CleanupEntry>;
  /** Hears why the storage refused to remove a blob. */
  readonly onRefused: (error: AppError, blob: string) => void;
};

/**
 * Carries out a plan, in its order.
 * @yields what became of each blob; of all of them as planned when it is only asked what would be done, or nobody agreed.
 * @throws AppError tenantUnavailable (retryable) when the storage does not answer, otherwise as CleanupStore and `replan`
 *   do; the signal's reason when aborted. What was removed by then stays removed.
 */
export async function* cleanUp(options: CleanUpOptions): AsyncGenerator<CleanupEntry> {
  const { plan, isWhatIf, confirm, signal } = options;
  const removals = plan.map(({ entry }) => entry).filter(({ action }) => action === 'remove');
  const isAgreed = !isWhatIf && (removals.length === 0 || (await confirm(removals)));
  for (const planned of plan) {
    signal.throwIfAborted();
    if (!isAgreed) yield planned.entry;
    else if (planned.entry.action === 'remove') yield await removeOne(planned, options);
    else yield { ...planned.entry, action: 'kept' };
  }
}

/** Every blob of the store, the listing begun anew where it broke. @throws as `cleanUp` does */
export function listBlobs(store: Pick<CleanupStore, 'list'>, patience: Patience): Promise<StoredBlob[]> {
  return withPatience(async () => {
    const blobs: StoredBlob[] = [];
    for await (const blob of store.list(patience.signal)) blobs.push(blob);
    return blobs;
  }, patience);
}

async function removeOne(planned: PlannedBlob, options: CleanUpOptions): Promise<CleanupEntry> {
  const { store, replan, onRefused, signal } = options;
  // An import may have been begun, or taken up again, since the plan was made.
  const entry = await replan(planned, signal);
  if (entry.action !== 'remove') return { ...entry, action: 'kept' };
  const { name, etag } = planned.blob;
  try {
    const removal = await withPatience(() => store.remove(name, etag, signal), options);
    return { ...entry, ...OUTCOMES[removal] };
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    onRefused(error, name);
    return { ...entry, action: 'kept', reason: 'refused' };
  }
}

const OUTCOMES: Readonly<Record<Removal, { readonly action: 'removed' | 'kept'; readonly reason: CleanupReason }>> = {
  removed: { action: 'removed', reason: 'imported' },
  changed: { action: 'kept', reason: 'changed' },
  leased: { action: 'kept', reason: 'leased' },
};

async function withPatience<T>(work: () => Promise<T>, { pauses, signal }: Patience): Promise<T> {
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError) || !error.isRetryable) throw error;
      if (tries === MAX_TRIES) {
        const { reason = error.code } = error.params;
        throw new AppError('tenantUnavailable', { reason }, { cause: error, isRetryable: true });
      }
      await pauses.sleep(delayOf(error, tries, pauses.random()), signal);
    }
  }
}

function delayOf({ params }: AppError, tries: number, random: number): number {
  const asked = typeof params.retryAfterMs === 'number' ? params.retryAfterMs : 0;
  const own = Math.round(random * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (tries - 1)));
  return Math.max(own, Math.min(asked, MAX_RETRY_AFTER_MS));
}
