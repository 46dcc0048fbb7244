import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { ClosableHttpClient, Pace } from '../../../main/platform/http/http-client.ts';
import { createNodeHttp, type NodeHttpOptions } from '../../../main/platform/http/node-http.ts';
import { UNBOUND } from '../../support/http/unbound.ts';

const MIB = 1024 * 1024;
const { signal } = new AbortController();

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function client(pace: Pace = UNBOUND, options: NodeHttpOptions = {}): ClosableHttpClient {
  const http = createNodeHttp(pace, null, options);
  closers.push(() => http.close());
  return http;
}

function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  if ('closeAllConnections' in server) closers.push(() => server.closeAllConnections());
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}/`;
}

async function hashOf(request: IncomingMessage): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of request) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function bytes(sizeBytes: number): Uint8Array {
  return Uint8Array.from({ length: sizeBytes }, (_, index) => (index * 7 + (index >> 8)) & 0xff);
}

test('a body arrives whole with its length told, and its progress is told from 0 to the end', async () => {
  const url = await serve(async (request, response) => {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    response.end(JSON.stringify({ length, encoding, md5: await hashOf(request) }));
  });
  const body = bytes(3 * MIB + 17);
  const told: number[] = [];
  const answer = await client().send({ method: 'PUT', url, headers: {}, body, signal, onSent: (n) => told.push(n) });
  const md5 = createHash('md5').update(body).digest('hex');
  expect(JSON.parse(answer.text)).toEqual({ length: String(body.byteLength), md5 });
  expect(told[0]).toBe(0);
  expect(told.at(-1)).toBe(body.byteLength);
  expect(told.length).toBeGreaterThan(5);
  expect(told).toEqual([...told].sort((a, b) => a - b));
});

test('every slice asks the pace first, and none is larger than it allows', async () => {
  const taken: number[] = [];
  const pace: Pace = { take: async (sizeBytes) => void taken.push(sizeBytes), sliceBytes: () => 40_000 };
  const url = await serve((request, response) => void request.resume().on('end', () => response.end()));
  await client(pace).send({ method: 'PUT', url, headers: {}, body: bytes(100_000), signal });
  expect(taken).toEqual([40_000, 40_000, 20_000]);
});

test('progress stands still while nobody reads, so that a silent line can be told', async () => {
  const arrived = deferred();
  const url = await serve(() => arrived.resolve());
  const abort = new AbortController();
  let sentBytes = 0;
  const sending = client().send({
    method: 'PUT',
    url,
    headers: {},
    body: new Uint8Array(64 * MIB),
    signal: abort.signal,
    onSent: (n) => {
      sentBytes = n;
    },
  });
  await arrived.promise;
  abort.abort('pause');
  await expect(sending).rejects.toBe('pause');
  expect(sentBytes).toBeLessThan(32 * MIB);
});

test('a line that becomes slow after a quick start still gets a block through', { timeout: 30_000 }, async () => {
  // A block takes 4 s on the slow line; what the system buffers of it, about a third, goes at once.
  const slowBytesPerSecond = 6 * MIB;
  const silenceMs = 1_000;
  let isSlow = false;
  const url = await serve(async (request, response) => {
    request.on('error', () => undefined);
    try {
      for await (const chunk of request) {
        if (isSlow) await delay(((chunk as Buffer).byteLength / slowBytesPerSecond) * 1_000);
      }
      response.writeHead(201).end();
    } catch {
      // Given up by the other side.
    }
  });
  const http = client();
  const body = new Uint8Array(24 * MIB);
  const put = async () => {
    const abort = new AbortController();
    const giveUp = () => abort.abort('silent');
    let timer = setTimeout(giveUp, silenceMs);
    const onSent = (sentBytes: number) => {
      clearTimeout(timer);
      // What the system has taken as a whole, it sends without telling.
      if (sentBytes < body.byteLength) timer = setTimeout(giveUp, silenceMs);
    };
    const answer = await http
      .send({ method: 'PUT', url, headers: {}, body, signal: abort.signal, onSent })
      .then(({ status }) => status, String);
    clearTimeout(timer);
    return answer;
  };
  for (let count = 0; count < 10; count += 1) expect(await put()).toBe(201);
  isSlow = true;
  const outcomes = [];
  while (outcomes.at(-1) !== 201 && outcomes.length < 4) outcomes.push(await put());
  expect(outcomes.at(-1)).toBe(201);
});

test('a connection carries one request after the other', async () => {
  const ports = new Set<number | undefined>();
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    request.resume().on('end', () => response.end('good'));
  });
  const http = client();
  for (let count = 0; count < 20; count += 1) {
    await http.send({ method: 'PUT', url, headers: {}, body: bytes(MIB), signal });
  }
  expect(ports.size).toBe(1);
});

test('an answer before the end of the body is read, though the body cannot be finished', async () => {
  const text = 'HTTP/1.1 403 Forbidden\r\nx-ms-request-id: a\r\nx-ms-error-code: AuthenticationFailed\r\n';
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    // Answers as soon as it has seen the head, and goes away with most of the body unread.
    socket.once('data', () =>
      socket.end(`${text}content-length: 0\r\nconnection: close\r\n\r\n`, () => socket.destroy()),
    );
  });
  const url = `http://127.0.0.1:${await listen(server)}/`;
  const http = client();
  const body = new Uint8Array(8 * MIB);
  for (let count = 0; count < 50; count += 1) {
    const answer = await http.send({ method: 'PUT', url, headers: {}, body, signal });
    expect(answer).toMatchObject({ status: 403, headers: { 'x-ms-error-code': 'AuthenticationFailed' } });
  }
});

test('a redirect is an answer', async () => {
  const url = await serve((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  expect((await client().send({ method: 'GET', url, headers: {}, body: null, signal })).status).toBe(302);
});

test('a proxy that asks for a sign-in is an error of its own', async () => {
  const url = await serve((_request, response) => response.writeHead(407).end());
  await expect(client().send({ method: 'GET', url, headers: {}, body: null, signal })).rejects.toMatchObject({
    name: 'TransportError',
    code: 'ProxyAuthenticationRequired',
    facts: { host: '127.0.0.1' },
    isSent: true,
  });
});

test.each([
  ['is longer than any true one', 'HTTP/1.1 200 OK', 'AnswerTooLong'],
  ['asks for a sign-in', 'HTTP/1.1 407 Proxy Authentication Required', 'ProxyAuthenticationRequired'],
])('an answer that %s and never ends does not flow on', { timeout: 60_000 }, async (_what, line, code) => {
  const gone = deferred();
  const piece = Buffer.alloc(MIB, 'x');
  const server = createTcpServer((socket) => {
    const flow = () => {
      while (socket.writable && socket.write(piece));
    };
    socket.on('error', () => undefined).on('close', () => gone.resolve());
    socket.on('drain', flow);
    socket.once('data', () => {
      socket.write(`${line}\r\ncontent-length: 999999999999\r\n\r\n`);
      flow();
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}/`;
  const sending = client().send({ method: 'GET', url, headers: {}, body: null, signal });
  await expect(sending).rejects.toMatchObject({ code });
  await gone.promise;
});

test('a connection that does not come to stand is given up, and nothing was sent', async () => {
  const sockets: Socket[] = [];
  // Takes the connection, but never says a word of TLS.
  const server = createTcpServer((socket) => void sockets.push(socket.on('error', () => undefined)));
  const url = `https://127.0.0.1:${await listen(server)}/`;
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  const http = client(UNBOUND, { connectLimitMs: 50 });
  const sending = http.send({ method: 'PUT', url, headers: {}, body: bytes(MIB), signal });
  await expect(sending).rejects.toMatchObject({ code: 'ETIMEDOUT', isSent: false });
});

test('a connection that is cut before TLS stands has sent nothing, one that is cut after the head has', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.resetAndDestroy());
  });
  const port = await listen(server);
  const put = (protocol: string) =>
    client().send({ method: 'PUT', url: `${protocol}://127.0.0.1:${port}/`, headers: {}, body: bytes(10), signal });
  await expect(put('https')).rejects.toMatchObject({ code: 'ECONNRESET', isSent: false });
  await expect(put('http')).rejects.toMatchObject({ code: 'ECONNRESET', isSent: true });
});

test('a request on a connection that was kept counts as sent, and the limit to connect is not for its answer', async () => {
  let requests = 0;
  const url = await serve(async (request, response) => {
    requests += 1;
    await hashOf(request);
    if (requests === 3) return void request.socket.resetAndDestroy();
    await delay(150);
    response.end();
  });
  const http = client(UNBOUND, { connectLimitMs: 100 });
  const put = () => http.send({ method: 'PUT', url, headers: {}, body: bytes(10), signal });
  expect([(await put()).status, (await put()).status]).toEqual([200, 200]);
  await expect(put()).rejects.toMatchObject({ code: 'ECONNRESET', isSent: true });
});

test('a stop ends the connection at once, with its own reason', async () => {
  const gone = deferred();
  const abort = new AbortController();
  const url = await serve((request) => {
    request.on('error', () => undefined).resume();
    request.socket.on('close', () => gone.resolve());
    abort.abort('shutdown');
  });
  const sending = client().send({ method: 'PUT', url, headers: {}, body: bytes(MIB), signal: abort.signal });
  await expect(sending).rejects.toBe('shutdown');
  await gone.promise;
});

test('errors name the system and the host, and nothing of the address', async () => {
  const url = 'http://127.0.0.1:1/account/pst?sig=c2VjcmV0';
  const error: unknown = await client()
    .send({ method: 'PUT', url, headers: {}, body: bytes(10), signal })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'ECONNREFUSED', facts: { host: '127.0.0.1' }, isSent: false });
  expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain('c2VjcmV0');
});

test('a chain that ends in a certificate the PC does not know is refused, naming who signed it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-tls-'));
  closers.push(() => rm(folder, { recursive: true }));
  const { key, cert } = await makeChain(folder);
  let requests = 0;
  const port = await listen(
    createSecureServer({ key, cert }, (_request, response) => {
      requests += 1;
      response.end();
    }),
  );
  const sending = client().send({
    method: 'PUT',
    url: `https://127.0.0.1:${port}/?sig=c2VjcmV0`,
    headers: {},
    body: bytes(MIB),
    signal,
  });
  await expect(sending).rejects.toMatchObject({
    code: 'SELF_SIGNED_CERT_IN_CHAIN',
    facts: { host: '127.0.0.1', issuer: 'Contoso Inspection Root' },
    isSent: false,
  });
  expect(requests).toBe(0);
});

/** A certificate for 127.0.0.1, signed by one that signed itself, as a firewall makes them. */
async function makeChain(folder: string): Promise<{ key: Buffer; cert: string }> {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const root = ['-subj', '/O=Contoso/CN=Contoso Inspection Root', '-keyout', 'root.key', '-out', 'root.pem'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...root);
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-keyout', 'leaf.key', '-out', 'leaf.csr');
  const signer = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial'];
  openssl('x509', '-req', '-days', '2', '-in', 'leaf.csr', ...signer, '-out', 'leaf.pem');
  const [key, leaf, top] = await Promise.all(
    ['leaf.key', 'leaf.pem', 'root.pem'].map((name) => readFile(join(folder, name))),
  );
  return { key: key ?? Buffer.alloc(0), cert: `${leaf}${top}` };
}

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((finish) => {
    resolve = finish;
  });
  return { promise, resolve };
}
