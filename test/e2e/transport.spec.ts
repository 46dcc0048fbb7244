import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { portOf, startProxyServer } from '../support/http/proxy-server.ts';
import { buildTransportProgram, type TransportProgram } from '../support/http/run-transport.ts';

const MIB = 1024 * 1024;
const SAS = { sasToken: 'sp=cw&sig=c2VjcmV0LXNpZ25hdHVyZQ', blocks: 20 };

let program: TransportProgram;
let store: Server;
let received: { sizeBytes: number; length: string | undefined }[] = [];
let answer: RequestListener = () => undefined;

test.beforeAll(async () => {
  program = await buildTransportProgram();
  store = createServer((request, response) => {
    let sizeBytes = 0;
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.byteLength;
    });
    request.on('end', () => {
      received.push({ sizeBytes, length: request.headers['content-length'] });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
});

test.beforeEach(() => {
  received = [];
  answer = (_request, response) => response.writeHead(201, { 'x-ms-request-id': 'a' }).end();
});

test.afterAll(async () => {
  store.closeAllConnections();
  await new Promise((resolve) => store.close(resolve));
  await program.remove();
});

test('blocks go through the proxy that an automatic configuration names, and one sign-in serves them all', async () => {
  const proxy = await startProxyServer(portOf(store), 'ann:secret word');
  const signIn = { name: 'ann', password: 'secret word' };
  const task = { ...SAS, blobUri: 'http://storage.test/account/pst/a.pst' };
  const { outcomes, prompts } = await program.run({ task, pacUrl: proxy.pacUrl, signIn });
  await proxy.close();
  expect(outcomes.map(({ code }) => code)).toEqual(Array.from({ length: 20 }, () => 'staged'));
  expect(received).toEqual(Array.from({ length: 20 }, () => ({ sizeBytes: MIB, length: String(MIB) })));
  expect({ prompts, passed: proxy.counts.passed }).toEqual({ prompts: 1, passed: 20 });
  for (const { told } of outcomes) expect([told[0], told.at(-1)]).toEqual([0, MIB]);
});

test('a proxy that nobody signs in to stops the upload and is named', async () => {
  const proxy = await startProxyServer(portOf(store), 'ann:secret word');
  const task = { ...SAS, blocks: 1, blobUri: 'http://storage.test/account/pst/a.pst' };
  const { outcomes } = await program.run({ task, pacUrl: proxy.pacUrl, signIn: null });
  await proxy.close();
  expect(outcomes[0]).toMatchObject({
    code: 'proxyRefused',
    params: { host: '127.0.0.1', reason: 'ProxyAuthenticationRequired' },
  });
  expect(received).toEqual([]);
});

test('without a proxy blocks go straight; redirects are not followed and strangers no success', async () => {
  const task = { ...SAS, blocks: 8, blobUri: `http://127.0.0.1:${portOf(store)}/account/pst/a.pst` };
  const straight = await program.run({ task, pacUrl: null, signIn: null });
  expect(straight.outcomes.map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 'staged'));
  received = [];
  answer = (_request, response) => response.writeHead(302, { location: '/account/pst/b.pst' }).end();
  const redirected = await program.run({ task: { ...task, blocks: 1 }, pacUrl: null, signIn: null });
  expect(redirected.outcomes[0]).toMatchObject({
    code: 'uploadRejected',
    params: { status: 302, waitFor: 'stranger' },
  });
  expect(received).toHaveLength(1);
});

test('a storage that cannot be reached is offline', async () => {
  const task = { ...SAS, blocks: 1, blobUri: 'http://127.0.0.1:1/account/pst/a.pst' };
  const { outcomes } = await program.run({ task, pacUrl: null, signIn: null });
  expect(outcomes[0]).toMatchObject({ code: 'uploadRejected', params: { waitFor: 'offline' } });
});

test('a certificate that the PC does not trust stops the upload and names who signed it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-tls-'));
  const subject = ['-subj', '/O=Contoso/CN=Contoso Inspection Root', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', 'key.pem', '-out', 'cert.pem'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files], {
    cwd: folder,
    stdio: 'pipe',
  });
  const [key, cert] = [readFileSync(join(folder, 'key.pem')), readFileSync(join(folder, 'cert.pem'))];
  let requests = 0;
  const server = createSecureServer({ key, cert }, (_request, response) => {
    requests += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const task = { ...SAS, blocks: 1, blobUri: `https://127.0.0.1:${portOf(server)}/account/pst/a.pst` };
  const { outcomes } = await program.run({ task, pacUrl: null, signIn: null });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
  expect(outcomes[0]).toMatchObject({
    code: 'certificateUntrusted',
    params: { host: '127.0.0.1', issuer: 'Contoso Inspection Root', reason: 'ERR_CERT_AUTHORITY_INVALID' },
  });
  expect(requests).toBe(0);
});
