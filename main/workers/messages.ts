import type { WireError } from '../../preload/contract/index.ts';

/**
 * How the main process and a worker process talk when the worker is an async generator. One value is under way at a
 * time: the worker gives the next one only after `next`, so that what came before has been dealt with.
 */
export type ToWorker =
  | { readonly kind: 'start'; readonly input: unknown }
  | { readonly kind: 'next' }
  /** Ends the work; `reason` is a `StopReason`. */
  | { readonly kind: 'stop'; readonly reason: string };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: WireError; readonly isRetryable: boolean; readonly bug: string | null };
