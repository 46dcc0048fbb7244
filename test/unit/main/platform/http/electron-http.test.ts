import { EventEmitter } from 'node:events';
import type { Net } from 'electron';
import { expect, test } from 'vitest';
import { createElectronHttp } from '../../../../../main/platform/http/electron-http.ts';
import type { Pace } from '../../../../../main/platform/http/http-client.ts';
import { UNBOUND } from '../../../../support/http/unbound.ts';

const MIB = 1024 * 1024;
const turn = () => new Promise(setImmediate);

/** A request of Electron's that goes nowhere. */
class FakeRequest extends EventEmitter {
  isAborted = false;
  abort(): void {
    this.isAborted = true;
    this.emit('abort');
  }
  end(): void {}
  setHeader(): void {}
  getUploadProgress() {
    return { active: false, started: false, current: 0, total: 0 };
  }
}

function createNet() {
  const requests: FakeRequest[] = [];
  const request = () => {
    requests.push(new FakeRequest());
    return requests.at(-1);
  };
  const net = { request: request as unknown as Net['request'] };
  return { requests, load: () => Promise.resolve({ net }) };
}

function put(pace: Pace, net: ReturnType<typeof createNet>, signal: AbortSignal) {
  const http = createElectronHttp(pace, net.load);
  return http.send({ method: 'PUT', url: 'https://storage.test/', headers: {}, body: new Uint8Array(8), signal });
}

/** What arrives of an answer with that status. */
function answerOn(request: FakeRequest | undefined, statusCode: number): EventEmitter {
  const incoming = Object.assign(new EventEmitter(), { statusCode, headers: {} });
  request?.emit('response', incoming);
  return incoming;
}

test('an answer that is longer than any true one ends its request', async () => {
  const net = createNet();
  const sending = put(UNBOUND, net, new AbortController().signal);
  await turn();
  const incoming = answerOn(net.requests[0], 200);
  await turn();
  for (let count = 0; count < 33; count += 1) incoming.emit('data', Buffer.alloc(MIB));
  await expect(sending).rejects.toMatchObject({ code: 'AnswerTooLong' });
  expect(net.requests[0]?.isAborted).toBe(true);
});

test('a proxy that asks for a sign-in ends the request without its answer being read', async () => {
  const net = createNet();
  const sending = put(UNBOUND, net, new AbortController().signal);
  await turn();
  answerOn(net.requests[0], 407);
  await expect(sending).rejects.toMatchObject({ code: 'ProxyAuthenticationRequired' });
  expect(net.requests[0]?.isAborted).toBe(true);
});

test('a stop while a request waits for its turn opens none', async () => {
  const net = createNet();
  const abort = new AbortController();
  const pace: Pace = { ...UNBOUND, take: async () => abort.abort('pause') };
  await expect(put(pace, net, abort.signal)).rejects.toBe('pause');
  expect(net.requests).toEqual([]);
});
