import { setTimeout as delay } from 'node:timers/promises';
import { AppError, type ImportStatistics, type ProbeStep, toWireError } from '../../../preload/contract/index.ts';
import type { ImportEngine, ImportOrder } from '../engine.ts';
import { isOver, toPhase } from '../statistics.ts';
import type { TenantClient } from './client.ts';

/** Wait before the next try when the tenant cannot be reached: full jitter up to the doubled base, milliseconds. */
const RETRY_BASE_MS = 250;
const RETRY_MAX_MS = 10_000;

/** What the engine takes from outside, for tests. `wait` is in milliseconds and ends early with the signal's reason. */
type EngineOptions = {
  readonly wait?: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
};

/**
 * Imports into the embedded tenant. `watch` outlives losses of the connection for as long as its signal allows and
 * throws the signal's reason when aborted, importRemoved when the service does not know the request.
 */
export function createSandboxEngine(client: TenantClient, options: EngineOptions = {}): ImportEngine {
  return {
    kind: 'sandbox',
    probe: (_question, signal) => probe(client, signal),
    listMailboxes: async (signal) => (await client.tenant(signal)).mailboxes,
    start: (order, signal) => client.createRequest(toRequest(order), signal),
    watch: (requestId, signal) => watch(client, { requestId, signal, ...options }),
    find: async (name, signal) => (await client.list(signal)).find((one) => one.name === name)?.requestId ?? null,
    renew: client.renew,
    list: client.list,
    suspend: client.suspend,
    resume: client.resume,
    remove: client.remove,
    close: () => Promise.resolve(),
  };
}

async function* probe(client: TenantClient, signal: AbortSignal): AsyncGenerator<ProbeStep> {
  const step = 'tenant';
  try {
    const { mailboxes } = await client.tenant(signal);
    yield { step, outcome: 'ok', detail: `embedded tenant, ${mailboxes.length} mailboxes`, error: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield { step, outcome: 'failed', detail: 'embedded tenant', error: toWireError(error) };
  }
}

function toRequest({ source, ...order }: ImportOrder) {
  return { ...order, ...source };
}

type WatchInput = EngineOptions & { readonly requestId: string; readonly signal: AbortSignal };

async function* watch(client: TenantClient, input: WatchInput): AsyncGenerator<ImportStatistics> {
  const { requestId, signal, wait = sleep, random = Math.random } = input;
  let since: number | null = null;
  let failures = 0;
  for (;;) {
    signal.throwIfAborted();
    const answer = await readOnce(client, { requestId, since, signal });
    if (answer === null) {
      failures += 1;
      await wait(random() * Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** failures), signal);
      continue;
    }
    failures = 0;
    if (answer.revision === since) continue;
    since = answer.revision;
    const phase = toPhase(answer.statistics.status, answer.statistics.statusDetail);
    yield { ...answer.statistics, phase };
    if (isOver(phase)) return;
  }
}

type ReadInput = { readonly requestId: string; readonly since: number | null; readonly signal: AbortSignal };

/** One reading; null when it is worth trying again. */
async function readOnce(client: TenantClient, { requestId, since, signal }: ReadInput) {
  try {
    return await client.statistics(requestId, since, signal);
  } catch (error) {
    if (error instanceof AppError && error.isRetryable) return null;
    throw error;
  }
}

async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  await delay(delayMs, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
