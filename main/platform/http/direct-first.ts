import type { ClosableHttpClient, HttpAnswer, HttpRequest } from './http-client.ts';
import { TransportError } from './transport-error.ts';

/** How long `managed` has everything before `direct` is tried again: a PC changes its network. A rule of ours. */
export const DIRECT_AGAIN_MS = 10 * 60_000;

/**
 * Requests by `direct`. One of which nothing was sent, whatever stood in the way, is made at once by `managed`, which knows
 * more about this PC and is slower; if that gets through, it has all after it until one tries the direct way again. In an
 * outage neither does, and nothing changes. What was perhaps sent is not repeated here. `nowMs` is of a clock that only
 * goes forward.
 */
export function createDirectFirst(
  direct: ClosableHttpClient,
  managed: ClosableHttpClient,
  nowMs: () => number = () => performance.now(),
): ClosableHttpClient {
  /** Null while the direct way is taken. */
  let directAgainAtMs: number | null = null;

  async function sendDirect(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await direct.send(request);
    directAgainAtMs = null;
    return answer;
  }

  return {
    send: async (request) => {
      if (directAgainAtMs !== null) {
        if (nowMs() < directAgainAtMs) return managed.send(request);
        // Only this one tries: a way that is blocked costs it some seconds.
        directAgainAtMs = nowMs() + DIRECT_AGAIN_MS;
      }
      try {
        return await sendDirect(request);
      } catch (error) {
        if (!(error instanceof TransportError) || error.isSent) throw error;
        const answer = await managed.send(request);
        directAgainAtMs = nowMs() + DIRECT_AGAIN_MS;
        return answer;
      }
    },
    close: () => {
      direct.close();
      managed.close();
    },
  };
}
