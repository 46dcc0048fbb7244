import { createServer, request as forward, type Server } from 'node:http';

/** A proxy that wants a sign-in with a name and a password, and serves the file that sends PCs to it. */
export type ProxyServer = {
  /** Address of the automatic configuration: hosts under `.test` go through the proxy, the rest goes straight. */
  readonly pacUrl: string;
  /** Requests that came without a sign-in, and those that were passed on. */
  readonly counts: { refused: number; passed: number };
  close(): Promise<void>;
};

/** Everything that is passed on goes to `originPort` of this PC, whatever host it names. */
export async function startProxyServer(originPort: number, credentials: string): Promise<ProxyServer> {
  const counts = { refused: 0, passed: 0 };
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((request, response) => {
    if (request.url === '/proxy.pac') {
      response.writeHead(200, { 'content-type': 'application/x-ns-proxy-autoconfig' });
      const rule = `dnsDomainIs(host, ".test") ? "PROXY 127.0.0.1:${portOf(server)}" : "DIRECT"`;
      return void response.end(`function FindProxyForURL(url, host) { return ${rule}; }`);
    }
    if (request.headers['proxy-authorization'] !== expected) {
      counts.refused += 1;
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="Contoso"', 'content-length': '0' });
      return void request.resume().on('end', () => response.end());
    }
    counts.passed += 1;
    const { pathname, search } = new URL(request.url ?? '/', 'http://origin.test');
    const { method = 'GET', headers } = request;
    const onward = forward({ host: '127.0.0.1', port: originPort, path: pathname + search, method, headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    pacUrl: `http://127.0.0.1:${portOf(server)}/proxy.pac`,
    counts,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The port a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
