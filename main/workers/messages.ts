import type { WireError } from '../../preload/contract/index.ts';

/**
 * How the main process and a worker process talk when the worker is an async generator. One value is under way at a
 * time: the worker gives the next one only after `next`, so that what came before has been dealt with. Beside that the
 * parent may tell things and the worker may ask for some.
 */
export type ToWorker =
  | { readonly kind: 'start'; readonly input: unknown }
  | { readonly kind: 'next' }
  /** Ends the work; `reason` is a `StopReason`. */
  | { readonly kind: 'stop'; readonly reason: string }
  /** Something the work should know, at any time; plain data. */
  | { readonly kind: 'tell'; readonly news: unknown }
  /** The answer to an `ask` of that number, or why there is none. */
  | { readonly kind: 'answer'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly number: number; readonly error: WireError; readonly isRetryable: boolean };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'ended' }
  /** A question to the parent, at any time; numbered from 1. */
  | { readonly kind: 'ask'; readonly number: number; readonly question: unknown }
  | { readonly kind: 'failed'; readonly error: WireError; readonly isRetryable: boolean; readonly bug: string | null };
