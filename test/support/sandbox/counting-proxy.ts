import { createServer, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the blob store was sent, counted on its side of the wire. */
export type Counted = {
  /** Bytes of all Put Block bodies, whole or not. */
  blockBytes: number;
  /** Bytes of the Put Block bodies the store answered with 201. */
  acceptedBytes: number;
  commits: number;
};

/** A proxy in front of a blob store. */
export type CountingProxy = {
  /** The store's endpoint as clients should see it. */
  readonly endpoint: string;
  readonly counted: Counted;
  /** Every SAS signature that was sent, decoded. */
  readonly signatures: Set<string>;
  /** Called after each block the store accepted. */
  onAccepted: (counted: Counted) => void;
  /** The service's error code a block is refused with (403) in place of the store; null to let it through. */
  refuse: (blobName: string) => string | null;
  close(): Promise<void>;
};

/** Starts a proxy in front of the store at `endpoint` (`http://127.0.0.1:PORT/account`). */
export async function startCountingProxy(endpoint: string): Promise<CountingProxy> {
  const target = new URL(endpoint);
  const counted: Counted = { blockBytes: 0, acceptedBytes: 0, commits: 0 };
  const signatures = new Set<string>();
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', target).searchParams;
    const operation = query.get('comp');
    const signature = query.get('sig');
    if (signature !== null) signatures.add(signature);
    const isBlock = request.method === 'PUT' && operation === 'block';
    const refusal = isBlock ? proxy.refuse(new URL(request.url ?? '/', target).pathname.split('/').at(-1) ?? '') : null;
    if (refusal !== null) {
      request.resume().on('end', () => refuseWith(refusal, request.url ?? '', response));
      return;
    }
    let bodyBytes = 0;
    const { hostname, port } = target;
    const { url: path, method, headers } = request;
    const onward = sendRequest({ hostname, port, path, method, headers }, (answer) => {
      if (isBlock && answer.statusCode === 201) {
        counted.acceptedBytes += bodyBytes;
        proxy.onAccepted(counted);
      }
      if (operation === 'blocklist' && method === 'PUT' && answer.statusCode === 201) counted.commits += 1;
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.on('data', (chunk: Buffer) => {
      bodyBytes += chunk.length;
      if (isBlock) counted.blockBytes += chunk.length;
    });
    request.on('close', () => {
      if (!request.complete) onward.destroy();
    });
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: CountingProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`,
    counted,
    signatures,
    onAccepted: () => undefined,
    refuse: () => null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

/** As the service does it, which repeats parts of the request in its answer. */
function refuseWith(code: string, url: string, response: ServerResponse): void {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Refused: ${url.replaceAll('&', '&amp;')}</Message></Error>`;
  response.writeHead(403, {
    'content-type': 'application/xml',
    'x-ms-error-code': code,
    'x-ms-request-id': '1',
    'x-ms-version': '2021-12-02',
    server: 'Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0',
    date: new Date().toUTCString(),
  });
  response.end(body);
}
