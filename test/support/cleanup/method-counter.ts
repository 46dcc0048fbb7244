import { createServer, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in front of another that counts what it is asked. */
export type MethodCounter = {
  /** The address behind this one, as clients should see it. */
  readonly through: (url: string) => string;
  /** How often each method was used so far. */
  readonly counts: Map<string, number>;
  close(): Promise<void>;
};

/** Starts a counter in front of the server of that address. */
export async function startMethodCounter(url: string): Promise<MethodCounter> {
  const { hostname, port } = new URL(url);
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const { url: path, method = '', headers } = request;
    counts.set(method, (counts.get(method) ?? 0) + 1);
    const onward = sendRequest({ hostname, port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = String((server.address() as AddressInfo).port);
  return {
    through: (address) => {
      const changed = new URL(address);
      changed.port = own;
      return changed.href;
    },
    counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
