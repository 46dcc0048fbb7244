import type { ImportSource } from '../import/engine.ts';
import type { Access } from '../upload/ports.ts';
import { sasLifetime } from '../upload/sas.ts';

/** Part of a permission's life after which it is replaced. A rule of ours: what is under way then still ends in time. */
export const RENEWED_AFTER = 0.8;

/** A permission that can be replaced while it is used. */
export type RenewableAccess = Access & {
  /** The one in use. A secret. */
  current(): ImportSource;
};

export type RenewableAccessInput = {
  readonly first: ImportSource;
  /** Asks for another one. @throws AppError, retryable when asking again may help */
  readonly ask: () => Promise<ImportSource>;
  /** Milliseconds since 1970, by the PC's clock. */
  readonly nowMs: () => number;
};

/** An access that begins with `first`. */
export function createRenewableAccess({ first, ask, nowMs }: RenewableAccessInput): RenewableAccess {
  let current = first;
  let givenAtMs = nowMs();
  let pending: Promise<void> | null = null;

  async function replace(): Promise<void> {
    current = await ask();
    givenAtMs = nowMs();
  }

  return {
    current: () => current,
    timeLeftMs() {
      const { startsAtMs, expiresAtMs } = sasLifetime(current.sasToken);
      if (expiresAtMs === null) return null;
      // One that begins in the past has had part of its life, but not more of it than we had it: clocks differ.
      const fromMs = startsAtMs === null ? givenAtMs : Math.max(startsAtMs, givenAtMs - MOST_HEAD_START_MS);
      return fromMs + (expiresAtMs - fromMs) * RENEWED_AFTER - nowMs();
    },
    renew() {
      pending ??= replace().finally(() => {
        pending = null;
      });
      return pending;
    },
  };
}

/** Permissions are dated back by about this, lest a slow clock meets one that has not begun yet. */
const MOST_HEAD_START_MS = 15 * 60_000;
