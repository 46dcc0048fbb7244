import type { HttpClient } from '../../../main/platform/http/http-client.ts';
import type { Hasher } from '../../../main/upload/ports.ts';

const MD5_BYTES = 16;
const SHA256_CHARACTERS = 64;

/** A hasher that looks at no byte: every hash it gives is zero. */
export function createNoHasher(): Hasher {
  return {
    allocate: (sizeBytes) => Buffer.allocUnsafeSlow(sizeBytes),
    md5: () => Promise.resolve(new Uint8Array(MD5_BYTES)),
    update: () => Promise.resolve(),
    digest: () => Promise.resolve('0'.repeat(SHA256_CHARACTERS)),
    close: () => Promise.resolve(),
  };
}

/** The same client with no request carrying the MD5 of its body: a server that looks would refuse a made-up one. */
export function withoutMd5(client: HttpClient): HttpClient {
  return {
    send: (request) => {
      const entries = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'content-md5');
      return client.send({ ...request, headers: Object.fromEntries(entries) });
    },
  };
}
