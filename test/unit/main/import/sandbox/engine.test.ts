import { expect, test } from 'vitest';
import type { ImportEngine } from '../../../../../main/import/engine.ts';
import type { TenantClient } from '../../../../../main/import/sandbox/client.ts';
import { createSandboxEngine } from '../../../../../main/import/sandbox/engine.ts';
import type { StatisticsAnswer } from '../../../../../main/sandbox/protocol.ts';
import { AppError, type ImportStatistics } from '../../../../../preload/contract/index.ts';

const never = new AbortController().signal;

function reading(revision: number, status: string): StatisticsAnswer {
  const statistics: ImportStatistics = {
    requestId: 'r',
    name: 'job',
    mailbox: 'ann@contoso.example',
    isArchive: false,
    targetRootFolder: '',
    status,
    statusDetail: '',
    phase: 'running',
    percentComplete: null,
    itemsTransferred: 0,
    itemsTotal: null,
    bytesTransferred: 0,
    bytesTotal: null,
    skipped: [],
    sourceUri: 'http://127.0.0.1/a/pst/b',
    queuedAt: null,
    startedAt: null,
    completedAt: null,
    failedAt: null,
    failure: null,
    mailboxPath: null,
  };
  return { revision, statistics };
}

const unreachable = new AppError('tenantUnavailable', {}, { isRetryable: true });

/** A client that answers each call with the next of these. */
function createClient(answers: readonly (StatisticsAnswer | Error)[]) {
  const asked: (number | null)[] = [];
  const created: unknown[] = [];
  const next = async (_: string, since: number | null) => {
    const answer = answers[asked.length] ?? new Error('asked too often');
    asked.push(since);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const nothing = async () => undefined;
  const client: TenantClient = {
    tenant: async () => {
      throw unreachable;
    },
    sasFor: async () => ({ blobUri: '', sasToken: '' }),
    createRequest: async (request) => {
      created.push(request);
      return 'r';
    },
    statistics: next,
    list: async () => [],
    renew: nothing,
    mailbox: async () => {
      throw new AppError('importMailboxMissing');
    },
    suspend: nothing,
    resume: nothing,
    remove: nothing,
  };
  return { client, asked, created };
}

async function collect(client: TenantClient, options = {}): Promise<string[]> {
  const seen: string[] = [];
  for await (const { status, phase } of createSandboxEngine(client, options).watch('r', never))
    seen.push(`${status} ${phase}`);
  return seen;
}

test('watching gives each change once and ends with the import', async () => {
  const { client, asked } = createClient([
    reading(5, 'Queued'),
    reading(5, 'Queued'),
    reading(6, 'InProgress'),
    reading(9, 'Completed'),
  ]);
  expect(await collect(client)).toEqual(['Queued queued', 'InProgress running', 'Completed completed']);
  expect(asked).toEqual([null, 5, 5, 6]);
});

test('watching outlives a service that cannot be reached, trying less and less often', async () => {
  const { client } = createClient([
    ...Array(8).fill(unreachable),
    reading(1, 'Queued'),
    unreachable,
    reading(2, 'Failed'),
  ]);
  const waits: number[] = [];
  const wait = async (delayMs: number) => void waits.push(delayMs);
  expect(await collect(client, { wait, random: () => 1 })).toEqual(['Queued queued', 'Failed failed']);
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10000, 10000, 10000, 500]);
});

test('watching a request nobody knows tells that it was removed', async () => {
  const { client } = createClient([new AppError('importRemoved')]);
  await expect(collect(client)).rejects.toMatchObject({ code: 'importRemoved' });
});

test('an aborted watch ends with the reason, also while it waits to try again', async () => {
  const stop = new AbortController();
  const { client } = createClient([unreachable]);
  const watching = createSandboxEngine(client, {
    random: () => {
      queueMicrotask(() => stop.abort('pause'));
      return 1;
    },
  }).watch('r', stop.signal);
  await expect(watching[Symbol.asyncIterator]().next()).rejects.toBe('pause');
});

test('an order becomes a request with its source', async () => {
  const { client, created } = createClient([]);
  const target = {
    name: 'job',
    mailbox: 'a@contoso.example',
    isArchive: true,
    targetRootFolder: 'Old',
    includeFolders: ['#Inbox#/*'],
    excludeFolders: ['Projects/2019'],
  };
  const source = { blobUri: 'http://127.0.0.1/a/pst/b', sasToken: 'sig=x' };
  expect(await createSandboxEngine(client).start({ ...target, source }, never)).toBe('r');
  expect(created).toEqual([{ ...target, ...source }]);
});

async function stepsOf(engine: ImportEngine): Promise<unknown[]> {
  const steps: unknown[] = [];
  for await (const step of engine.probe({ mailbox: null, isArchive: false, neededBytes: 0 }, never)) steps.push(step);
  return steps;
}

test('a probe says plainly what it found', async () => {
  const { client } = createClient([]);
  const engine = createSandboxEngine(client);
  expect(await stepsOf(engine)).toEqual([
    {
      step: 'tenant',
      outcome: 'failed',
      detail: 'embedded tenant',
      error: { code: 'tenantUnavailable', params: {} },
    },
  ]);
  const reachable = createSandboxEngine({
    ...client,
    tenant: async () => ({ version: 1, mailboxes: ['a@b.example'] }),
  });
  expect(await stepsOf(reachable)).toEqual([
    { step: 'tenant', outcome: 'ok', detail: 'embedded tenant, 1 mailboxes', error: null },
  ]);
  expect(await reachable.listMailboxes(never)).toEqual(['a@b.example']);
});
