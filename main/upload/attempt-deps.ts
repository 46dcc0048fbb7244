import type { Clock } from './clock.ts';

/** What trying more than once takes. `random` gives numbers from 0 up to, not including, 1. */
export type AttemptDeps = { readonly clock: Clock; readonly random: () => number; readonly signal: AbortSignal };
