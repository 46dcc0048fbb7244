import type { ClosableHttpClient } from './http-client.ts';
import { isCertificateCode, TransportError } from './transport-error.ts';

/** No connection came about: perhaps there is another network now, with a proxy. */
const NO_WAY: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
]);

/**
 * Requests by `direct`. One that was not sent, because no connection came about or the certificates are not trusted, is
 * made at once by `managed`, which knows more about this PC and is slower; if that gets through, it has all after it. In an
 * outage neither does, and nothing changes.
 */
export function createDirectFirst(direct: ClosableHttpClient, managed: ClosableHttpClient): ClosableHttpClient {
  let isDirect = true;
  return {
    send: async (request) => {
      if (!isDirect) return managed.send(request);
      try {
        return await direct.send(request);
      } catch (error) {
        const isUnsent = error instanceof TransportError && (isCertificateCode(error.code) || NO_WAY.has(error.code));
        if (!isUnsent) throw error;
        const answer = await managed.send(request);
        isDirect = false;
        return answer;
      }
    },
    close: () => {
      direct.close();
      managed.close();
    },
  };
}
