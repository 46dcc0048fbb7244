import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorkerServer } from '../../../../main/platform/worker-server.ts';
import { createFakeSpawn, kindOf } from '../../../support/platform/fake-worker.ts';

const READY_LIMIT_MS = 60_000;
const STOP_GRACE_MS = 10_000;
const NAME = 'worker-blob-emulator';
const READY = { kind: 'ready', port: 4711 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

async function startReady() {
  const { spawn, workers } = createFakeSpawn();
  const starting = startWorkerServer(spawn, NAME, { folder: '/tenant' });
  workers[0]?.say(READY);
  const worker = workers[0];
  if (!worker) throw new Error('no worker');
  return { server: await starting, worker };
}

describe('a server', () => {
  it('is told what to serve, and is there when it says that it is ready', async () => {
    const { server, worker } = await startReady();
    expect(worker.name).toBe(NAME);
    expect(worker.received).toEqual([{ kind: 'start', input: { folder: '/tenant' } }]);
    expect(server.ready).toEqual(READY);
    expect(worker.hasEnded).toBe(false);
  });

  it('is not there because of anything else it says', async () => {
    const { spawn, workers } = createFakeSpawn();
    let isReady = false;
    const starting = startWorkerServer(spawn, NAME, null).then((server) => {
      isReady = true;
      return server;
    });
    for (const message of [null, 'ready', { kind: 'listening' }, ['ready']]) workers[0]?.say(message);
    await vi.advanceTimersByTimeAsync(0);
    expect(isReady).toBe(false);
    workers[0]?.say(READY);
    expect((await starting).ready).toEqual(READY);
  });

  it('that ends instead of getting ready is unavailable', async () => {
    const { spawn, workers } = createFakeSpawn();
    const starting = startWorkerServer(spawn, NAME, null);
    workers[0]?.exit(1);
    await expect(starting).rejects.toMatchObject({
      code: 'tenantUnavailable',
      params: { reason: `${NAME} ended with 1` },
    });
  });

  it('that had ended before anyone listened is unavailable', async () => {
    const { spawn } = createFakeSpawn((worker) => worker.exit(null));
    await expect(startWorkerServer(spawn, NAME, null)).rejects.toMatchObject({
      code: 'tenantUnavailable',
      params: { reason: `${NAME} ended with null` },
    });
  });

  it('that stays silent is unavailable, and killed', async () => {
    const { spawn, workers } = createFakeSpawn();
    const starting = expect(startWorkerServer(spawn, NAME, null)).rejects.toMatchObject({
      code: 'tenantUnavailable',
      params: { reason: `${NAME} did not start` },
    });
    await vi.advanceTimersByTimeAsync(READY_LIMIT_MS - 1);
    expect(workers[0]?.kills).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await starting;
    expect(workers[0]?.kills).toBe(1);
  });
});

describe('stopping a server', () => {
  it('asks it, and waits until it has ended in good order', async () => {
    const { server, worker } = await startReady();
    let isStopped = false;
    const stopping = server.stop().then(() => {
      isStopped = true;
    });
    expect(worker.received.at(-1)).toEqual({ kind: 'stop', reason: 'shutdown' });
    await vi.advanceTimersByTimeAsync(STOP_GRACE_MS - 1);
    expect([isStopped, worker.kills]).toEqual([false, 0]);
    worker.exit(0);
    await stopping;
    expect(worker.kills).toBe(0);
  });

  it('kills it when it takes too long', async () => {
    const { server, worker } = await startReady();
    const stopping = server.stop();
    await vi.advanceTimersByTimeAsync(STOP_GRACE_MS);
    await stopping;
    expect(worker.kills).toBe(1);
  });

  it('that has died is done at once', async () => {
    const { server, worker } = await startReady();
    worker.exit(139);
    await server.stop();
    expect(worker.received.map(kindOf)).toEqual(['start']);
  });
});

it('tells everyone who listens how a server ended, once, also when that was before', async () => {
  const { server, worker } = await startReady();
  const heard: unknown[] = [];
  server.onExit((code) => heard.push(['first', code]));
  worker.exit(3);
  await vi.advanceTimersByTimeAsync(0);
  server.onExit((code) => heard.push(['late', code]));
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual([
    ['first', 3],
    ['late', 3],
  ]);
});
