/** Code of a `TransportError` when a proxy wants a sign-in that it did not get. */
export const PROXY_SIGN_IN = 'ProxyAuthenticationRequired';

/** Code of a `TransportError` when an answer is longer than any of the service's. */
export const ANSWER_TOO_LONG = 'AnswerTooLong';

/** What is known about a failed request beside its code. `issuer`: who signed the certificates that were presented. */
export type TransportFacts = { readonly host?: string; readonly issuer?: string };

/**
 * A request that got no answer. `code` is the system's word: Node's (`ECONNRESET`, `CERT_HAS_EXPIRED`), Chromium's
 * (`ERR_INTERNET_DISCONNECTED`, without its `net::`) or one of ours. It holds nothing of the request: no address, no cause.
 */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: string;
  readonly facts: TransportFacts;

  constructor(code: string, facts: TransportFacts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

/** The system's code of an error; `Unknown` when it has none that is a plain word. */
export function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : 'Unknown';
}
