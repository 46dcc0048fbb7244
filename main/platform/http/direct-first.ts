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
 * Requests by `direct` until it finds no way or certificates it does not trust; from then on by `managed`, which knows
 * more about this PC and is slower. A request that met such certificates, and so was not sent, is made again at once.
 */
export function createDirectFirst(direct: ClosableHttpClient, managed: ClosableHttpClient): ClosableHttpClient {
  let isDirect = true;
  return {
    send: async (request) => {
      if (!isDirect) return managed.send(request);
      try {
        return await direct.send(request);
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        const isUntrusted = isCertificateCode(error.code);
        if (isUntrusted || NO_WAY.has(error.code)) isDirect = false;
        if (!isUntrusted) throw error;
        return managed.send(request);
      }
    },
    close: () => {
      direct.close();
      managed.close();
    },
  };
}
