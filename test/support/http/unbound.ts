import type { Pace } from '../../../main/platform/http/http-client.ts';

/** A pace that holds nothing back. */
export const UNBOUND: Pace = { take: () => Promise.resolve(), sliceBytes: () => Number.MAX_SAFE_INTEGER };
