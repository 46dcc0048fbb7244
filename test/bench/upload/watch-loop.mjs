import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the loop is looked at. */
const RESOLUTION_MS = 10;

/**
 * Watches how long the event loop of this thread is held up.
 * @returns {() => number} stops; gives the longest time a timer came late, milliseconds
 */
export function watchLoop() {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return () => {
    histogram.disable();
    // What it counts is the time between two looks.
    return Math.max(0, histogram.max / 1e6 - RESOLUTION_MS);
  };
}
