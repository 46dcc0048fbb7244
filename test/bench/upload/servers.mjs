import { packageVersion } from '../measure/machine.mjs';
import { startAzurite } from './azurite.mjs';
import { ensureCertificate, ensureSink, startSink } from './sink.mjs';

const LATENCY_MS = 50;

/** The names of all servers, in the order they are measured. */
export const SERVER_NAMES = ['plain', 'latency', 'tls', 'azurite'];

/**
 * @typedef {object} Address where to write one blob, and what allows it
 * @property {string} blobUri
 * @property {string} sasToken
 * @property {string} containerUri
 * @property {string} containerSas for clients that start at the container
 *
 * @typedef {object} Running
 * @property {(blobName: string, rights?: string) => Address} address `rights` in the letters of a SAS; by default all that
 * any client wants
 * @property {() => Promise<{ receivedBytes: number, cpuSeconds: number }>} usage since its start
 * @property {(blobName: string, sample: { sizeBytes: number, sha256: string }) =>
 *   Promise<import('../measure/rounds.mjs').Result>} check whether the blob is what was sent
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} Server
 * @property {string} name
 * @property {string} about
 * @property {boolean} isSink it throws the bytes away
 * @property {number[]} sizesMib of the files it is measured with unless others are asked for
 * @property {Record<string, string>} env what clients need to trust it
 * @property {() => Promise<Running>} start a new one, which holds nothing
 */

/**
 * The servers that can be had here.
 * @param {{ names: string[] | null, say: (text: string) => void }} options out of `SERVER_NAMES`, null for all
 * @returns {Server[]}
 */
export function listServers({ names, say }) {
  const wanted = SERVER_NAMES.filter((name) => names === null || names.includes(name));
  return [...listSinks(wanted, say), ...(wanted.includes('azurite') ? [azurite()] : [])];
}

function listSinks(wanted, say) {
  const names = wanted.filter((name) => name !== 'azurite');
  const program = names.length > 0 ? ensureSink() : null;
  if (program === null) {
    if (names.length > 0)
      say('The sink cannot be compiled (Debian packages: g++, libssl-dev), so its tables are missing.');
    return [];
  }
  const tls = names.includes('tls') ? ensureCertificate() : null;
  if (names.includes('tls') && tls === null) say('openssl is not installed, so the table over TLS is missing.');
  const sinks = {
    plain: () => sink('plain', 'the sink', { program }),
    latency: () => sink('latency', `the sink, ${LATENCY_MS} ms a request`, { program, delayMs: LATENCY_MS }),
    tls: () => ({
      ...sink('tls', 'the sink over TLS', { program, tls }),
      // For Node and Electron's Node; for everything made with Go.
      env: { NODE_EXTRA_CA_CERTS: tls.certificate, SSL_CERT_FILE: tls.certificate },
    }),
  };
  return names.filter((name) => name !== 'tls' || tls !== null).map((name) => sinks[name]());
}

function sink(name, about, options) {
  return { name, about, isSink: true, sizesMib: [1024, 4096], env: {}, start: () => startSink(options) };
}

function azurite() {
  const about = `Azurite ${packageVersion('azurite')} in memory`;
  return { name: 'azurite', about, isSink: false, sizesMib: [256], env: {}, start: startAzurite };
}
