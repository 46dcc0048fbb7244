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
  /** False when no byte of the request was handed to a connection that stood, and with TLS was trusted; true in doubt. */
  readonly isSent: boolean;

  constructor(code: string, facts: TransportFacts = {}, isSent = true) {
    super(code);
    this.code = code;
    this.facts = facts;
    this.isSent = isSent;
  }
}

/** The system's code of an error; `Unknown` when it has none that is a plain word. */
export function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : 'Unknown';
}

/**
 * Codes of a chain of certificates that Node does not trust. @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const CERTIFICATE: ReadonlySet<string> = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CRL_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * Chromium's words for the same. @see https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h
 */
const CHROMIUM_CERTIFICATE = /^ERR_(CERT_|CERTIFICATE_TRANSPARENCY_|SSL_PINNED_KEY_)/;

/** True for a connection that was not made because the other end's certificates are not trusted. */
export function isCertificateCode(code: string): boolean {
  return CERTIFICATE.has(code) || CHROMIUM_CERTIFICATE.test(code);
}
