import { setMaxListeners } from 'node:events';

/** An abort of our own that also fires with another signal; `release` when done, or the other signal keeps it alive. */
export type LinkedAbort = { readonly controller: AbortController; release(): void };

/**
 * A controller whose signal follows `parent`, reason included. Used instead of `AbortSignal.any`, which in Node 20 leaves
 * a small record at the parent for each call: an upload makes one a block.
 */
export function linkAbort(parent: AbortSignal): LinkedAbort {
  const controller = new AbortController();
  // All lanes listen to one signal; Node would take more than ten for a leak and warn.
  setMaxListeners(0, controller.signal);
  const follow = () => controller.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  return { controller, release: () => parent.removeEventListener('abort', follow) };
}
