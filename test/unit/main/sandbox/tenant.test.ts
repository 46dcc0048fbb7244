import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTenant, type TenantWorker } from '../../../../main/sandbox/tenant.ts';

type Call = { readonly name: string; readonly input: Record<string, unknown> };

function createHost(options: { failing?: string } = {}) {
  const calls: Call[] = [];
  const steps: string[] = [];
  const exits: (() => void)[] = [];
  const startWorker = async (name: string, input: unknown): Promise<TenantWorker> => {
    if (name === options.failing) throw new Error('did not start');
    calls.push({ name, input: input as Record<string, unknown> });
    return {
      ready: { kind: 'ready', endpoint: `http://127.0.0.1:${calls.length}` },
      stop: async () => {
        steps.push(`stop ${name}`);
        for (const exit of exits) exit();
      },
      onExit: (listener) => exits.push(listener),
    };
  };
  return { calls, steps, startWorker, die: () => exits[0]?.() };
}

test('the service is told where the blobs are, and both share one account whose key is new each time', async () => {
  const host = createHost();
  const folder = join('/', 'data');
  const first = await startTenant({ folder, startWorker: host.startWorker, mailboxes: ['zoe@fabrikam.example'] });
  const second = await startTenant({ folder, startWorker: host.startWorker });
  const [emulator, service, again] = host.calls.map(({ input }) => input);
  expect(host.calls.map(({ name }) => name).slice(0, 2)).toEqual(['worker-blob-emulator', 'worker-import-service']);
  expect(service).toEqual({
    ...emulator,
    folder,
    token: first.token,
    blobEndpoint: 'http://127.0.0.1:1',
    mailboxes: ['zoe@fabrikam.example'],
  });
  expect(first.endpoint).toBe('http://127.0.0.1:2');
  expect(again?.accountName).toBe(emulator?.accountName);
  expect(again?.accountKey).not.toBe(emulator?.accountKey);
  expect(second.token).not.toBe(first.token);
});

test('the service is stopped before the blobs it reads from, and that is no loss', async () => {
  const host = createHost();
  const tenant = await startTenant({ folder: '/data', startWorker: host.startWorker });
  let losses = 0;
  tenant.onLost(() => {
    losses += 1;
  });
  await tenant.stop();
  expect(host.steps).toEqual(['stop worker-import-service', 'stop worker-blob-emulator']);
  expect(losses).toBe(0);
});

test('a process that ends by itself is told, once', async () => {
  const host = createHost();
  const tenant = await startTenant({ folder: '/data', startWorker: host.startWorker });
  let losses = 0;
  tenant.onLost(() => {
    losses += 1;
  });
  host.die();
  host.die();
  expect(losses).toBe(1);
});

test('nothing is left running when the service does not start', async () => {
  const host = createHost({ failing: 'worker-import-service' });
  await expect(startTenant({ folder: '/data', startWorker: host.startWorker })).rejects.toThrow('did not start');
  expect(host.steps).toEqual(['stop worker-blob-emulator']);
});
