import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import { connect, type DetailedPeerCertificate, type PeerCertificate, TLSSocket } from 'node:tls';

/**
 * An agent that remembers who signed what a server presented, so that a refused one can be named. It looks on: whether a
 * certificate is trusted is decided by Node as ever.
 */
export class WatchingAgent extends HttpsAgent {
  readonly #issuers = new WeakMap<object, string>();

  /** Who signed the certificates of this connection; null when none were presented. */
  issuerOf(socket: object | null): string | null {
    return socket === null ? null : (this.#issuers.get(socket) ?? null);
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const socket = super.createConnection(options, callback);
    // Node drops the certificates together with the connection it refuses; `secure` comes just before it looks at them.
    if (socket instanceof TLSSocket) {
      socket.prependListener('secure', () => {
        const issuer = describeIssuer(socket.getPeerCertificate(true));
        if (issuer !== null) this.#issuers.set(socket, issuer);
      });
    }
    return socket;
  }
}

/**
 * The certificates this PC trusts, those of its administrator too; null when this Node cannot read them (it can since
 * 22.15). @see https://nodejs.org/api/tls.html#tlsgetcacertificatestype
 */
export function machineCertificates(): string[] | null {
  const get: unknown = Reflect.get(tls, 'getCACertificates');
  if (typeof get !== 'function') return null;
  return [...get('default'), ...get('system')];
}

/** How long a server may take to show its certificates, milliseconds. */
const LOOK_LIMIT_MS = 5_000;

/**
 * Who signed the certificates that a server presents; null when it cannot be reached without a proxy. Nothing is sent to
 * it, and whether it is trusted makes no difference to what is told.
 */
export function presentedIssuer(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) });
    let issuer: string | null = null;
    const stop = () => socket.destroy();
    signal.addEventListener('abort', stop, { once: true });
    socket.prependListener('secure', () => {
      issuer = describeIssuer(socket.getPeerCertificate(true));
    });
    socket.on('secureConnect', stop);
    socket.setTimeout(LOOK_LIMIT_MS, stop);
    socket.on('error', stop);
    socket.on('close', () => {
      signal.removeEventListener('abort', stop);
      resolve(issuer);
    });
  });
}

/** The name of the last signer in a chain of certificates, as an administrator knows it; null for an empty chain. */
export function describeIssuer(certificate: PeerCertificate | DetailedPeerCertificate): string | null {
  let last: PeerCertificate | DetailedPeerCertificate = certificate;
  // The chain ends with a certificate that signed itself, or with one whose signer was not sent along.
  for (let depth = 0; depth < 16; depth += 1) {
    const next: DetailedPeerCertificate | undefined = 'issuerCertificate' in last ? last.issuerCertificate : undefined;
    if (next === undefined || next === last || next.fingerprint256 === last.fingerprint256) break;
    last = next;
  }
  const { CN, O } = last.issuer ?? {};
  const name = firstText(CN) ?? firstText(O);
  return name === null ? null : name.slice(0, 128);
}

function firstText(value: string | string[] | undefined): string | null {
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text === '' ? null : text;
}
