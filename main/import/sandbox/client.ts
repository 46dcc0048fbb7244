import { z } from 'zod';
import { AppError, ImportStatistics, WireError } from '../../../preload/contract/index.ts';
import type {
  CreateRequest,
  MailboxAnswer,
  SasAnswer,
  SasRights,
  StatisticsAnswer,
  TenantAnswer,
} from '../../sandbox/protocol.ts';

/**
 * The embedded tenant's import service, one method per route.
 * @throws AppError the codes of the protocol; tenantUnavailable (retryable) when the service cannot be reached;
 *   the signal's reason when it was aborted.
 */
export interface TenantClient {
  tenant(signal: AbortSignal): Promise<TenantAnswer>;
  /** A SAS for one blob; `blobName` has no slash. */
  sasFor(blobName: string, rights: SasRights, signal: AbortSignal): Promise<SasAnswer>;
  createRequest(request: CreateRequest, signal: AbortSignal): Promise<string>;
  /** With `since`, waits up to 10 s for another revision than that. */
  statistics(requestId: string, since: number | null, signal: AbortSignal): Promise<StatisticsAnswer>;
  /** One reading of every request that was not removed. */
  list(signal: AbortSignal): Promise<readonly ImportStatistics[]>;
  /** Another permission to read the blob; without `blobUri` the blob stays the one it was. */
  renew(requestId: string, source: RenewedSource, signal: AbortSignal): Promise<void>;
  mailbox(address: string, signal: AbortSignal): Promise<MailboxAnswer>;
  suspend(requestId: string, signal: AbortSignal): Promise<void>;
  resume(requestId: string, signal: AbortSignal): Promise<void>;
  remove(requestId: string, signal: AbortSignal): Promise<void>;
}

/** A SAS for a request that is there, and perhaps another blob. */
export type RenewedSource = { readonly blobUri?: string; readonly sasToken: string };

/** Longest wait for an answer, milliseconds: three times what the service itself may take. */
const ANSWER_LIMIT_MS = 30_000;

const Tenant = z.object({ version: z.literal(1), mailboxes: z.array(z.string()) });
const Sas = z.object({ blobUri: z.string(), sasToken: z.string() });
const Created = z.object({ requestId: z.string() });
const Statistics = z.object({ revision: z.number(), statistics: ImportStatistics });
const Requests = z.object({ requests: z.array(ImportStatistics) });
const Mailbox = z.object({
  address: z.string(),
  alias: z.string(),
  exchangeGuid: z.string(),
  hasArchive: z.boolean(),
  quotaBytes: z.number(),
  usedBytes: z.number(),
});

/** Speaks to the service at `endpoint` (`http://127.0.0.1:PORT`). */
export function createTenantClient(
  { endpoint, token }: { readonly endpoint: string; readonly token: string },
  fetchFn: typeof fetch = fetch,
): TenantClient {
  const call = async <T>(path: string, answer: z.ZodType<T>, options: CallOptions): Promise<T> => {
    const { signal, method = 'GET', body } = options;
    const response = await reach(signal, () =>
      fetchFn(`${endpoint}/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
      }),
    );
    const text = await reach(signal, () => response.text());
    return understand(response.ok, text, answer);
  };
  const act = async (path: string, method: 'POST' | 'DELETE', signal: AbortSignal, body?: unknown) => {
    await call(path, z.unknown(), { method, signal, body });
  };
  return {
    tenant: (signal) => call('tenant', Tenant, { signal }),
    sasFor: (blobName, rights, signal) => call('sas', Sas, { method: 'POST', body: { blobName, rights }, signal }),
    createRequest: async (body, signal) =>
      (await call('requests', Created, { method: 'POST', body, signal })).requestId,
    statistics: (id, since, signal) =>
      call(`${pathOf(id)}${since === null ? '' : `?since=${since}`}`, Statistics, { signal }),
    list: async (signal) => (await call('requests', Requests, { signal })).requests,
    renew: (id, source, signal) => act(`${pathOf(id)}/source`, 'POST', signal, source),
    mailbox: (address, signal) => call(`mailboxes/${encodeURIComponent(address)}`, Mailbox, { signal }),
    suspend: (id, signal) => act(`${pathOf(id)}/suspend`, 'POST', signal),
    resume: (id, signal) => act(`${pathOf(id)}/resume`, 'POST', signal),
    remove: (id, signal) => act(pathOf(id), 'DELETE', signal),
  };
}

type CallOptions = {
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
};

function pathOf(requestId: string): string {
  return `requests/${encodeURIComponent(requestId)}`;
}

async function reach<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  try {
    return await work();
  } catch (cause) {
    signal.throwIfAborted();
    throw unavailable(cause);
  }
}

function understand<T>(isOk: boolean, text: string, answer: z.ZodType<T>): T {
  const value = parseJson(text);
  if (isOk) {
    const result = answer.safeParse(value);
    if (result.success) return result.data;
    throw unavailable(result.error);
  }
  const failure = WireError.safeParse(value);
  if (!failure.success) throw unavailable(failure.error);
  const { code, params } = failure.data;
  throw new AppError(code, params, { isRetryable: code === 'tenantUnavailable' });
}

/** The value, or undefined for text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unavailable(cause: unknown): AppError {
  return new AppError('tenantUnavailable', {}, { cause, isRetryable: true });
}
